"""What goes wrong with the way of speech: blocked, or not there from the beginning."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable

import pytest

from app.domain import voice
from app.domain.talk import VoicePath
from app.voice import path as path_module
from tests.contract.udp_way import UdpWay
from tests.contract.voice_scene import Scene


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


def test_where_the_port_is_another_programs_speech_goes_through_the_websocket(
    own_scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def act() -> None:
        doors = [own_scene.town.terminal_door(terminal) for terminal in own_scene.terminals]
        talker, hearer = [await own_scene.at(door, waits_for_udp=False) for door in doors]
        assert talker.connection.welcome.udp_port is None
        granted = await talker.floor(own_scene.group)
        await talker.speak(granted.ssrc, 10)
        talker.connection.say(voice.ReleaseFloor(call=own_scene.group))
        await hearer.until(lambda: len(hearer.packets) == 10)
        assert talker.connection.path is hearer.connection.path is VoicePath.WEBSOCKET

    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as other:
        other.bind(("127.0.0.1", 0))
        monkeypatch.setenv("WATCHFLOOR_VOICE_PORT", str(other.getsockname()[1]))
        own_scene.town.station.stop()
        own_scene.town.station.start()
        own_scene.town.headers = own_scene.town.station.sign_in()
        own_scene.play(act)
