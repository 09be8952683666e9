"""What goes wrong with packets: forged, replayed, damaged, mixed up, or on their way to somebody else."""

from __future__ import annotations

import asyncio
import random
import socket

from app.domain import voice
from app.voice.crypto import LinkKeys, Protector
from app.voice.rtp import Packet, is_rtcp
from tests.contract.udp_way import UdpWay
from tests.contract.voice_end import SPEECH, End, Town, until
from tests.contract.voice_scene import Scene

WHYS = ("forged", "replayed", "unknown_ssrc", "malformed", "oversized")


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
        assert {type(told) for told in stranger.told} == {voice.Talkgroups, voice.PathTaken}

    scene.play(act)


def test_what_is_forged_replayed_or_oversized_reaches_nobody(scene: Scene) -> None:
    before = scene.refused()

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
    for why in WHYS:
        asyncio.run(until(lambda why=why: scene.refused().get(why, 0) > before.get(why, 0)))


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
        # That comes by another way than the packets; one may still be held back, for want of one to follow it.
        await hearer.until(lambda: len(hearer.packets) >= 19)
        sequences = [packet.sequence for packet in hearer.packets]
        assert len(sequences) == len(set(sequences))
        assert sequences != sorted(sequences)
        way.close()

    scene.play(act)


def test_whatever_groups_one_hears_one_gets_the_packets_of_those_and_of_no_others(voice_town: Town) -> None:
    chance = random.Random(4)
    scenes = [Scene(voice_town) for _ in range(3)]
    raw: dict[int, set[int]] = {}

    async def act() -> None:
        units = {(g, i): await scene.terminal(i) for g, scene in enumerate(scenes) for i in (0, 1)}
        desks = [await scene.desk(hears=False) for scene in scenes]
        for end in (*units.values(), *desks):
            tap(end, raw.setdefault(id(end), set()))
        for _ in range(8):
            for end in (*units.values(), *desks):
                end.told.clear()
                end.packets.clear()
                raw[id(end)].clear()
            chosen = [frozenset(g for g in range(3) if chance.random() < 0.5) for _ in desks]
            for desk, groups in zip(desks, chosen, strict=True):
                desk.connection.say(voice.Monitor(calls=tuple(scenes[g].group for g in groups)))
                # Answered behind it: from then on that is what it hears.
                desk.connection.say(voice.RequestFloor(call=0))
                await desk.told_of(voice.FloorDenied)
            talkers = [units[g, chance.randrange(2)] for g in range(3)]
            granted = [await talker.floor(scenes[g].group) for g, talker in enumerate(talkers)]
            await asyncio.gather(*(end.speak(grant.ssrc, 5) for end, grant in zip(talkers, granted, strict=True)))
            for g, talker in enumerate(talkers):
                talker.connection.say(voice.ReleaseFloor(call=scenes[g].group))
            ssrcs = [grant.ssrc for grant in granted]
            meant = {id(end): {ssrcs[g]} for (g, _), end in units.items() if end is not talkers[g]}
            meant |= {id(desk): {ssrcs[g] for g in groups} for desk, groups in zip(desks, chosen, strict=True)}
            for end in (*units.values(), *desks):
                wanted = sorted(5 * list(meant.get(id(end), ())))
                await end.until(lambda end=end, wanted=wanted: len(end.packets) >= len(wanted))
                for grant in granted:
                    if grant.ssrc in wanted:
                        await end.told_of(voice.FloorIdle, lambda told, grant=grant: told.burst == grant.burst)
                assert sorted(packet.ssrc for packet in end.packets) == wanted
                assert raw[id(end)] == set(wanted)

    Scene.play_together(scenes, act)


def tap(end: End, ssrcs: set[int]) -> None:
    """Note whose speech comes to the socket of an end, before it opens anything."""
    taken = end.connection.datagram_received

    def received(data: bytes, address: tuple[object, ...]) -> None:
        if not is_rtcp(data):
            ssrcs.add(int.from_bytes(data[8:12], "big"))
        taken(data, address)

    end.connection.datagram_received = received  # type: ignore[method-assign]
