"""What goes wrong with speech: dead talkers, frozen hearers, forged packets, blocked ways, orders in mid-burst."""

from __future__ import annotations

import asyncio
import socket
import time
from collections.abc import Awaitable, Callable
from contextlib import ExitStack

import pytest
import requests
from websockets.sync.client import connect

from app.domain import voice
from app.domain.talk import BurstEnd, VoicePath
from app.voice import path as path_module
from app.voice.connection import Connection
from app.voice.crypto import LinkKeys, Protector
from app.voice.rtp import Packet
from tests.contract.station_process import StationProcess
from tests.contract.udp_way import UdpWay
from tests.contract.voice_end import SPEECH, End, Town, until


class Scene:
    """Two terminals and a desk of one group, and a terminal of another."""

    def __init__(self, town: Town) -> None:
        self.town = town
        self.units = [town.unit(name) for name in ("V-1", "V-2")]
        self.terminals = [town.terminal(unit) for unit in self.units]
        self.stranger = town.terminal(town.unit("T-1", "Traffic"))
        self.group = town.talkgroup()
        self._ends: list[End] = []

    async def terminal(self, index: int) -> End:
        return self._keep(await End.at(self.town.terminal_door(self.terminals[index])))

    async def other(self) -> End:
        return self._keep(await End.at(self.town.terminal_door(self.stranger)))

    async def desk(self, *, hears: bool = True) -> End:
        end = self._keep(await End.at(self.town.desk_door()))
        if hears:
            end.connection.say(voice.Monitor(calls=(self.group,)))
        return end

    def _keep(self, end: End) -> End:
        self._ends.append(end)
        return end

    def play(self, act: Callable[[], Awaitable[None]]) -> None:
        async def whole() -> None:
            try:
                await act()
            finally:
                for end in self._ends:
                    await end.close()

        asyncio.run(whole())

    def rows(self) -> list[dict[str, object]]:
        """Of the talk log, once all that is over is noted."""
        rows: list[dict[str, object]] = []

        def are_ended() -> bool:
            rows[:] = self.town.get("/v1/bursts")["bursts"]
            return bool(rows) and all(row["end"] for row in rows)

        asyncio.run(until(are_ended))
        return rows

    def port(self, end: End) -> int:
        assert end.connection.welcome.udp_port is not None
        return end.connection.welcome.udp_port


@pytest.fixture
def scene(station: StationProcess) -> Scene:
    return Scene(Town(station))


def test_of_two_desks_that_ask_at_the_same_instant_one_is_granted_and_all_are_told_the_same(scene: Scene) -> None:
    async def ask_both(one: End, two: End, watcher: End) -> None:
        for end in (one, two):
            end.told.clear()
        for end in (one, two):
            end.connection.say(voice.RequestFloor(call=scene.group))
        for end in (one, two):
            await end.until(lambda end=end: end.all(voice.FloorGranted) or end.all(voice.FloorQueued))
        holder, other = (one, two) if one.all(voice.FloorGranted) else (two, one)
        assert not holder.all(voice.FloorQueued) and not other.all(voice.FloorGranted)
        assert other.all(voice.FloorQueued)[-1].position == 1
        burst = holder.all(voice.FloorGranted)[-1].burst
        await other.told_of(voice.FloorTaken, lambda told: told.burst == burst)
        await watcher.told_of(voice.FloorTaken, lambda told: told.burst == burst)
        # The one that waits gives up first, so that the next turn begins from nothing.
        other.connection.say(voice.ReleaseFloor(call=scene.group))
        other.connection.say(voice.RequestFloor(call=0))
        await other.told_of(voice.FloorDenied)
        holder.connection.say(voice.ReleaseFloor(call=scene.group))
        for end in (one, two, watcher):
            await end.told_of(voice.FloorIdle, lambda told: told.burst == burst)

    async def act() -> None:
        ends = await scene.desk(), await scene.desk(), await scene.terminal(0)
        for _ in range(10):
            await ask_both(*ends)
        assert len(ends[2].all(voice.FloorTaken)) == 10

    scene.play(act)


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
        assert {packet.ssrc for packet in unit.packets} == {second.ssrc, third.ssrc}
        assert {packet.ssrc for packet in desk.packets} == {third.ssrc}

    scene.play(act)
    assert [row["end"] for row in scene.rows()] == ["released", "pre_empted", "pre_empted"]


