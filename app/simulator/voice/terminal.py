"""A terminal that hears, acknowledges, answers and talks: all that a device does on ``/v1/voice``."""

from __future__ import annotations

import asyncio
import logging
import random
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol, TypeAlias

from app.domain import voice
from app.domain.talk import Priority, VoicePath
from app.simulator.voice.beat import Beat
from app.simulator.voice.ear import Ear, Heard
from app.simulator.voice.mouth import Mouth
from app.simulator.voice.tapes import Tapes
from app.voice.connection import Door, Quality
from app.voice.link import Keeper, LinkPhase, LinkState
from app.voice.rtcp import SenderReport
from app.voice.rtp import Packet
from app.voice.wave import Wave

logger = logging.getLogger(__name__)

Figure: TypeAlias = str | int | float | bool | None


class Diary(Protocol):
    """Who wants to know what happens at a terminal. Called on its event loop."""

    def __call__(self, event: str, /, **figures: Figure) -> None: ...


class Repertoire(Protocol):
    """What somebody has to say; AppError("recording.unreadable") where that cannot be read."""

    def report(self, chance: random.Random) -> Wave: ...
    def answer(self, chance: random.Random) -> Wave: ...


@dataclass(frozen=True, slots=True)
class Manners:
    """How whoever carries the terminal behaves.

    Args:
        acknowledges, answers: whether they do, to what they have heard.
        pause_s: before an acknowledgement, least and most; an answer comes as much later again.
        repertoire: what they say; None: nothing.
    """

    acknowledges: Callable[[Heard], bool] = lambda _: True
    answers: Callable[[Heard], bool] = lambda _: False
    pause_s: tuple[float, float] = (0.8, 2.5)
    repertoire: Repertoire | None = None


class Terminal:
    """Lives on an event loop; ``run`` it until it is cancelled.

    Args:
        door: asked before every try, on another thread, as a ``Keeper`` does.
        tapes: where what is heard is kept; None: nowhere.
    """

    def __init__(
        self,
        door: Callable[[bool], Door],
        beat: Beat,
        manners: Manners,
        diary: Diary,
        tapes: Tapes | None = None,
        chance: random.Random | None = None,
    ) -> None:
        self._manners, self._diary, self._tapes = manners, diary, tapes
        self._chance = chance or random.Random()
        self._keeper = Keeper(door, self)
        self._ear = Ear(beat, self._on_heard, keeps_sound=tapes is not None)
        self._mouth = Mouth(beat, self._keeper, self._on_said)
        self._later: set[asyncio.TimerHandle] = set()
        self.is_up = False

    async def run(self) -> None:
        try:
            await self._keeper.run()
        finally:
            self._end_link()
            for handle in self._later:
                handle.cancel()

    def talk(self, call: int, *, is_answer: bool = False) -> bool:
        """Speak in a call, out of the repertoire. False when it cannot now: no link, busy, nothing to say."""
        repertoire = self._manners.repertoire
        if repertoire is None or not self.is_up or self._mouth.is_busy:
            return False
        say = repertoire.answer if is_answer else repertoire.report
        return self._mouth.speak(call, say(self._chance))

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

    def on_report(self, report: SenderReport | Quality, now_s: float) -> None:
        if isinstance(report, Quality):
            self._mouth.expect_loss(report.loss)

    def on_told(self, told: voice.Told) -> None:
        match told:
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
                pass

    # --- What comes of it

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
        receipt, burst = heard.receipt, heard.told.burst
        if isinstance(receipt, voice.BurstNotPlayed):
            self._diary("not_played", burst=burst, reason=receipt.reason)
        else:
            self._diary(
                "played" if receipt is not None else "cut_off",
                burst=burst,
                call=heard.told.call,
                by=heard.told.by,
                file=self._keep(heard),
                share=round(heard.share, 4),
                level_dbfs=round(heard.level_dbfs, 1),
                has_speech=heard.has_speech,
                seconds=round(heard.seconds, 2),
                lost=heard.figures.lost,
                recovered=heard.figures.recovered,
                late=heard.figures.late,
            )
        if receipt is not None:
            self._keeper.say(receipt)
        if isinstance(receipt, voice.BurstPlayed) and heard.has_speech:
            self._react(heard)

    def _react(self, heard: Heard) -> None:
        """As a person does who has heard words: not at once, and not to every one."""
        pause_s = self._chance.uniform(*self._manners.pause_s)
        if self._manners.acknowledges(heard):
            self._after(pause_s, lambda: self._acknowledge(heard.told.burst))
        if self._manners.answers(heard):
            self._after(2 * pause_s, lambda: self.talk(heard.told.call, is_answer=True))

    def _acknowledge(self, burst: int) -> None:
        if self.is_up:
            self._keeper.say(voice.BurstAcknowledged(burst=burst))
            self._diary("acknowledged", burst=burst)

    def _keep(self, heard: Heard) -> str | None:
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
        self.is_up = False
        self._ear.cut_off()
        self._mouth.cut_off()

    def _after(self, seconds: float, work: Callable[[], object]) -> None:
        def due() -> None:
            self._later.discard(handle)
            work()

        handle = asyncio.get_running_loop().call_later(seconds, due)
        self._later.add(handle)


def is_addressed(heard: Heard) -> bool:
    """Whether somebody wants an answer: a shout, or the word of a dispatcher."""
    return heard.told.is_shout or heard.told.priority is Priority.DISPATCHER
