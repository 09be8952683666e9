"""A terminal that hears and talks: all that a device does on ``/v1/voice``."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Protocol, TypeAlias

from app.domain import voice
from app.domain.talk import VoicePath
from app.simulator.voice.ear import Ear, Heard
from app.simulator.voice.metronome import Metronome
from app.simulator.voice.mouth import Mouth
from app.simulator.voice.tapes import Tapes
from app.voice.connection import Door, Quality
from app.voice.link import Keeper, LinkPhase, LinkState
from app.voice.rtcp import SenderReport
from app.voice.rtp import Packet
from app.voice.wave import Wave

logger = logging.getLogger(__name__)

Figure: TypeAlias = str | int | float | bool | dict[str, int] | None


class Diary(Protocol):
    """Who wants to know what happens at a terminal. Called on its event loop."""

    def __call__(self, event: str, /, **figures: Figure) -> None: ...


class Terminal:
    """Lives on an event loop; ``run`` it until it is cancelled.

    Args:
        door: asked before every try, on another thread, as a ``Keeper`` does.
        on_words: told of each burst in which somebody was heard to speak.
        tapes: where what is heard is kept; None: nowhere.
    """

    def __init__(
        self,
        door: Callable[[bool], Door],
        metronome: Metronome,
        on_words: Callable[[Heard], None],
        diary: Diary,
        tapes: Tapes | None = None,
    ) -> None:
        self._on_words, self._diary, self._tapes = on_words, diary, tapes
        self._keeper = Keeper(door, self, on_report=self._on_report)
        self._ear = Ear(metronome, self._on_heard, keeps_sound=tapes is not None)
        self._mouth = Mouth(metronome, self._keeper, self._on_said)
        self.is_up = False
        #: That it may talk in, its agency's first.
        self.talkgroups: tuple[voice.TalkgroupOpen, ...] = ()

    async def run(self) -> None:
        try:
            await self._keeper.run()
        finally:
            self._end_link()

    @property
    def is_free(self) -> bool:
        """Whether one can begin to speak: it is linked, and neither hears nor says anything."""
        return self.is_up and not self._ear.is_hearing and not self._mouth.is_busy

    @property
    def is_talking(self) -> bool:
        """Whether it has the floor, or asks for it."""
        return self._mouth.is_busy

    @property
    def own_call(self) -> int | None:
        """Of its agency's talkgroup; None while it has been told of none."""
        return self.talkgroups[0].call if self.talkgroups else None

    def talk(self, call: int, wave: Wave, *, is_emergency: bool = False) -> bool:
        """Speak in a call. False when it cannot now: no link, or still busy with something else."""
        return self.is_up and self._mouth.speak(call, wave, is_emergency=is_emergency)

    def acknowledge(self, burst: int) -> None:
        """Somebody has pressed the button that says so; without a link nobody gets to know."""
        if self.is_up:
            self._keeper.say(voice.BurstAcknowledged(burst=burst))
            self._diary("acknowledged", burst=burst)

    # --- What the link tells

    def on_state(self, state: LinkState) -> None:
        if self.is_up:
            self._end_link()
        if state.phase is LinkPhase.UP and state.welcome is not None:
            self.is_up = True
            self._diary("linked", link=state.welcome.link)
        elif state.phase is LinkPhase.DOWN and state.fault is not None:
            self._diary("down", code=state.fault.code, retry_s=round(state.retry_s, 2))

    def on_path(self, path: VoicePath) -> None:
        self._diary("path", path=path.value)

    def on_packet(self, packet: Packet, now_s: float) -> None:
        self._ear.on_packet(packet, now_s)

    def on_told(self, told: voice.Told) -> None:
        match told:
            case voice.Talkgroups():
                self.talkgroups = told.talkgroups
                self._diary("talkgroups", calls={group.name: group.call for group in told.talkgroups})
            case voice.FloorTaken():
                self._note_taken(told)
                self._ear.on_taken(told)
            case voice.FloorIdle():
                self._ear.on_idle(told)
            case voice.FloorGranted():
                self._diary("granted", call=told.call, burst=told.burst)
                self._mouth.on_told(told)
            case voice.FloorDenied():
                self._diary("denied", call=told.call, code=told.code, holder=told.holder)
                self._mouth.on_told(told)
            case voice.FloorQueued():
                self._diary("queued", call=told.call, position=told.position, holder=told.holder)
                self._mouth.on_told(told)
            case voice.FloorRevoked():
                self._diary("revoked", call=told.call, burst=told.burst, reason=told.reason.value)
                self._mouth.on_told(told)
            case _:
                # Calls are opened by desks.
                pass

    # --- What comes of it

    def _on_report(self, report: SenderReport | Quality) -> None:
        if isinstance(report, Quality):
            self._mouth.expect_loss(report.loss)
        else:
            self._ear.on_report(report)

    def _note_taken(self, told: voice.FloorTaken) -> None:
        self._diary(
            "taken",
            burst=told.burst,
            call=told.call,
            by=told.by,
            priority=told.priority.value,
            is_shout=told.is_shout,
            is_heard=told.is_heard,
        )

    def _on_heard(self, heard: Heard) -> None:
        receipt = heard.receipt
        if receipt is not None:
            self._keeper.say(receipt)
        if isinstance(receipt, voice.BurstNotPlayed):
            self._diary("not_played", burst=receipt.burst, reason=receipt.reason)
            return
        self._note_played(heard)
        if receipt is not None and heard.has_speech:
            self._on_words(heard)

    def _note_played(self, heard: Heard) -> None:
        """A burst whose end was not told because the link ended is played too, as far as it came."""
        self._diary(
            "cut_off" if heard.receipt is None else "played",
            burst=heard.told.burst,
            call=heard.told.call,
            by=heard.told.by,
            file=self._kept(heard),
            share=round(heard.share, 4) if heard.packets is not None else None,
            level_dbfs=round(heard.level_dbfs, 1),
            has_speech=heard.has_speech,
            seconds=round(heard.seconds, 2),
            lost=heard.figures.lost,
            recovered=heard.figures.recovered,
            late=heard.figures.late,
            mouth_to_ear_ms=heard.mouth_to_ear_ms,
        )

    def _kept(self, heard: Heard) -> str | None:
        if self._tapes is None:
            return None
        try:
            return str(self._tapes.keep(heard.told.burst, heard.wave))
        except OSError as fault:
            logger.warning("what was heard is not kept: %s", fault.strerror)
            return None

    def _on_said(self, call: int, seconds: float) -> None:
        self._diary("released", call=call, seconds=round(seconds, 2))

    def _end_link(self) -> None:
        self.is_up, self.talkgroups = False, ()
        self._ear.cut_off()
        self._mouth.cut_off()