def test_the_floor_of_a_talker_that_falls_silent_is_free_within_two_seconds(scene: Scene) -> None:
    async def act() -> None:
        talker, hearer = await scene.terminal(0), await scene.terminal(1)
        granted = await talker.floor(scene.group)
        await talker.speak(granted.ssrc, 5)
        # As when its power is gone: nothing comes any more, and nobody says goodbye.
        assert talker._running is not None
        talker._running.cancel()
        talker.connection._tell_path = lambda: None  # type: ignore[method-assign]
        fell_silent_s = time.monotonic()
        await hearer.told_of(voice.FloorIdle)
        assert time.monotonic() - fell_silent_s < 2.0

    scene.play(act)
    assert scene.rows()[0]["end"] == "vanished"


def test_a_talker_that_is_connected_but_says_nothing_loses_the_floor_within_two_seconds(scene: Scene) -> None:
    async def act() -> None:
        talker, hearer = await scene.terminal(0), await scene.terminal(1)
        granted = await talker.floor(scene.group)
        talker.connection._report = lambda _: None  # type: ignore[method-assign]
        await talker.speak(granted.ssrc, 5)
        fell_silent_s = time.monotonic()
        await hearer.told_of(voice.FloorIdle)
        assert 1.0 < time.monotonic() - fell_silent_s < 2.0
        assert (await talker.told_of(voice.FloorRevoked)).reason is BurstEnd.VANISHED

    scene.play(act)


def test_who_is_not_meant_gets_no_packet_of_speech_on_its_socket(scene: Scene) -> None:
    async def act() -> None:
        talker, hearer, stranger = await scene.terminal(0), await scene.terminal(1), await scene.other()
        desk = await scene.desk(hears=False)
        raw: list[bytes] = []
        for end in (stranger, desk):
            taken = end.connection.datagram_received
            end.connection.datagram_received = (  # type: ignore[method-assign]
                lambda data, address, taken=taken: (raw.append(data), taken(data, address))[1]
            )
        granted = await talker.floor(scene.group)
        await talker.speak(granted.ssrc, 30)
        talker.connection.say(voice.ReleaseFloor(call=scene.group))
        await hearer.until(lambda: len(hearer.packets) == 30)
        assert all(data[1] == 201 for data in raw), "only answers to probes"
        assert not stranger.packets and not desk.packets
        assert [type(told) for told in stranger.told] == [voice.PathTaken]

    scene.play(act)


