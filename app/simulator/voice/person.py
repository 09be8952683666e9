"""Whoever carries a terminal: says that they have heard, answers, and speaks, after a pause as people do."""

from __future__ import annotations

import asyncio
import logging
import random
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from app.domain.errors import AppError
from app.domain.talk import Priority
from app.simulator.voice.ear import Heard
from app.simulator.voice.metronome import Metronome
from app.simulator.voice.tapes import Tapes
from app.simulator.voice.terminal import Diary, Terminal
from app.voice.connection import Door
from app.voice.wave import Wave

logger = logging.getLogger(__name__)


class Repertoire(Protocol):
    """What somebody has to say; AppError("recording.unreadable") where that cannot be read."""

    def report(self, chance: random.Random) -> Wave: ...
    def answer(self, chance: random.Random) -> Wave: ...


@dataclass(frozen=True, slots=True)
class Manners:
    """What somebody does who has heard words.

    Args:
        acknowledges: whether they do. asked: told of what wants an answer.
        pause_s: before anything is done, least and most.
    """

    acknowledges: Callable[[Heard], bool] = lambda _: True
    asked: Callable[[Person, Heard], None] = lambda *_: None
    pause_s: tuple[float, float] = (0.8, 2.5)


class Person:
    """Lives on an event loop, with a terminal; ``run`` it until it is cancelled.

    Args:
        door, metronome, diary, tapes: of the terminal.
    """

    def __init__(
        self,
        door: Callable[[bool], Door],
        metronome: Metronome,
        repertoire: Repertoire,
        manners: Manners,
        diary: Diary,
        tapes: Tapes | None = None,
        chance: random.Random | None = None,
    ) -> None:
        self.terminal = Terminal(door, metronome, self._hear, diary, tapes)
        self._repertoire, self._manners, self._diary = repertoire, manners, diary
        self._chance = chance or random.Random()
        self._later: set[asyncio.TimerHandle] = set()

    async def run(self) -> None:
        try:
            await self.terminal.run()
        finally:
            for handle in self._later:
                handle.cancel()
            self._later.clear()

    def report(self, call: int | None = None, *, is_emergency: bool = False) -> bool:
        """Say something, to one's agency where no call is given. False when that is not possible now."""
        where = self._where(call)
        return where is not None and self._speak(where, self._repertoire.report, is_emergency=is_emergency)

    def obey(self, call: int | None = None, *, is_emergency: bool = False) -> None:
        """The same for somebody who wants to know: ``not_said`` goes into the diary when it is not possible."""
        hindrance = self._hindrance(call)
        if hindrance or not self.report(call, is_emergency=is_emergency):
            self._diary("not_said", call=self._where(call), reason=hindrance or "no_words")

    def answer_soon(self, call: int) -> None:
        """Say that one has understood."""
        self._after(self._pause_s(), lambda: self._speak(call, self._repertoire.answer))

    def _where(self, call: int | None) -> int | None:
        return self.terminal.own_call if call is None else call

    def _hindrance(self, call: int | None) -> str:
        if not self.terminal.is_up:
            return "no_link"
        if self._where(call) is None:
            return "no_talkgroup"
        return "busy" if self.terminal.is_talking else ""

    def _speak(self, call: int, words: Callable[[random.Random], Wave], *, is_emergency: bool = False) -> bool:
        try:
            return self.terminal.talk(call, words(self._chance), is_emergency=is_emergency)
        except AppError as error:
            logger.warning("somebody has nothing to say: %s", error.code)
            return False

    def _hear(self, heard: Heard) -> None:
        if self._manners.acknowledges(heard):
            self._after(self._pause_s(), lambda: self.terminal.acknowledge(heard.told.burst))
        if is_addressed(heard):
            self._manners.asked(self, heard)

    def _pause_s(self) -> float:
        return self._chance.uniform(*self._manners.pause_s)

    def _after(self, seconds: float, work: Callable[[], object]) -> None:
        def due() -> None:
            self._later.discard(handle)
            work()

        handle = asyncio.get_running_loop().call_later(seconds, due)
        self._later.add(handle)


def is_addressed(heard: Heard) -> bool:
    """Whether somebody wants an answer: a shout, or the word of a dispatcher."""
    return heard.told.is_shout or heard.told.priority is Priority.DISPATCHER
