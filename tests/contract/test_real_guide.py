"""What the desk tells a person to paste into a shell, pasted."""

from __future__ import annotations

import shlex
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.domain.history import Address
from tests.contract import ffmpeg
from tests.contract.ffmpeg import H264, needs_ffmpeg
from tests.contract.onlooker import Onlooker, shows
from tests.contract.station_process import StationProcess
from ui.dialogs.video_guides import camera_command, file_command

pytestmark = needs_ffmpeg

AMBER, AMBER_BGR = "E0A020", (0x20, 0xA0, 0xE0)


@pytest.fixture(scope="module")
def station(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StationProcess]:
    process = StationProcess(tmp_path_factory.mktemp("station")).start()
    yield process
    process.kill()


def _address(stream_url: str) -> Address:
    others = dict.fromkeys(("token", "osmand_url", "owntracks_url", "traccar_url", "batch_url"), "unused")
    return Address(**others, stream_url=stream_url)


def _file(words: list[str], folder: Path) -> list[str]:
    """A file of one's own in the place of the one in the line."""
    clip = ffmpeg.write(folder / "x.mp4", ffmpeg.colour(AMBER), 60, *H264, "-g", "15")
    return [str(clip) if word == "x.mp4" else word for word in words]


def _camera(words: list[str], _: Path) -> list[str]:
    """A drawn picture in the place of the camera, which a machine for tests does not have."""
    at = words.index("-f")
    return [*words[:at], "-re", *ffmpeg.colour(AMBER), *words[words.index("/dev/video0") + 1 :]]


@pytest.mark.parametrize(("command", "with_input"), [(file_command, _file), (camera_command, _camera)])
def test_a_line_of_the_guide_puts_its_video_on_the_desk(
    station: StationProcess, tmp_path: Path, command, with_input
) -> None:
    with Onlooker(station) as desk:
        number, url = desk.terminal()
        words = with_input(shlex.split(command(_address(url))), tmp_path)
        program = subprocess.Popen(words, stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            shows(desk.watch(number), AMBER_BGR)
        finally:
            ffmpeg.end(program)
