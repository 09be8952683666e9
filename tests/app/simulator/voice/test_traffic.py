"""Who speaks when, and who answers; terminals are fakes that only say whether they are free."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any, cast

from app.simulator.voice.ear import Heard
from app.simulator.voice.person import Person
from app.simulator.voice.traffic import Traffic


@dataclass
class Somebody:
    name: str
    agency: int
    diary: list[tuple[str, str, int]]
    terminal: Any = field(default_factory=lambda: SimpleNamespace(is_free=True))

    def report(self) -> bool:
        self.diary.append((self.name, "reports", self.agency))
        return True

    def answer_soon(self, call: int) -> None:
        self.diary.append((self.name, "answers", call))


class Scene:
    def __init__(self, every_s: float = 0.01) -> None:
        self.diary: list[tuple[str, str, int]] = []
        self.traffic = Traffic(every_s, random.Random(1))
        self.people = [Somebody(name, call, self.diary) for name, call in (("one", 5), ("two", 5), ("three", 6))]
        for unit, somebody in enumerate(self.people):
            self.traffic.join(unit, cast(Person, somebody))

    async def until(self, is_so: Callable[[], object]) -> None:
        running = asyncio.create_task(self.traffic.run())
        async with asyncio.timeout(60):
            while not is_so():
                await asyncio.sleep(0.005)
        running.cancel()


def test_each_takes_his_turn_in_the_talkgroup_of_his_agency() -> None:
    scene = Scene()
    asyncio.run(scene.until(lambda: len(scene.diary) >= 6))
    turn = [("one", "reports", 5), ("two", "reports", 5), ("three", "reports", 6)]
    assert scene.diary[:6] == 2 * turn


def test_nobody_talks_into_what_is_being_said_or_without_a_link_and_who_left_is_silent() -> None:
    scene = Scene()
    scene.people[0].terminal.is_free = False
    scene.traffic.leave(1)
    asyncio.run(scene.until(lambda: len(scene.diary) >= 3))
    assert {name for name, *_ in scene.diary} == {"three"}


def test_of_all_who_hear_a_question_one_answers_it() -> None:
    async def ask() -> None:
        for burst in (1, 2):
            heard = SimpleNamespace(told=SimpleNamespace(burst=burst, call=5))
            for somebody in scene.people:
                scene.traffic.asked(cast(Person, somebody), cast(Heard, heard))
        async with asyncio.timeout(60):
            while len(scene.diary) < 2:
                await asyncio.sleep(0.01)

    scene = Scene(every_s=0)
    asyncio.run(ask())
    assert [entry[1:] for entry in scene.diary] == [("answers", 5), ("answers", 5)]
