"""Talking and listening through the station: what its threads bring is told on the GUI thread."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Collection, Mapping
from dataclasses import replace

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from app.domain import voice
from app.domain.talk import VoicePath
from app.voice.connection import Door, Quality
from app.voice.level import Level
from app.voice.link import Link, LinkPhase, LinkState
from app.voice.listen import Listener, Sound
from app.voice.rtcp import SenderReport
from app.voice.rtp import Packet
from app.voice.talk import Talker
from app.voice.talk_state import Phase, TalkState
from app.voice.tones import emergency_tone
from app.voice.wave import Wave
from ui.bridge.announcer import Announcer
from ui.bridge.audio import Loudspeaker, Microphone, sound_state
from ui.bridge.audio_devices import AudioDevices
from ui.bridge.floors import Floors
from ui.bridge.hearing import Hearing
from ui.bridge.opened_calls import OpenedCalls
from ui.bridge.speech import FloorWord
from ui.bridge.talk_cues import TalkCues
from ui.widgets.talk_port import Held, NewCall, SoundState, Target, VoiceState

#: A call that somebody else was told to be closed with, or that closed by itself, is opened anew.
_GONE = frozenset({"call.unknown", "floor.closed"})
_HEARD_MS = 1000


class Voice(Hearing):
    """The desk's ``Talk``: a link, a talker, a listener, a microphone and a loudspeaker.

    Signals:
        changed(): one's own talking, who talks, the connection or the devices.
        replay_asked(): the last burst is wanted, and none was heard since the start.
    """

    replay_asked = Signal()
    _heard_of = Signal(object)
    _recorded = Signal(object)

    def __init__(self, door: Callable[[bool], Door], devices: AudioDevices, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.microphone, self.loudspeaker = Microphone(devices, self), Loudspeaker(devices, self)
        self._link = Link(door, self, on_report=self._on_report)
        self.listener = Listener(self._link.say, latency_s=lambda: self.loudspeaker.latency_s)
        self.talker = Talker(self.microphone, self._link, self._heard_of.emit)
        self.announcer = Announcer(self._link, self._talks_in, self)
        self.announcer.calls_changed.connect(self._monitor)
        #: Whether somebody knows of bursts from before the start.
        self.has_past = False
        self.own = TalkState()
        self.voice = VoiceState()
        self._floors = Floors()
        self._sounds: dict[int, Sound] = {}
        self._opened = OpenedCalls(self._link.say)
        self._cues = TalkCues(lambda tone: self.listener.play(tone, is_urgent=True), self)
        self._cues.microphone_lost.connect(lambda: self.talker.cut_off("audio.microphone_gone"))
        #: Who waits for a recording, in order. On this thread alone: the microphone's must not know of them last.
        self._takers: deque[Callable[[Wave], None]] = deque()
        self._is_over = False
        self._heard_of.connect(self._on_heard_of, Qt.ConnectionType.QueuedConnection)
        self._recorded.connect(self._on_recorded, Qt.ConnectionType.QueuedConnection)
        for endpoint in (self.microphone, self.loudspeaker):
            endpoint.changed.connect(self._on_devices)
        self._changed_soon = QTimer(self, singleShot=True, interval=0)
        self._changed_soon.timeout.connect(self.changed)
        # The end of a burst is heard a little after it was told.
        self._changed_later = QTimer(self, singleShot=True, interval=_HEARD_MS)
        self._changed_later.timeout.connect(self.changed)
        self.listener.has_loudspeaker = bool(self.loudspeaker.name)

    @property
    def held(self) -> Mapping[int, Held]:
        return self._floors.held

    @property
    def sound(self) -> SoundState:
        return sound_state(self.microphone.state, self.loudspeaker.state)

    @property
    def heard_after_ms(self) -> float | None:
        return self.listener.heard_after_ms

    @property
    def can_replay(self) -> bool:
        return self.listener.can_replay or self.has_past

    def start(self) -> None:
        self.loudspeaker.start(self.listener.next_frame)
        self.talker.start()
        self._link.start()

    def stop(self) -> None:
        """Let go of the floor, the station and the devices, for good."""
        # What its threads have posted is still on its way, and would begin to wait for something.
        self._is_over = True
        self._takers.clear()
        self.announcer.shutdown()
        self.talker.stop()
        self._link.stop()
        self.loudspeaker.stop()
        self._cues.stop()
        self._changed_soon.stop()
        self._changed_later.stop()

    def queue(self, call: int) -> tuple[int, ...]:
        return self._floors.queue(call)

    def press(self, target: Target | None, *, is_emergency: bool = False) -> None:
        call = self._opened.call_of(target)
        # One end has a floor once: who talks there too would be mixed up with the announcement.
        is_announced = call is not None and self.announcer.speaks_in(call)
        if not self.microphone.name or self.voice.path is None or is_announced:
            call = None
        is_asked = self.talker.state.phase is Phase.ASKED
        self.talker.press(call, is_emergency=is_emergency)
        if is_asked or self.talker.state.phase is not Phase.ASKED or call is not None:
            return
        if self.voice.path is None:
            self.talker.refuse("floor.no_link")
        elif is_announced:
            self.talker.refuse("announcement.speaking")
        elif not self.microphone.name:
            # A floor that is held in silence is nobody else's.
            self.talker.refuse("audio.no_microphone")
        elif not isinstance(target, NewCall):
            self.talker.refuse("floor.no_target")
        else:
            self._opened.open(target)

    def release(self) -> None:
        self.talker.release()

    def hear(self, sounds: Mapping[int, Sound]) -> None:
        self._sounds = dict(sounds)
        for call, sound in sounds.items():
            self.listener.set_sound(call, sound)
        self._monitor()

    def forget(self, calls: Collection[int]) -> None:
        """These are closed: the next press opens others."""
        self.announcer.forget(calls)
        if self._opened.forget(calls):
            self._monitor()

    def level(self, call: int) -> Level:
        return self.listener.level(call)

    def own_level(self) -> Level:
        return self.talker.level

    def replay(self) -> None:
        if self.listener.can_replay:
            self.listener.replay()
        else:
            self.replay_asked.emit()

    def acknowledge(self, burst: int) -> None:
        """Say that somebody here has heard it."""
        self._link.say(voice.BurstAcknowledged(burst=burst))

    def record(self, seconds: float, then: Callable[[Wave], None]) -> None:
        """What the microphone hears from now on; ``then`` is called once, on the GUI thread."""
        self._takers.append(then)
        self.talker.record(seconds, self._recorded.emit)

    def end_take(self) -> None:
        """What it heard until now is all of it."""
        self.talker.end_recording()

    def play(self, wave: Wave, place: float = 0.0) -> None:
        self.listener.play(wave, place)

    # --- On the link's thread

    def on_packet(self, packet: Packet, now_s: float) -> None:
        self.listener.on_packet(packet, now_s)

    def on_told(self, told: voice.Told) -> None:
        if isinstance(told, voice.FloorTaken):
            self.listener.on_taken(told)
        elif isinstance(told, voice.FloorIdle):
            self.listener.on_idle(told)
        elif isinstance(told, FloorWord) and not self.announcer.on_told(told):
            self.talker.on_told(told)
        self._heard_of.emit(told)

    def _on_report(self, report: SenderReport | Quality) -> None:
        if isinstance(report, SenderReport):
            self.listener.on_sender_report(report)
        else:
            self.talker.expect_loss(report.loss)
            self._heard_of.emit(report)

    def on_path(self, path: VoicePath) -> None:
        self._heard_of.emit(path)

    def on_state(self, state: LinkState) -> None:
        if state.phase is not LinkPhase.UP:
            self.talker.cut_off("floor.link_lost")
            self.listener.cut_off()
        self._heard_of.emit(state)

    # --- On the GUI thread

    def _on_heard_of(self, news: voice.Told | VoicePath | Quality | LinkState | TalkState) -> None:
        if self._is_over:
            return
        match news:
            case TalkState():
                self._show_own(news)
            case VoicePath():
                self.voice = VoiceState(news)
            case Quality():
                # What the last words of a burst met says nothing of the next one.
                if self.own.phase is Phase.ON_AIR:
                    self.voice = replace(self.voice, loss=news.loss)
            case LinkState():
                self._show_link(news)
            case voice.FloorTaken() | voice.FloorIdle() | voice.FloorQueue():
                if self._floors.take(news):
                    self.listener.play(emergency_tone(), is_urgent=True)
                if isinstance(news, voice.FloorIdle):
                    self._changed_later.start()
            case voice.CallOpenedFor() | voice.CallRefused():
                self._show_opened(news)
            case _:
                return
        self._changed_soon.start()

    def _show_own(self, state: TalkState) -> None:
        self.own = state
        if state.phase is not Phase.ON_AIR:
            self.voice = replace(self.voice, loss=0.0)
        self.listener.duck(state.phase is Phase.ON_AIR)
        self._cues.show(state)
        if state.code in _GONE:
            self.forget({state.call} if state.call is not None else ())

    def _show_link(self, state: LinkState) -> None:
        self.announcer.on_link(state)
        if state.phase is LinkPhase.UP:
            # Until a datagram has come through, speech goes inside the WebSocket.
            self.voice = VoiceState(VoicePath.WEBSOCKET)
            self._monitor()
        else:
            self.voice = VoiceState(fault=state.fault)
            self._floors.clear()
            self._opened.cut_off()

    def _show_opened(self, told: voice.CallOpenedFor | voice.CallRefused) -> None:
        if self.announcer.on_opened(told) or not self._opened.take(told):
            return
        if isinstance(told, voice.CallRefused):
            self.talker.refuse(told.code)
            return
        self._monitor()
        self.talker.ask(told.call)

    def _monitor(self) -> None:
        heard = [call for call, sound in self._sounds.items() if not sound.is_muted]
        opened = (*self.announcer.calls, *self._opened.calls)
        monitored = tuple(dict.fromkeys([*heard, *opened]))[-voice.MOST_MONITORED :]
        muted = tuple(call for call in self._sounds if call not in monitored)[-voice.MOST_MONITORED :]
        self._floors.keep(monitored)
        self._link.say(voice.Monitor(calls=monitored, in_emergency=muted))

    def _talks_in(self, call: int) -> bool:
        return self.talker.state.call == call and self.talker.state.phase.is_held

    def _on_recorded(self, wave: Wave) -> None:
        if not self._is_over:
            self._takers.popleft()(wave)

    def _on_devices(self) -> None:
        self.listener.has_loudspeaker = bool(self.loudspeaker.name)
        if not self._is_over:
            self._cues.note_microphone(bool(self.microphone.name))
            self._changed_soon.start()
