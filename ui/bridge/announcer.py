"""Announcements: recordings that are spoken in calls of their own, while the talk key stays free."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace
from functools import partial
from uuid import uuid4

from PySide6.QtCore import QObject, Qt, Signal

from app.domain import voice
from app.domain.errors import AppError
from app.voice.link import LinkPhase, LinkState
from app.voice.talk import TalkLink
from app.voice.talk_state import Phase, TalkState
from app.voice.wave import RATE_HZ, Wave
from ui.bridge.speech import FloorWord, Sending, SendPhase, Speech
from ui.widgets.talk_port import NewCall

#: Of the time that one may talk, for what is said after the last sample.
_MARGIN_S = 1.0
#: A call that was opened before may have closed by itself since: another is opened, once.
_GONE = frozenset({"call.unknown", "floor.closed"})


class Announcer(QObject):
    """Speaks recordings at the pace of life, several at once in different calls; nothing is kept for later.

    Args:
        talks_in: whether the talk key is down for a call; who has a floor has it once.
    Signals:
        changed(Sending): how it stands with one of them.
        calls_changed(): others are open, and to be heard for answers.
    """

    changed = Signal(object)
    calls_changed = Signal()
    _moved = Signal(int, object)

    def __init__(self, link: TalkLink, talks_in: Callable[[int], bool], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._link, self._talks_in = link, talks_in
        self._last = 0
        #: How long a recording may be; None while there is no link.
        self.limit_s: float | None = None
        self._opened: dict[NewCall, int] = {}
        self._speeches: dict[int, Speech] = {}
        #: By the call in which one is spoken. Read on the link's thread.
        self._by_call: dict[int, Speech] = {}
        self._moved.connect(self._on_moved, Qt.ConnectionType.QueuedConnection)

    @property
    def calls(self) -> Collection[int]:
        """Those that were opened for announcements."""
        return self._opened.values()

    def speaks_in(self, call: int) -> bool:
        return call in self._by_call

    def speak(self, target: NewCall, wave: Wave) -> Sending:
        """Speak it now, or fail now.

        Args:
            wave: 48 kHz mono, not empty.
        """
        self._last += 1
        error = self._obstacle(target, wave)
        if error is not None:
            return Sending(self._last, SendPhase.FAILED, error=error)
        speech = Speech(self._last, target, wave, self._link, partial(self._moved.emit, self._last), self)
        speech.patience.timeout.connect(partial(self._on_unheard, speech))
        speech.patience.start()
        self._speeches[speech.number] = speech
        self._ask(speech)
        return speech.sending

    def stop(self, number: int) -> None:
        """Fall silent in the middle; nothing to do when it is over."""
        speech = self._speeches.get(number)
        if speech is not None:
            self._end(speech, AppError("announcement.cut_off", reason="stopped"))

    def forget(self, calls: Collection[int]) -> None:
        """These are closed: what is said there next opens others."""
        self._opened = {target: call for target, call in self._opened.items() if call not in calls}

    def shutdown(self) -> None:
        for speech in list(self._speeches.values()):
            self.stop(speech.number)

    def on_link(self, state: LinkState) -> None:
        """The connection is another; without one nothing is spoken."""
        is_up = state.phase is LinkPhase.UP and state.welcome is not None
        self.limit_s = state.welcome.talk_limit_s - _MARGIN_S if is_up and state.welcome is not None else None
        if not is_up:
            for speech in list(self._speeches.values()):
                lost = AppError("announcement.cut_off", reason="lost")
                self._end(speech, AppError("announcement.no_link") if speech.burst is None else lost)

    def on_opened(self, told: voice.CallOpenedFor | voice.CallRefused) -> bool:
        """Whether it was asked for here."""
        speech = next((one for one in self._speeches.values() if one.request == told.request), None)
        if speech is None:
            return False
        if isinstance(told, voice.CallRefused):
            self._end(speech, AppError(told.code, **told.params))
        else:
            self._opened[speech.target] = told.call
            self._by_call[told.call] = speech
            self.calls_changed.emit()
            speech.talker.ask(told.call)
        return True

    # --- On the link's thread

    def on_told(self, told: FloorWord) -> bool:
        """Whether it is for an announcement, not for the talk key."""
        speech = self._by_call.get(told.call)
        if speech is None:
            return False
        speech.on_told(told)
        return True

    # --- On the GUI thread

    def _obstacle(self, target: NewCall, wave: Wave) -> AppError | None:
        if self.limit_s is None:
            return AppError("announcement.no_link")
        if wave.size / RATE_HZ > self.limit_s:
            return AppError("announcement.too_long", limit_s=f"{self.limit_s:.0f}")
        call = self._opened.get(target)
        is_spoken = any(speech.target == target for speech in self._speeches.values())
        if is_spoken or (call is not None and self._talks_in(call)):
            return AppError("announcement.busy")
        return None

    def _ask(self, speech: Speech) -> None:
        call = self._opened.get(speech.target)
        if call is not None:
            self._by_call[call] = speech
            speech.talker.press(call)
            return
        speech.request = uuid4().hex
        speech.talker.press(None)
        target = speech.target
        opening = voice.OpenCall(
            request=speech.request, call=target.kind, audience=target.audience, name=target.name
        )
        self._link.say(opening)

    def _on_moved(self, number: int, state: TalkState) -> None:
        speech = self._speeches.get(number)
        if speech is None:
            return
        match state.phase:
            case Phase.ON_AIR:
                speech.patience.stop()
                speech.sending = replace(speech.sending, phase=SendPhase.ON_AIR, burst=speech.burst)
                self.changed.emit(speech.sending)
            case Phase.IDLE:
                self._end(speech)
            case Phase.DENIED if state.code in _GONE and not speech.request:
                self._opened.pop(speech.target, None)
                self._by_call.pop(state.call or 0, None)
                self._ask(speech)
            case Phase.DENIED:
                self._end(speech, AppError(state.code))
            case Phase.REVOKED:
                reason = state.end.value if state.end is not None else ""
                self._end(speech, AppError("announcement.cut_off", reason=reason))
            case _:
                pass

    def _on_unheard(self, speech: Speech) -> None:
        self._end(speech, AppError("announcement.no_answer"))

    def _end(self, speech: Speech, error: AppError | None = None) -> None:
        del self._speeches[speech.number]
        speech.stop()
        for call in [call for call, one in self._by_call.items() if one is speech]:
            del self._by_call[call]
        phase = SendPhase.SENT if error is None else SendPhase.FAILED
        speech.sending = replace(speech.sending, phase=phase, burst=speech.burst, error=error)
        self.changed.emit(speech.sending)
