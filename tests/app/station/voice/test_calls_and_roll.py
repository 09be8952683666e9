"""Calls that close by themselves, and what the log is told of terminals' links."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path

import pytest

from app.domain import command as orders
from app.domain import event as facts
from app.domain import voice
from app.domain.audience import AgencyAudience, UnitsAudience
from app.domain.event import Fact
from app.domain.operator import Role
from app.domain.talk import BurstEnd, CallKind, VoicePath
from app.domain.terminal import Terminal, TerminalFields, TerminalKind
from app.domain.unit import Force, UnitFields
from app.picture.picture import Picture
from app.settings import Settings
from app.station.access import Grant
from app.station.station import Station
from app.station.voice import calls as calls_module
from app.station.voice import outbox as outbox_module
from app.station.voice import talking as talking_module
from app.station.voice.link import Caller, Link
from app.station.voice.links import Links
from app.station.voice.roll import Roll
from app.voice.floor import Floor


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody here takes what waits for a link, or says a word, and a busy machine may need seconds for it all."""
    monkeypatch.setattr(outbox_module, "_SLOW_S", 3600.0)
    monkeypatch.setattr(talking_module, "Floor", partial(Floor, silence_s=3600.0))


def play(folder: Path, act: Callable[[Station], Awaitable[None]]) -> None:
    async def whole() -> None:
        station = Station(Settings(data=folder, port=0))
        await station.start()
        try:
            await act(station)
        finally:
            await station.stop()

    asyncio.run(whole())


async def terminal_on_duty(station: Station) -> Caller:
    unit = UnitFields(callsign="V-1", force=Force.VOLUNTEER, agency="Patrol")
    number = await order(station, orders.RegisterUnit(unit=unit), lambda fact: fact.unit.number)
    await order(station, orders.StartDuty(unit=number), lambda _: 0)
    fields = TerminalFields(kind=TerminalKind.PHONE, unit=number)
    terminal = await order(station, orders.RegisterTerminal(terminal=fields), lambda fact: fact.terminal.number)
    return Caller(terminal=station.state.picture.terminals[terminal])


async def order(station: Station, command: orders.Command, number: Callable[..., int]) -> int:
    receipt = await station.commands.order(command, by="station", key="")
    return number(receipt.events[0].fact)


async def until(is_so: Callable[[], object]) -> None:
    async with asyncio.timeout(60):
        while not is_so():
            await asyncio.sleep(0.01)


def test_a_call_in_which_nobody_talks_closes_by_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async def act(station: Station) -> None:
        link = station.voice.join(await terminal_on_duty(station))
        unit = next(iter(station.state.picture.units))
        audience = UnitsAudience(units=(unit,))
        station.voice.take(link, voice.OpenCall(request="1", call=CallKind.PRIVATE, audience=audience))
        await until(lambda: station.state.picture.calls)
        (call,) = station.state.picture.calls
        station.voice.calls.close_idle()
        monkeypatch.setattr(calls_module, "IDLE_S", -1.0)
        station.voice.take(link, voice.RequestFloor(call=call))
        station.voice.calls.close_idle()
        await asyncio.sleep(0.05)
        assert call in station.state.picture.calls, "somebody talks in it"
        station.voice.take(link, voice.ReleaseFloor(call=call))
        station.voice.calls.close_idle()
        await until(lambda: not station.state.picture.calls)
        assert station.voice.talking.channel(call) is None

    play(tmp_path, act)


def test_a_retired_talkgroup_ends_the_burst_that_is_in_it(tmp_path: Path) -> None:
    async def act(station: Station) -> None:
        caller = await terminal_on_duty(station)
        link = station.voice.join(caller)
        unit = next(iter(station.state.picture.units))
        fields = {"name": "North", "audience": UnitsAudience(units=(unit,))}
        register = orders.RegisterTalkgroup.model_validate({"talkgroup": fields})
        group = await order(station, register, lambda fact: fact.talkgroup.number)
        station.voice.take(link, voice.RequestFloor(call=group))
        assert station.state.picture.talkgroups[group].name == "North"
        await order(station, orders.RetireTalkgroup(number=group), lambda _: 0)
        await until(lambda: any(burst.end for burst in station.state.picture.bursts.values()))
        (burst,) = station.state.picture.bursts.values()
        assert burst.end is BurstEnd.CALL_CLOSED

    play(tmp_path, act)


