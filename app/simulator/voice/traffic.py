"""The traffic on the city's talkgroups: now and then somebody reports, and somebody answers whoever asks."""

from __future__ import annotations

import asyncio
import logging
import random
from collections.abc import Callable, Mapping

from app.domain.errors import AppError
from app.domain.voice import FloorTaken
from app.simulator.office import StoppedError
from app.simulator.voice.ear import Heard
from app.simulator.voice.person import Person

logger = logging.getLogger(__name__)

#: All who hear a burst have heard its end within this; then one of them is to answer.
_GATHER_S = 0.4
_SPREAD = 0.2


class Traffic:
    """Lives on an event loop.

    Args:
        talkgroups: asks the station for the call of each agency's talkgroup. Blocks, raises AppError.
        every_s: how often somebody reports, on average; 0: never.
    """

    def __init__(self, talkgroups: Callable[[], Mapping[str, int]], every_s: float, chance: random.Random) -> None:
        self._ask, self._every_s, self._chance = talkgroups, every_s, chance
        self._calls: Mapping[str, int] = {}
        #: In the order in which they take their turns: agency and person, by unit.
        self._turns: dict[int, tuple[str, Person]] = {}
        self._asked: dict[int, list[Person]] = {}

    def join(self, unit: int, agency: str, person: Person) -> None:
        self._turns[unit] = (agency, person)

    def leave(self, unit: int) -> None:
        self._turns.pop(unit, None)

    async def run(self) -> None:
        """Until it is cancelled."""
        while self._every_s > 0:
            await asyncio.sleep(self._every_s * self._chance.uniform(1 - _SPREAD, 1 + _SPREAD))
            if any(agency not in self._calls for agency, _ in self._turns.values()):
                await self._learn()
            self.report_next()

    def report_next(self) -> None:
        """The next one who can speaks: nobody talks into what is being said."""
        for unit, (agency, person) in list(self._turns.items()):
            call = self._calls.get(agency)
            if call is not None and person.terminal.is_free and person.report(call):
                # To the end of the line.
                self._turns[unit] = self._turns.pop(unit)
                return

    def asked(self, person: Person, heard: Heard) -> None:
        """Somebody has heard what wants an answer; of all who have, one will give it."""
        persons = self._asked.setdefault(heard.told.burst, [])
        persons.append(person)
        if len(persons) == 1:
            asyncio.get_running_loop().call_later(_GATHER_S, self._answer, heard.told)

    def _answer(self, told: FloorTaken) -> None:
        self._chance.choice(self._asked.pop(told.burst)).answer_soon(told.call)

    async def _learn(self) -> None:
        try:
            self._calls = await asyncio.to_thread(self._ask)
        except (AppError, StoppedError) as error:
            # It is asked again before the next turn.
            logger.debug("talkgroups are not known: %s", type(error).__name__)