def test_what_is_forged_replayed_or_oversized_reaches_nobody(scene: Scene) -> None:
    async def act() -> None:
        talker, hearer, stranger = await scene.terminal(0), await scene.terminal(1), await scene.other()
        granted = await talker.floor(scene.group)
        packetizer = await talker.speak(granted.ssrc, 10)
        await hearer.until(lambda: len(hearer.packets) == 10)
        attack = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        attack.connect(("127.0.0.1", scene.port(talker)))
        next_packet = packetizer.packet(b"forged" * 10)
        assert next_packet is not None
        # With another link's key, under the talker's SSRC.
        others = LinkKeys.from_text(
            stranger.connection.welcome.to_station, stranger.connection.welcome.from_station
        )
        forger = Protector(others.to_station)
        forger.allow(granted.ssrc)
        forged = forger.protect(next_packet.pack())
        attack.send(forged)
        stranger.connection._enqueue(forged)
        # With its own key, under an SSRC that nobody was granted.
        forger.allow(77_777_777)
        attack.send(forger.protect(Packet(1, 960, 77_777_777, SPEECH).pack()))
        # Speech under its own number, which is for reports only.
        own = stranger.connection.welcome.link
        again = Protector(others.to_station)
        again.allow(own)
        attack.send(again.protect(Packet(1, 960, own, SPEECH).pack()))
        # Not protected at all, far too long, and far too short.
        attack.send(next_packet.pack())
        attack.send(next_packet.pack() + bytes(5_000))
        attack.send(b"")
        attack.send(b"\x80")
        # What the talker itself sent, once more, from another address.
        mine = LinkKeys.from_text(talker.connection.welcome.to_station, talker.connection.welcome.from_station)
        twin = Protector(mine.to_station)
        twin.allow(granted.ssrc)
        for packet in [hearer.packets[0], hearer.packets[-1]]:
            attack.send(twin.protect(packet.pack()))
        # The way to the hearer is still the hearer's: it hears what comes next.
        for payload in (b"x" * 40, b"y" * 40):
            following = packetizer.packet(bytes((72,)) + payload)
            assert following is not None
            talker.connection.send(following)
        await hearer.until(lambda: len(hearer.packets) == 12)
        assert not [packet for packet in hearer.packets if b"forged" in packet.payload]
        assert len({packet.sequence for packet in hearer.packets}) == 12
        attack.close()

    scene.play(act)
    page = requests.get(f"{scene.town.station.url}/metrics", headers=scene.town.headers, timeout=10).text
    for reason in ("forged", "replayed", "unknown_ssrc", "malformed"):
        line = next(line for line in page.splitlines() if f'refused="{reason}"' in line)
        assert float(line.split()[-1]) > 0, line


def test_packets_that_come_twice_and_out_of_order_are_passed_on_once(scene: Scene) -> None:
    async def act() -> None:
        talker, hearer = await scene.terminal(0), await scene.terminal(1)
        way = await UdpWay.to(scene.port(talker))
        await talker.go_through(way)
        granted = await talker.floor(scene.group)
        way.is_mixed_up = True
        await talker.speak(granted.ssrc, 20)
        talker.connection.say(voice.ReleaseFloor(call=scene.group))
        await hearer.told_of(voice.FloorIdle)
        sequences = [packet.sequence for packet in hearer.packets]
        assert len(sequences) == len(set(sequences)) >= 19
        assert sequences != sorted(sequences)
        way.close()

    scene.play(act)