def test_every_agency_has_one_talkgroup_also_after_a_restart(tmp_path: Path) -> None:
    groups: list[list[object]] = []

    async def act(station: Station) -> None:
        if not station.state.picture.units:
            await terminal_on_duty(station)
        await until(lambda: station.state.picture.talkgroups)
        groups.append([group.audience for group in station.state.picture.talkgroups.values()])

    for _ in range(2):
        play(tmp_path, act)
    assert groups == [[AgencyAudience(agency="Patrol")]] * 2


def test_desks_are_told_who_waits_where_they_listen_and_of_an_emergency_everywhere(tmp_path: Path) -> None:
    async def act(station: Station) -> None:
        caller = await terminal_on_duty(station)
        await until(lambda: station.state.picture.talkgroups)
        (group,) = station.state.picture.talkgroups
        operators = [Caller(grant=Grant(number, Role.DISPATCHER, 0)) for number in (91, 92, 93)]
        unit, one, two, other = (station.voice.join(each) for each in (caller, *operators))
        for desk in (one, two):
            station.voice.take(desk, voice.Monitor(calls=(group,)))
        for link in (one, two, unit):
            station.voice.take(link, voice.RequestFloor(call=group))
        late = station.voice.join(operators[2])
        station.voice.take(late, voice.Monitor(calls=(group,)))
        station.voice.take(two, voice.ReleaseFloor(call=group))
        station.voice.take(unit, voice.RequestFloor(call=group, is_emergency=True))
        await all_told(station)
        waiting = [told.waiting for told in said_to(one) if isinstance(told, voice.FloorQueue)]
        assert waiting == [(92,), (92, caller.number), (caller.number,), ()]
        assert next(told.waiting for told in said_to(late) if isinstance(told, voice.FloorQueue)) == waiting[1]
        assert not [told for told in said_to(other) if isinstance(told, voice.FloorQueue)]
        station.voice.take(one, voice.RequestFloor(call=group, is_emergency=True))
        await all_told(station)
        taken = [told for told in said_to(other) if isinstance(told, voice.FloorTaken)]
        assert [told.by for told in taken] == [91, caller.number]
        assert [told.priority.value for told in taken] == ["dispatcher", "emergency"]
        assert [told.is_heard for told in taken] == [False, False]

    play(tmp_path, act)


def test_desks_are_told_that_the_last_one_has_let_go_of_the_key_or_is_gone(tmp_path: Path) -> None:
    async def act(station: Station) -> None:
        caller = await terminal_on_duty(station)
        await until(lambda: station.state.picture.talkgroups)
        (group,) = station.state.picture.talkgroups
        desk, unit = (station.voice.join(each) for each in (Caller(grant=Grant(91, Role.DISPATCHER, 0)), caller))
        station.voice.take(desk, voice.Monitor(calls=(group,)))
        station.voice.take(desk, voice.RequestFloor(call=group))
        station.voice.take(unit, voice.RequestFloor(call=group))
        station.voice.take(unit, voice.ReleaseFloor(call=group))
        station.voice.take(unit, voice.RequestFloor(call=group))
        station.voice.leave(unit)
        await all_told(station)
        waiting = [told.waiting for told in said_to(desk) if isinstance(told, voice.FloorQueue)]
        assert waiting == [(caller.number,), (), (caller.number,), ()]

    play(tmp_path, act)


async def all_told(station: Station) -> None:
    """What goes to many goes a slice at a time, and a slice is short on a busy machine."""
    await until(lambda: not station.voice._fan.is_running)


def said_to(link: Link) -> list[voice.Told]:
    return [voice.TOLD.validate_json(text) for _, text in link.outbox._waiting if isinstance(text, str)]


class Noted:
    def __init__(self) -> None:
        self.facts: list[Fact] = []

    def put(self, fact: Fact, by: str = "station") -> None:
        self.facts.append(fact)


