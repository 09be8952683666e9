"""The traffic on the city's talkgroups: now and then somebody reports, and somebody answers whoever asks."""

from __future__ import annotations

import asyncio
import random

from app.domain.voice import FloorTaken
from app.simulator.voice.ear import Heard
from app.simulator.voice.person import Person

#: All who hear a burst have heard its end within this; then one of them is to answer.
_GATHER_S = 0.4
_SPREAD = 0.2


class Traffic:
    """Lives on an event loop.

    Args:
        every_s: how often somebody reports, on average; 0: never.
    """

    def __init__(self, every_s: float, chance: random.Random) -> None:
        self._every_s, self._chance = every_s, chance
        #: By unit, in the order in which they take their turns.
        self._turns: dict[int, Person] = {}
        self._asked: dict[int, list[Person]] = {}

    def join(self, unit: int, person: Person) -> None:
        self._turns[unit] = person

    def leave(self, unit: int) -> None:
        self._turns.pop(unit, None)

    async def run(self) -> None:
        """Until it is cancelled."""
        while self._every_s > 0:
            await asyncio.sleep(self._every_s * self._chance.uniform(1 - _SPREAD, 1 + _SPREAD))
            self.report_next()

    def report_next(self) -> None:
        """The next one who can speaks to the agency: nobody talks into what is being said."""
        for unit, person in list(self._turns.items()):
            if person.terminal.is_free and person.report():
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
