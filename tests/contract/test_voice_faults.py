"""What goes wrong with who talks: dead talkers, the same instant, orders in mid-burst, a station that stops."""

from __future__ import annotations

import asyncio
import random
import time

import pytest
import requests

from app.domain import voice
from app.domain.audience import UnitsAudience
from app.domain.talk import BurstEnd, CallKind
from app.voice.connection import Connection
from tests.contract.station_process import ANSWER_S
from tests.contract.voice_end import End, Town, soonest
from tests.contract.voice_scene import Scene


def test_of_two_desks_that_ask_at_the_same_instant_one_is_granted_and_all_are_told_the_same(scene: Scene) -> None:
    chance = random.Random(1)
    winners: set[int] = set()

    async def ask_both(one: End, two: End, watcher: End) -> None:
        for end in (one, two, watcher):
            end.told.clear()
        for end in chance.sample((one, two), 2):
            end.connection.say(voice.RequestFloor(call=scene.group))
        for end in (one, two):
            await end.until(lambda end=end: end.all(voice.FloorGranted) or end.all(voice.FloorQueued))
        holder, other = (one, two) if one.all(voice.FloorGranted) else (two, one)
        winners.add(holder is one)
        assert not holder.all(voice.FloorQueued) and not other.all(voice.FloorGranted)
        assert other.all(voice.FloorQueued)[-1].position == 1
        burst = holder.all(voice.FloorGranted)[-1].burst
        for end in (other, watcher):
            assert (await end.told_of(voice.FloorTaken)).burst == burst
        # The one that waits gives up first, so that the next turn begins from nothing.
        other.connection.say(voice.ReleaseFloor(call=scene.group))
        other.connection.say(voice.RequestFloor(call=0))
        await other.told_of(voice.FloorDenied)
        holder.connection.say(voice.ReleaseFloor(call=scene.group))
        for end in (one, two, watcher):
            assert (await end.told_of(voice.FloorIdle)).burst == burst
        assert [len(end.all(voice.FloorTaken)) for end in (holder, other, watcher)] == [0, 1, 1]

    async def act() -> None:
        watcher = await scene.terminal(0)
        for _ in range(10):
            # Nobody may press a key two hundred times in a row; these have done so twenty times.
            desks = await asyncio.gather(scene.desk(), scene.desk())
            for desk in desks:
                # Answered behind what it wants to hear.
                desk.connection.say(voice.RequestFloor(call=0))
                await desk.told_of(voice.FloorDenied)
            for _ in range(20):
                await ask_both(*desks, watcher)
            await asyncio.gather(*(desk.close() for desk in desks))

    scene.play(act)
    assert len(winners) == 2


def test_a_dispatcher_cuts_off_a_unit_and_an_emergency_everybody(scene: Scene) -> None:
    async def act() -> None:
        unit, other, desk = await scene.terminal(0), await scene.terminal(1), await scene.desk()
        first = await unit.floor(scene.group)
        second = await desk.floor(scene.group)
        assert (await unit.told_of(voice.FloorRevoked)).reason is BurstEnd.PRE_EMPTED
        await unit.speak(first.ssrc, 3)
        await desk.speak(second.ssrc, 3)
        third = await other.floor(scene.group, is_emergency=True)
        assert (await desk.told_of(voice.FloorRevoked)).burst == second.burst
        await other.speak(third.ssrc, 3)
        other.connection.say(voice.ReleaseFloor(call=scene.group))
        await unit.until(lambda: len(unit.packets) == 6)
        await desk.until(lambda: len(desk.packets) == 3)
        assert {packet.ssrc for packet in unit.packets} == {second.ssrc, third.ssrc}
        assert {packet.ssrc for packet in desk.packets} == {third.ssrc}

    scene.play(act)
    assert [row["end"] for row in scene.rows(3)] == ["released", "pre_empted", "pre_empted"]