def test_a_link_is_told_once_and_then_only_when_it_is_materially_other(monkeypatch: pytest.MonkeyPatch) -> None:
    async def act() -> None:
        noted, links = Noted(), Links()
        roll = Roll(links, noted, Picture)  # type: ignore[arg-type]
        link = Link(1, Caller(terminal=Terminal(kind=TerminalKind.PHONE, number=7)))
        links.add(link)
        now = time.monotonic()

        def tell_after(seconds: float) -> int:
            nonlocal now
            now += seconds
            monkeypatch.setattr(time, "monotonic", lambda: now)
            before = len(noted.facts)
            roll.tell()
            return len(noted.facts) - before

        assert tell_after(0.5) == 0, "its way is not clear yet"
        link.path = VoicePath.UDP
        roll.settle(link)
        assert tell_after(30) == 0
        link.loss = 0.02
        assert tell_after(30) == 0
        link.loss = 0.05
        assert [tell_after(1), tell_after(1)] == [1, 0]
        link.jitter_ms = 80.0
        assert [tell_after(1), tell_after(10)] == [0, 1]
        crowd = [Link(n, Caller(terminal=Terminal(kind=TerminalKind.PHONE, number=n))) for n in range(10, 60)]
        for one in crowd:
            one.has_chosen_path = True
            links.add(one)
        assert tell_after(1) == 50
        for one in crowd:
            one.loss = 0.2
        assert [tell_after(10), tell_after(1), tell_after(1), tell_after(1)] == [20, 20, 10, 0]
        for one in crowd:
            links.remove(one)
        del noted.facts[3:]
        links.remove(link)
        roll.leave(link)
        kinds = [fact.kind for fact in noted.facts]
        assert kinds == ["voice.linked"] * 3 + ["voice.unlinked"]
        last = noted.facts[2]
        assert isinstance(last, facts.VoiceLinked)
        assert (last.link.path, last.link.loss, last.link.jitter_ms) == (VoicePath.UDP, 0.05, 80.0)
        monkeypatch.undo()

    asyncio.run(act())


def test_a_terminal_is_told_its_talkgroups_at_first_and_whenever_they_change(tmp_path: Path) -> None:
    async def act(station: Station) -> None:
        caller = await terminal_on_duty(station)
        await until(lambda: station.state.picture.talkgroups)
        (patrol,) = station.state.picture.talkgroups
        (unit,) = station.state.picture.units
        terminal, desk = (
            station.voice.join(each) for each in (caller, Caller(grant=Grant(91, Role.DISPATCHER, 0)))
        )

        def told() -> list[tuple[int, ...]]:
            all_told = [told for told in said_to(terminal) if isinstance(told, voice.Talkgroups)]
            assert {each.unit for each in all_told} <= {unit}, "with which it calls the desks"
            return [tuple(group.call for group in each.talkgroups) for each in all_told]

        fields = {"name": "North", "audience": UnitsAudience(units=(unit,))}
        register = orders.RegisterTalkgroup.model_validate({"talkgroup": fields})
        north = await order(station, register, lambda fact: fact.talkgroup.number)
        other = orders.RegisterUnit(unit=UnitFields(callsign="T-1", force=Force.VOLUNTEER, agency="Traffic"))
        await order(station, other, lambda fact: fact.unit.number)
        await until(lambda: len(station.state.picture.talkgroups) == 3)
        await order(station, orders.RetireTalkgroup(number=north), lambda _: 0)
        await until(lambda: len(told()) == 3)
        moved = UnitFields(callsign="V-1", force=Force.VOLUNTEER, agency="Traffic")
        await order(station, orders.ChangeUnit(number=unit, unit=moved), lambda _: 0)
        await until(lambda: len(told()) == 4)
        (traffic,) = set(station.state.picture.talkgroups) - {patrol}
        assert told() == [(patrol,), (patrol, north), (patrol,), (traffic,)]
        assert not [told for told in said_to(desk) if isinstance(told, voice.Talkgroups)]

    play(tmp_path, act)
