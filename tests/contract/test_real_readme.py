"""What README tells a person to type, typed."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tests.contract import ffmpeg
from tests.contract.onlooker import Onlooker, shows
from tests.contract.station_process import StationProcess

AMBER, AMBER_BGR = "E0A020", (0x20, 0xA0, 0xE0)


@ffmpeg.needs_ffmpeg
@pytest.mark.parametrize("name", ["clip.mp4", "clip.mkv"])
def test_the_one_line_puts_a_file_with_sound_on_a_tile(station: StationProcess, tmp_path: Path, name: str) -> None:
    source = [*ffmpeg.colour(AMBER, "640x360"), "-f", "lavfi", "-i", "sine=r=48000"]
    file = ffmpeg.write(tmp_path / name, source, 60)
    with Onlooker(station) as desk:
        number, url = desk.terminal()
        line = ffmpeg.line_of_the_readme(file, station.url, number, url.rpartition("/")[2])
        pushing = subprocess.Popen(line, stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            frame = shows(desk.watch(number), AMBER_BGR)
        finally:
            pushing.kill()
            pushing.wait()
    assert (frame.source_width, frame.source_height) == (640, 360)
