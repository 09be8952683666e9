"""An end that presses and opens calls like a machine: the log hardly notices, nor do the others."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest

from app.domain import event as facts
from app.domain import voice
from app.domain.audience import UnitsAudience
from app.domain.event import Fact
from app.domain.talk import CallKind, Talkgroup
from app.domain.terminal import Terminal, TerminalKind
from app.domain.unit import Force, Unit, UnitStatus
from app.station.state import State
from app.station.voice import calls as calls_module
from app.station.voice import fan as fan_module
from app.station.voice import outbox as outbox_module
from app.station.voice import talking as talking_module
from app.station.voice.calls import Calls
from app.station.voice.fan import Fan
from app.station.voice.link import Caller, Link
from app.station.voice.links import Links
from app.station.voice.receipts import Receipts
from app.station.voice.talking import Talking
from tests.app.station.voice.test_calls_and_roll import said_to

UNIT, TERMINAL, GROUP = 1, 11, 31
SHIFT_AT = datetime(2026, 3, 1, 8, tzinfo=UTC)


class Room:
    """A terminal on duty and its talkgroup, on a log that only counts."""

    def __init__(self) -> None:
        self.state, self.facts = State(), []
        picture, self.state.next_number = self.state.picture, 100
        terminal = Terminal(kind=TerminalKind.PHONE, number=TERMINAL, unit=UNIT)
        picture.units[UNIT] = Unit(
            callsign="V-1",
            force=Force.VOLUNTEER,
            agency="Patrol",
            number=UNIT,
            status=UnitStatus.AVAILABLE,
            status_at=SHIFT_AT,
        )
        picture.terminals[TERMINAL] = terminal
        picture.talkgroups[GROUP] = Talkgroup(number=GROUP, name="North", audience=UnitsAudience(units=(UNIT,)))
        links, self.link = Links(), Link(1, Caller(terminal=terminal))
        links.add(self.link)
        recorder = SimpleNamespace(close=lambda _: None)
        self.talking = Talking(
            lambda: picture,
            links,
            Fan(lambda: None),
            self,  # type: ignore[arg-type]
            Receipts(self),  # type: ignore[arg-type]
            recorder,  # type: ignore[arg-type]
            60.0,
        )
        self.calls = Calls(self, links, self.talking)  # type: ignore[arg-type]

    def put(self, fact: Fact, by: str = "station") -> None:
        self.facts.append(fact)

    async def conclude(self, rule: Callable[[State], list[Fact]], *, by: str) -> SimpleNamespace:
        (fact,) = rule(self.state)
        assert isinstance(fact, facts.CallOpened)
        self.state.picture.calls[fact.call.number] = fact.call
        self.state.next_number += 1
        self.put(fact)
        return SimpleNamespace(events=[SimpleNamespace(fact=fact)])

    def noted(self, kind: type[Fact]) -> int:
        return sum(isinstance(fact, kind) for fact in self.facts)

    def press(self, *, is_emergency: bool = False, times: int = 1) -> voice.Told:
        """Ask for the floor and let go of it. Returns the last answer."""
        for _ in range(times):
            self.talking.request(self.link, GROUP, is_emergency=is_emergency)
        (*_, answer) = said_to(self.link)
        self.talking.release(self.link, GROUP, 0)
        self.link.outbox._waiting.clear()
        return answer


def play(act: Callable[[Room], Awaitable[None]]) -> None:
    async def whole() -> None:
        await act(Room())

    asyncio.run(whole())


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    now = [5_000.0]
    for module in (talking_module, calls_module, fan_module, outbox_module):
        monkeypatch.setattr(module, "time", SimpleNamespace(monotonic=lambda: now[0]))
    return now


def test_who_presses_like_a_machine_is_refused_after_a_few(clock: list[float]) -> None:
    async def act(room: Room) -> None:
        answers = [room.press() for _ in range(300)]
        denied = [answer for answer in answers if isinstance(answer, voice.FloorDenied)]
        assert Counter(answer.code for answer in denied) == {"floor.too_often": 280}
        assert room.noted(facts.BurstStarted) == 20
        clock[0] += 1.0
        assert isinstance(room.press(), voice.FloorGranted)

    play(act)


def test_an_emergency_goes_through_whatever_was_pressed_before(clock: list[float]) -> None:
    async def act(room: Room) -> None:
        for _ in range(100):
            room.press()
        assert isinstance(room.press(is_emergency=True), voice.FloorGranted)
        # Of these, too, there are no more than anybody can mean.
        for _ in range(100):
            room.press(is_emergency=True)
        assert room.noted(facts.BurstStarted) == 40

    play(act)


def test_who_talks_may_ask_again_as_often_as_it_likes(clock: list[float]) -> None:
    async def act(room: Room) -> None:
        assert isinstance(room.press(times=100), voice.FloorGranted)
        assert isinstance(room.press(), voice.FloorGranted)
        assert room.noted(facts.BurstStarted) == 2

    play(act)


def test_who_opens_calls_like_a_machine_is_refused_after_a_few(clock: list[float]) -> None:
    async def act(room: Room) -> None:
        for request in range(300):
            room.calls.open(
                room.link,
                voice.OpenCall(request=str(request), call=CallKind.PRIVATE, audience=UnitsAudience(units=(UNIT,))),
            )
        await room.calls.stop()
        refused = [told for told in said_to(room.link) if isinstance(told, voice.CallRefused)]
        assert Counter(told.code for told in refused) == {"call.too_often": 280, "call.too_many_own": 12}
        assert len({told.request for told in refused}) == 292
        assert room.noted(facts.CallOpened) == 8

    play(act)
