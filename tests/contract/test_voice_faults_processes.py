"""What goes wrong with processes: terminals that are killed or stand still, a station that is killed."""

from __future__ import annotations

import asyncio
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
import requests

from app.domain import voice
from app.domain.errors import AppError
from app.voice.ogg import OggReader
from app.voice.wav import write_wav
from tests.app.voice.speech import speech
from tests.contract.station_process import ANSWER_S
from tests.contract.voice_end import WAIT_S, End, soonest, until
from tests.contract.voice_scene import Scene
from tests.e2e.spoken_terminal import SpokenTerminal

#: A station that says nothing any more, and has not ended, is noticed after this.
SILENT_S = 10.0

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there a process cannot be stopped for a while")


@pytest.fixture
def terminal_process(scene: Scene, tmp_path: Path) -> Iterator[Callable[..., SpokenTerminal]]:
    """Starts terminals as processes, and ends them after the test."""
    started: list[SpokenTerminal] = []

    def start(terminal: int, *options: str) -> SpokenTerminal:
        folder = tmp_path / str(len(started))
        started.append(SpokenTerminal(scene.town.terminal_door(terminal).url, folder, *options))
        return started[-1]

    yield start
    for terminal in started:
        terminal.signal(signal.SIGCONT)
        terminal.stop()


def test_when_the_process_of_a_talker_is_killed_the_floor_is_free_and_its_hearers_are_told(
    scene: Scene, terminal_process: Callable[..., SpokenTerminal], tmp_path: Path
) -> None:
    # More than anybody has to say, so that it is killed in the middle of it.
    write_wav(tmp_path / "long.wav", np.tile(speech(), 6))

    async def act() -> None:
        hearer, desk = await scene.terminal(1), await scene.desk()

        async def killed() -> float:
            heard = len(hearer.packets)
            options = ("--clip", str(tmp_path / "long.wav"), "--talk-in", str(scene.group))
            talker = terminal_process(scene.terminals[0], *options)
            await hearer.until(lambda: len(hearer.packets) > heard + 10)
            burst = hearer.all(voice.FloorTaken)[-1].burst
            talker.signal(signal.SIGKILL)
            killed_s = time.monotonic()
            for end in (hearer, desk):
                await end.told_of(voice.FloorIdle, lambda told: told.burst == burst)
            return time.monotonic() - killed_s

        assert await soonest(killed, 2.0) < 2.0
        assert (await hearer.floor(scene.group)).burst

    scene.play(act)
    assert {row["end"] for row in scene.rows(2)[1:]} == {"vanished"}


def test_hearers_that_stand_still_cost_nobody_a_packet_and_hear_again_when_they_go_on(
    scene: Scene, terminal_process: Callable[..., SpokenTerminal]
) -> None:
    second = scene.town.terminal(scene.units[1])

    async def act() -> None:
        # No datagram gets through to the second.
        frozen = [terminal_process(scene.terminals[1]), terminal_process(second, "--loss", "1")]
        talker, desk = await scene.terminal(0), await scene.desk()
        await until(lambda: all(terminal.all("linked") for terminal in frozen))
        await until(lambda: scene.paths() == {scene.terminals[1]: "udp", second: "websocket"})
        for terminal in frozen:
            terminal.signal(signal.SIGSTOP)
        granted = await talker.floor(scene.group)
        came_s: list[float] = []
        taken = desk.on_packet
        desk.on_packet = lambda packet, now_s: (came_s.append(now_s), taken(packet, now_s))[1]  # type: ignore

        async def longest_gap() -> float:
            came_s.clear()
            await talker.speak(granted.ssrc, 75)
            await desk.until(lambda: len(came_s) == 75)
            return max(b - a for a, b in pairwise(came_s))

        # Were they waited for, it would be for seconds, each time.
        assert await soonest(longest_gap, 0.5) < 0.5
        for terminal in frozen:
            terminal.signal(signal.SIGCONT)
        talker.connection.say(voice.ReleaseFloor(call=scene.group))
        await hear_again(talker, scene.group, frozen)

    scene.play(act)


