"""What one hears of one's own talking without a look: granted, refused, soon over, the microphone gone."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

from app.voice.talk_state import Phase, TalkState
from app.voice.tones import denial_tone, grant_tone, limit_tone
from app.voice.wave import Wave

_TONES = {Phase.ON_AIR: grant_tone, Phase.DENIED: denial_tone, Phase.REVOKED: denial_tone}
#: A plug that is loose, or a device that hangs, comes back sooner.
_GRACE_MS = 2000


class TalkCues(QObject):
    """
    Args:
        play: a tone, over all else.
    Signals:
        microphone_lost(): it has been away for so long that talking makes no sense any more.
    """

    microphone_lost = Signal()

    def __init__(
        self,
        play: Callable[[Wave], None],
        parent: QObject | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(parent)
        self._play, self._clock = play, clock
        self._phase = Phase.IDLE
        self._limit = QTimer(self, singleShot=True)
        self._limit.timeout.connect(lambda: self._play(limit_tone()))
        self._grace = QTimer(self, singleShot=True, interval=_GRACE_MS)
        self._grace.timeout.connect(self.microphone_lost)

    def show(self, state: TalkState) -> None:
        """How it stands with one's own talking."""
        if state.phase is Phase.ON_AIR:
            # Told again, it may be for longer.
            self._limit.start(max(0, round((state.left_s(self._clock()) - state.near_s) * 1000)))
        else:
            self._limit.stop()
        if not state.phase.is_held:
            self._grace.stop()
        if state.phase is not self._phase and state.phase in _TONES:
            self._play(_TONES[state.phase]())
        self._phase = state.phase

    def note_microphone(self, is_there: bool) -> None:
        """Whether there is one, when that may have changed."""
        if not is_there and self._phase.is_held and not self._grace.isActive():
            self._play(denial_tone())
            self._grace.start()
        elif is_there and self._grace.isActive():
            self._grace.stop()
            if self._phase is Phase.ON_AIR:
                self._play(grant_tone())

    def stop(self) -> None:
        self._limit.stop()
        self._grace.stop()