def test_an_emergency_is_heard_at_a_desk_that_has_muted_the_group_and_nothing_after_it(scene: Scene) -> None:
    async def act() -> None:
        unit, other, desk = await scene.terminal(0), await scene.terminal(1), await scene.desk(hears=False)
        desk.connection.say(voice.Monitor(calls=(), in_emergency=(scene.group,)))
        # Asked of nobody, but answered behind what was said before.
        desk.connection.say(voice.RequestFloor(call=0))
        await desk.told_of(voice.FloorDenied)

        async def say(*, is_emergency: bool, becomes_one: bool = False) -> int:
            granted = await unit.floor(scene.group, is_emergency=is_emergency)
            await unit.speak(granted.ssrc, 3)
            if becomes_one:
                # What was said before has passed the station by then, though it goes by another way.
                await other.until(lambda: sum(packet.ssrc == granted.ssrc for packet in other.packets) == 3)
                await unit.floor(scene.group, is_emergency=True)
                await desk.told_of(voice.FloorTaken, lambda told: told.burst == granted.burst and told.is_heard)
                await unit.speak(granted.ssrc, 4)
            sent = unit.packetizers[granted.ssrc].sent
            unit.connection.say(voice.ReleaseFloor(call=scene.group, packets=sent))
            await desk.told_of(voice.FloorIdle, lambda told: told.burst == granted.burst)
            return granted.ssrc

        before = await say(is_emergency=False)
        urgent = await say(is_emergency=True)
        raised = await say(is_emergency=False, becomes_one=True)
        after = await say(is_emergency=False)
        await desk.until(lambda: len(desk.packets) >= 7)
        heard = [sum(packet.ssrc == ssrc for packet in desk.packets) for ssrc in (before, urgent, raised, after)]
        assert heard == [0, 3, 4, 0]

    scene.play(act)
    rows = scene.rows(4)
    assert [row["priority"] for row in rows] == ["unit", "emergency", "emergency", "unit"]
    assert [row["raised_at"] is not None for row in rows] == [False, True, False, False]
    raised = [event["fact"] for event in scene.town.events("burst.raised")]
    assert [fact["priority"] for fact in raised if fact["burst"] == rows[1]["number"]] == ["emergency"]


def test_who_calls_the_desks_is_heard_there_from_the_first_word_unless_muted(scene: Scene) -> None:
    async def act() -> None:
        unit, other = await scene.terminal(0), await scene.terminal(1)
        desk, muted = await scene.desk(), await scene.desk()
        audience = UnitsAudience(units=(scene.units[0],))
        unit.connection.say(voice.OpenCall(request="a", call=CallKind.PRIVATE, audience=audience))
        opened = await unit.told_of(voice.CallOpenedFor)
        assert opened.hearers == 2, "both desks, and nobody hears themselves"
        muted.connection.say(voice.Monitor(calls=(), in_emergency=(opened.call,)))
        # Asked of nobody, but answered behind what was said before.
        muted.connection.say(voice.RequestFloor(call=0))
        await muted.told_of(voice.FloorDenied)
        for is_emergency in (False, True):
            granted = await unit.floor(opened.call, is_emergency=is_emergency)
            await unit.speak(granted.ssrc, 3)
            unit.connection.say(voice.ReleaseFloor(call=opened.call, packets=3))
            for end in (desk, muted):
                await end.told_of(voice.FloorIdle, lambda told, burst=granted.burst: told.burst == burst)
        await desk.until(lambda: len(desk.packets) == 6)
        await muted.until(lambda: len(muted.packets) == 3)
        assert [told.is_heard for told in muted.all(voice.FloorTaken)] == [False, True]
        assert not other.packets

    scene.play(act)


def test_the_floor_of_a_talker_that_falls_silent_is_free_within_two_seconds(scene: Scene) -> None:
    async def act() -> None:
        hearer = await scene.terminal(1)

        async def freed() -> float:
            talker = await scene.terminal(0)
            granted = await talker.floor(scene.group)
            await talker.speak(granted.ssrc, 5)
            # As when its power is gone: nothing comes any more, and nobody says goodbye.
            goodbye, talker.connection.close = talker.connection.close, _nothing  # type: ignore[method-assign]
            await talker.close()
            fell_silent_s = time.monotonic()
            await hearer.told_of(voice.FloorIdle, lambda told: told.burst == granted.burst)
            took_s = time.monotonic() - fell_silent_s
            await goodbye()
            return took_s

        assert await soonest(freed, 2.0) < 2.0

    scene.play(act)
    assert {row["end"] for row in scene.rows()} == {"vanished"}


def test_a_talker_that_is_connected_but_says_nothing_loses_the_floor_within_two_seconds(scene: Scene) -> None:
    async def act() -> None:
        talker, hearer = await scene.terminal(0), await scene.terminal(1)
        talker.connection._report = lambda _: None  # type: ignore[method-assign]

        async def freed() -> float:
            granted = await talker.floor(scene.group)
            await talker.speak(granted.ssrc, 5)
            last_word_s = time.monotonic()
            await talker.speak(granted.ssrc, 1)
            fell_silent_s = time.monotonic()
            await hearer.told_of(voice.FloorIdle, lambda told: told.burst == granted.burst)
            now_s = time.monotonic()
            assert now_s - last_word_s > 1.0
            revoked = await talker.told_of(voice.FloorRevoked, lambda told: told.burst == granted.burst)
            assert revoked.reason is BurstEnd.VANISHED
            return now_s - fell_silent_s

        assert await soonest(freed, 2.0) < 2.0

    scene.play(act)


