"""What goes wrong with the way of speech: blocked, or not there from the beginning."""

from __future__ import annotations

import asyncio
import socket
import ssl
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from app.domain import voice
from app.domain.errors import AppError
from app.domain.talk import VoicePath
from app.voice import path as path_module
from app.voice.connection import Connection
from app.voice.endpoint import WaveIn
from app.voice.link import Link, LinkPhase
from app.voice.rtp import Packet
from app.voice.talk import Talker
from app.voice.talk_state import Phase
from app.voice.wave import silence
from tests.contract.certificate import make_certificate, needs_openssl
from tests.contract.station_process import StationProcess
from tests.contract.udp_way import UdpWay
from tests.contract.voice_end import SPEECH, End, Town, Watcher, until
from tests.contract.voice_line import line_to
from tests.contract.voice_scene import Scene

#: A way that is gone is missed within a second; what is said in frames of 20 ms meanwhile, and some more.
MOST_FRAMES = 65


def test_udp_that_is_blocked_in_mid_burst_is_replaced_within_a_second_and_taken_back(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(path_module, "_TRY_AGAIN_S", 1.0)

    async def act() -> None:
        talker, hearer = await scene.terminal(0), await scene.terminal(1)
        way = await UdpWay.to(scene.port(talker))
        await talker.go_through(way)
        granted = await talker.floor(scene.group)
        await talker.speak_until(granted.ssrc, lambda: len(hearer.packets) >= 10)
        way.is_blocked = True
        # Counted, not timed: on a machine that is busy frames take longer, too.
        lost = await talker.speak_until(granted.ssrc, lambda: talker.paths[-1] is VoicePath.WEBSOCKET)
        assert lost <= MOST_FRAMES
        heard = len(hearer.packets)
        await talker.speak_until(granted.ssrc, lambda: len(hearer.packets) > heard + 5)
        # The station says so, too.
        await talker.told_of(voice.PathTaken, lambda told: told.path is VoicePath.WEBSOCKET)
        assert not talker.all(voice.FloorRevoked)
        way.is_blocked = False
        await talker.speak_until(granted.ssrc, lambda: talker.paths[-1] is VoicePath.UDP)
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
        # The way carries speech: the station has learned where the hearer is now.
        await talker.speak_until(granted.ssrc, lambda: way.came_back > 5)
        way.is_blocked = True
        lost = await talker.speak_until(granted.ssrc, lambda: hearer.paths[-1] is VoicePath.WEBSOCKET)
        assert lost <= MOST_FRAMES
        heard = len(hearer.packets)
        await talker.speak_until(granted.ssrc, lambda: len(hearer.packets) > heard + 5)
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
        await talker.speak_until(granted.ssrc, lambda: len(hearer.packets) >= 10)
        talker.connection.say(voice.ReleaseFloor(call=own_scene.group))
        assert talker.connection.path is hearer.connection.path is VoicePath.WEBSOCKET

    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as other:
        other.bind(("127.0.0.1", 0))
        monkeypatch.setenv("WATCHFLOOR_VOICE_PORT", str(other.getsockname()[1]))
        assert own_scene.town.station.stop() == 0
        own_scene.town.station.start()
        own_scene.town.headers = own_scene.town.station.sign_in()
        own_scene.play(act)


def test_what_is_said_without_a_link_is_never_said_later(scene: Scene) -> None:
    async def act() -> None:
        hearer = await scene.terminal(1)
        async with line_to(scene.town.station.url) as line:
            door = scene.town.terminal_door(scene.terminals[0])
            watcher = Watcher()
            link = Link(lambda _: replace(door, url=line.through(door.url)), watcher)
            talker = watcher.talker = Talker(WaveIn(silence()), link, lambda _: None)
            link.start()
            talker.start()
            try:
                await until(lambda: watcher.paths[-1:] == [VoicePath.UDP])
                line.cut()
                await until(lambda: LinkPhase.DOWN in watcher.phases)
                talker.press(scene.group)
                assert talker.state.phase is Phase.ASKED
                await until(lambda: watcher.phases.count(LinkPhase.OPENING) > 2)
                talker.release()
                link.say(voice.RequestFloor(call=scene.group))
                for sequence in range(5):
                    link.send(Packet(sequence, 960 * sequence, 77, SPEECH))
                line.mend()
                await until(lambda: watcher.phases.count(LinkPhase.UP) == 2)
                # Answered behind all that could have been said before it.
                link.say(voice.RequestFloor(call=0))
                await until(lambda: watcher.all(voice.FloorDenied))
            finally:
                await asyncio.to_thread(talker.stop)
                await asyncio.to_thread(link.stop)
        assert not watcher.all(voice.FloorGranted)
        assert not hearer.all(voice.FloorTaken) and not hearer.packets

    scene.play(act)


@needs_openssl
def test_speech_goes_over_tls_to_those_who_trust_the_station(
    start_station: Callable[..., StationProcess], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    certificate, key = make_certificate(tmp_path)
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(certificate))
    scene = Scene(Town(start_station("--tls-cert", str(certificate), "--tls-key", str(key))))
    tls = ssl.create_default_context(cafile=str(certificate))

    async def act() -> None:
        doors = [scene.town.terminal_door(scene.terminals[0]), scene.town.desk_door()]
        assert all(door.url.startswith("wss://127.0.0.1") for door in doors)
        talker, desk = [await scene.at(replace(door, tls=tls)) for door in doors]
        desk.connection.say(voice.Monitor(calls=(scene.group,)))
        granted = await talker.floor(scene.group)
        await desk.told_of(voice.FloorTaken, lambda told: told.is_heard)
        await talker.speak(granted.ssrc, 5)
        await desk.until(lambda: len(desk.packets) == 5)
        assert talker.connection.path is desk.connection.path is VoicePath.UDP
        with pytest.raises(AppError, match="tls_refused"):
            await Connection.open(doors[0], End())

    scene.play(act)