@pytest.mark.slow
def test_a_hearer_that_stands_still_for_long_is_dropped_and_links_again_when_it_goes_on(
    scene: Scene, terminal_process: Callable[..., SpokenTerminal]
) -> None:
    async def act() -> None:
        frozen = terminal_process(scene.terminals[1], "--loss", "1")
        talker = await scene.terminal(0)
        await until(lambda: scene.paths() == {scene.terminals[1]: "websocket"})
        frozen.signal(signal.SIGSTOP)
        await until(lambda: not scene.paths(), 30)
        frozen.signal(signal.SIGCONT)
        await until(lambda: len(frozen.all("linked")) == 2)
        await hear_again(talker, scene.group, [frozen])

    scene.play(act)


async def hear_again(talker: End, call: int, terminals: list[SpokenTerminal]) -> None:
    """Say words until all of them have heard most of some: at first they are busy with what they missed."""
    said: set[int] = set()

    def have_heard() -> bool:
        shares = [{burst: share for burst, share in played(one).items() if burst in said} for one in terminals]
        return all(share and max(share.values()) > 0.5 for share in shares)

    async with asyncio.timeout(WAIT_S):
        while not have_heard():
            granted = await talker.floor(call)
            said.add(granted.burst)
            await talker.speak(granted.ssrc, 25)
            talker.connection.say(voice.ReleaseFloor(call=call))
            with suppress(TimeoutError):
                await until(have_heard, 3.0)


def played(terminal: SpokenTerminal) -> dict[int, float]:
    """Which bursts, and how much of each."""
    return {line["burst"]: line["share"] for line in terminal.all("played")}


def test_after_a_station_is_killed_in_mid_burst_nobody_holds_the_floor_and_what_was_said_can_be_heard(
    own_scene: Scene, tmp_path: Path
) -> None:
    said: list[int] = []

    def recording() -> bytes:
        url = f"{own_scene.town.station.url}/v1/bursts/{said[0]}/audio"
        return requests.get(url, headers=own_scene.town.headers, timeout=ANSWER_S).content

    async def act() -> None:
        talker, hearer = await own_scene.terminal(0), await own_scene.terminal(1)
        granted = await talker.floor(own_scene.group)
        await talker.speak(granted.ssrc, 75)
        await hearer.until(lambda: len(hearer.packets) == 75)
        said.append(granted.burst)
        # Pages that are full are on the disk before anybody gets an answer to this.
        await asyncio.to_thread(recording)
        own_scene.town.station.kill()
        killed_s = time.monotonic()
        for end in (talker, hearer):
            await end.until(lambda end=end: end.ended)
            assert isinstance(end.ended, AppError) and end.ended.code == "station.unreachable"
        # By what the system says of it, not by the silence that follows.
        assert time.monotonic() - killed_s < SILENT_S

    async def act_again() -> None:
        other, hearer = await own_scene.terminal(1), await own_scene.terminal(0)
        assert not other.all(voice.FloorTaken)
        granted = await other.floor(own_scene.group)
        assert granted.burst > said[0]
        await other.speak(granted.ssrc, 5)
        await hearer.until(lambda: len(hearer.packets) == 5)
        other.connection.say(voice.ReleaseFloor(call=own_scene.group))

    own_scene.play(act)
    own_scene.town.station.start()
    own_scene.town.headers = own_scene.town.station.sign_in()
    # Nor does the log still hold anybody as linked.
    asyncio.run(until(lambda: not own_scene.town.get("/v1/snapshot")["voice_links"]))
    own_scene.play(act_again)
    last, first = own_scene.rows(2)
    assert (first["number"], first["end"], last["end"]) == (said[0], "station_stopped", "released")
    file = tmp_path / "burst.opus"
    file.write_bytes(recording())
    # A page is a second at most, and what was not written yet is lost with the station.
    assert 25 <= len(list(OggReader(file).packets())) <= 75
    assert 0.5 <= first["duration_s"] <= 1.5