async def _nothing() -> None:
    """It is gone."""


def test_a_unit_that_goes_off_duty_in_mid_burst_neither_talks_nor_hears(scene: Scene) -> None:
    async def act() -> None:
        talker, hearer, desk = await scene.terminal(0), await scene.terminal(1), await scene.desk()
        granted = await talker.floor(scene.group)
        await talker.speak(granted.ssrc, 5)
        await asyncio.to_thread(scene.town.order, "duty.end", unit=scene.units[1])
        await hearer.until(lambda: hearer.ended)
        assert hearer.ended is not None and hearer.ended.code == "voice.refused"
        heard = len(hearer.packets)
        await talker.speak(granted.ssrc, 5)
        await asyncio.to_thread(scene.town.order, "duty.end", unit=scene.units[0])
        assert (await talker.told_of(voice.FloorRevoked)).reason is BurstEnd.REVOKED
        await desk.told_of(voice.FloorIdle)
        await talker.until(lambda: talker.ended)
        assert len(hearer.packets) == heard

    scene.play(act)
    assert scene.rows()[0]["end"] == "revoked"


def test_an_operator_who_may_not_talk_any_more_is_cut_off(scene: Scene) -> None:
    async def act() -> None:
        fields = {"login": "kim", "name": "", "role": "dispatcher"}
        order = scene.town.order
        number = (
            await asyncio.to_thread(order, "operator.register", operator=fields, password="a long password")
        )["operator"]["number"]
        kim = Town.__new__(Town)
        kim.station = scene.town.station
        kim.headers = await asyncio.to_thread(kim.station.sign_in, "kim", "a long password")
        desk, hearer = await End.at(kim.desk_door()), await scene.terminal(0)
        granted = await desk.floor(scene.group)
        await desk.speak(granted.ssrc, 5)
        await asyncio.to_thread(order, "operator.retire", number=number)
        await desk.until(lambda: desk.ended)
        assert desk.ended is not None and desk.ended.code == "session.unauthorised"
        await hearer.told_of(voice.FloorIdle)
        await desk.close()

    scene.play(act)
    assert scene.rows()[0]["end"] == "revoked"


def test_a_station_that_stops_says_so_and_keeps_what_was_said(own_scene: Scene) -> None:
    async def act() -> None:
        talker, hearer = await own_scene.terminal(0), await own_scene.terminal(1)
        granted = await talker.floor(own_scene.group)
        await talker.speak(granted.ssrc, 30)
        stopping = asyncio.create_task(asyncio.to_thread(own_scene.town.station.stop))
        assert (await talker.told_of(voice.FloorRevoked)).reason is BurstEnd.STATION_STOPPED
        await hearer.told_of(voice.FloorIdle)
        await hearer.until(lambda: hearer.ended)
        assert hearer.ended is not None and hearer.ended.code == "station.stopping"
        assert await stopping == 0

    own_scene.play(act)
    own_scene.town.station.start()
    own_scene.town.headers = own_scene.town.station.sign_in()
    (row,) = own_scene.rows()
    assert row["end"] == "station_stopped"
    assert own_scene.town.get("/v1/snapshot")["voice_links"] == []
    url = f"{own_scene.town.station.url}/v1/bursts/{row['number']}/audio"
    assert requests.get(url, headers=own_scene.town.headers, timeout=ANSWER_S).content.startswith(b"OggS")


def test_who_says_nonsense_is_shown_the_door(scene: Scene) -> None:
    async def act() -> None:
        desk = await scene.desk()
        desk.connection._enqueue('{"kind": "nonsense"}')
        await desk.until(lambda: desk.ended)
        assert desk.ended is not None and desk.ended.code == "station.incompatible"

    scene.play(act)


def test_a_wrong_token_opens_no_door(scene: Scene) -> None:
    async def act() -> None:
        door = scene.town.terminal_door(scene.terminals[0])
        wrong = type(door)(door.url[:-3] + "aaa")
        with pytest.raises(Exception, match="unauthorised"):
            await Connection.open(wrong, End())

    scene.play(act)