def test_udp_that_is_blocked_in_mid_burst_is_replaced_within_a_second_and_taken_back(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(path_module, "_TRY_AGAIN_S", 1.0)

    async def act() -> None:
        talker, hearer = await scene.terminal(0), await scene.terminal(1)
        way = await UdpWay.to(scene.port(talker))
        await talker.go_through(way)
        granted = await talker.floor(scene.group)

        async def say(is_over: Callable[[], bool]) -> None:
            while not is_over():
                await talker.speak(granted.ssrc, 1)

        await say(lambda: len(hearer.packets) >= 10)
        way.is_blocked = True
        blocked_s, heard = time.monotonic(), len(hearer.packets)
        await say(lambda: len(hearer.packets) > heard + 5)
        assert time.monotonic() - blocked_s < 1.2
        assert talker.paths[-1] is VoicePath.WEBSOCKET
        assert not talker.all(voice.FloorRevoked)
        way.is_blocked = False
        await say(lambda: talker.paths[-1] is VoicePath.UDP)
        talker.connection.say(voice.ReleaseFloor(call=scene.group))
        await hearer.told_of(voice.FloorIdle)
        assert len(hearer.all(voice.FloorTaken)) == 1
        way.close()

    scene.play(act)


def test_a_hearer_whose_udp_is_blocked_hears_on_through_the_websocket(scene: Scene) -> None:
    async def act() -> None:
        talker, hearer = await scene.terminal(0), await scene.terminal(1)
        way = await UdpWay.to(scene.port(hearer))
        await hearer.go_through(way)
        hearer.connection._probe()
        granted = await talker.floor(scene.group)
        await talker.speak(granted.ssrc, 10)
        assert way.passed
        way.is_blocked = True
        blocked_s, heard = time.monotonic(), len(hearer.packets)
        while len(hearer.packets) <= heard + 5:
            await talker.speak(granted.ssrc, 1)
        assert time.monotonic() - blocked_s < 1.5
        assert hearer.paths[-1] is VoicePath.WEBSOCKET
        way.close()

    scene.play(act)


def test_a_hearer_that_takes_nothing_holds_nobody_up(scene: Scene) -> None:
    async def act() -> None:
        talker, hearer = await scene.terminal(0), await scene.desk()
        door = scene.town.terminal_door(scene.terminals[1])
        closing = ExitStack()
        frozen = connect(door.url, max_queue=1, ping_interval=None)
        await asyncio.to_thread(closing.enter_context, frozen)
        granted = await talker.floor(scene.group)
        await talker.speak(granted.ssrc, 100)
        talker.connection.say(voice.ReleaseFloor(call=scene.group))
        idle = await hearer.told_of(voice.FloorIdle)
        assert idle.packets == 100
        await hearer.until(lambda: len(hearer.packets) == 100)
        await asyncio.to_thread(closing.close)

    scene.play(act)


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


def test_a_station_that_stops_says_so_and_keeps_what_was_said(scene: Scene) -> None:
    async def act() -> None:
        talker, hearer = await scene.terminal(0), await scene.terminal(1)
        granted = await talker.floor(scene.group)
        await talker.speak(granted.ssrc, 30)
        stopping = asyncio.create_task(asyncio.to_thread(scene.town.station.stop))
        assert (await talker.told_of(voice.FloorRevoked)).reason is BurstEnd.STATION_STOPPED
        await hearer.told_of(voice.FloorIdle)
        await hearer.until(lambda: hearer.ended)
        assert hearer.ended is not None and hearer.ended.code == "station.stopping"
        assert await stopping == 0

    scene.play(act)
    scene.town.station.start()
    scene.town.headers = scene.town.station.sign_in()
    (row,) = scene.rows()
    assert row["end"] == "station_stopped"
    assert scene.town.get("/v1/snapshot")["voice_links"] == []
    url = f"{scene.town.station.url}/v1/bursts/{row['number']}/audio"
    assert requests.get(url, headers=scene.town.headers, timeout=10).content.startswith(b"OggS")


def test_after_a_kill_the_next_start_knows_that_nobody_is_linked(scene: Scene) -> None:
    async def act() -> None:
        await scene.terminal(0)
        await until(lambda: scene.town.get("/v1/snapshot")["voice_links"])
        scene.town.station.kill()

    scene.play(act)
    scene.town.station.start()
    scene.town.headers = scene.town.station.sign_in()
    asyncio.run(until(lambda: not scene.town.get("/v1/snapshot")["voice_links"]))


def test_where_the_port_is_another_programs_speech_goes_through_the_websocket(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def act() -> None:
        doors = [scene.town.terminal_door(terminal) for terminal in scene.terminals]
        talker, hearer = [scene._keep(await End.at(door, waits_for_udp=False)) for door in doors]
        assert talker.connection.welcome.udp_port is None
        granted = await talker.floor(scene.group)
        await talker.speak(granted.ssrc, 10)
        talker.connection.say(voice.ReleaseFloor(call=scene.group))
        await hearer.until(lambda: len(hearer.packets) == 10)
        assert talker.connection.path is hearer.connection.path is VoicePath.WEBSOCKET

    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as other:
        other.bind(("127.0.0.1", 0))
        monkeypatch.setenv("WATCHFLOOR_VOICE_PORT", str(other.getsockname()[1]))
        scene.town.station.stop()
        scene.town.station.start()
        scene.town.headers = scene.town.station.sign_in()
        scene.play(act)


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
