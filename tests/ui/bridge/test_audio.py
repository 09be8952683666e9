"""The way of speech through real devices: Qt Multimedia and a sound server."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.ui.bridge.sound_server import SoundServer, needs_sound_server, sound_server

ROOT = Path(__file__).parents[3]

pytestmark = needs_sound_server


@pytest.fixture
def server() -> Iterator[SoundServer]:
    with tempfile.TemporaryDirectory(prefix="sound") as folder, sound_server(Path(folder)) as running:
        yield running


@pytest.fixture
def probe(server: SoundServer, tmp_path: Path) -> Iterator[Callable[[str], subprocess.Popen[str]]]:
    """Begins one; it does not outlive the test, whatever comes of that."""
    begun: list[subprocess.Popen[str]] = []

    def begin(what: str) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.ui.bridge.sound_probe", what, str(tmp_path)],
            cwd=ROOT,
            env=os.environ | {"PULSE_SERVER": server.address, "QT_QPA_PLATFORM": "offscreen"},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        begun.append(process)
        return process

    yield begin
    for process in begun:
        with process:
            process.kill()


def answer(process: subprocess.Popen[str]) -> dict:
    out, err = process.communicate(timeout=110)
    assert process.returncode == 0, err
    return json.loads(out.splitlines()[-1])


def test_speech_that_is_played_comes_back_through_the_microphone(probe, record_property):
    heard = answer(probe("loop"))
    record_property("latency_ms", heard["latency_ms"])
    assert (heard["microphone"], heard["loudspeaker"]) == ("Mic", "Loop")
    # 1.0 on a machine at rest, 0.15 with a twentieth of a core; other speech has less than 0.05.
    assert heard["share_heard"] > 0.1
    # A tenth of a second at rest; of one that is busy only that it is no other time's.
    assert heard["latency_ms"] < 2_000
    assert heard["is_off_the_gui_thread"]
    assert heard["is_still"]


def test_the_sound_of_a_tile_comes_out_of_the_loudspeaker(probe):
    heard = answer(probe("tile"))
    assert heard["is_well"]
    assert heard["share_heard"] > 0.1


def test_another_loudspeaker_stands_in_for_one_that_hangs_until_it_is_back(probe):
    states = answer(probe("hang"))["states"]
    assert states[0] == ["Headset", ""]
    assert ["Loop", "Headset"] in states
    assert states[-1] == ["Headset", ""]


@pytest.mark.slow
def test_a_microphone_that_is_unplugged_while_one_talks_costs_neither_the_floor_nor_the_desk(probe):
    heard = answer(probe("unplug"))
    assert heard["names"] == ["Mic", "", "Mic"]
    # The station takes the floor from who is silent for 1.5 s.
    assert heard["gap_s"] < 1.0
    assert heard["phase"] == "on_air"


def test_the_only_microphone_is_told_gone_and_not_offered_until_it_is_plugged_in_again(probe):
    heard = answer(probe("remove"))
    assert heard["names"] == ["", "Mic"]
    # What the loudspeaker plays meanwhile is not taken for what is said.
    assert heard["is_silent"]


def test_when_sound_ends_altogether_time_is_kept_in_silence(server, probe):
    process = probe("die")
    assert process.stdout.readline() == "ready\n"
    server.kill()
    assert answer(process)["is_silent"]
