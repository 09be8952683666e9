"""Video that Debian's ffmpeg pushes to a real station, as a tile reads it."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.contract import ffmpeg
from tests.contract.ffmpeg import FORMS, H264, needs_ffmpeg
from tests.contract.onlooker import Onlooker, is_live, reason, shows, until
from tests.contract.station_process import StationProcess

pytestmark = needs_ffmpeg

#: RRGGBB as ffmpeg is told, and what a picture then holds.
AMBER, AMBER_BGR = "E0A020", (0x20, 0xA0, 0xE0)
BLUE, BLUE_BGR = "2040C0", (0xC0, 0x40, 0x20)
HEVC = ("-c:v", "libx265", "-preset", "ultrafast", "-tune", "zerolatency", "-x265-params", "log-level=none")
Push = Callable[..., subprocess.Popen[bytes]]


@pytest.fixture(scope="module")
def station(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StationProcess]:
    process = StationProcess(tmp_path_factory.mktemp("station")).start()
    yield process
    process.kill()


@pytest.fixture
def desk(station: StationProcess) -> Iterator[Onlooker]:
    with Onlooker(station) as onlooker:
        yield onlooker


@pytest.fixture
def push() -> Iterator[Push]:
    """``push(command)`` runs an ffmpeg until the test is over."""
    programs: list[subprocess.Popen[bytes]] = []

    def start(command: list[str], stdin: int = subprocess.DEVNULL) -> subprocess.Popen[bytes]:
        programs.append(subprocess.Popen(command, stdin=stdin, stderr=subprocess.DEVNULL))
        return programs[-1]

    yield start
    for program in programs:
        ffmpeg.end(program)


def pushing(source: list[str], url: str, *encoding: str) -> list[str]:
    return ["ffmpeg", "-loglevel", "error", "-re", *source, *encoding, "-f", "mpegts", "-method", "POST", url]


def test_a_push_that_changes_its_size_and_then_its_codec_stays_on_the_tile(
    desk: Onlooker, push: Push, tmp_path: Path
) -> None:
    small = ffmpeg.write(tmp_path / "small.ts", ffmpeg.colour(AMBER), 2)
    large = ffmpeg.write(tmp_path / "large.ts", ffmpeg.colour(BLUE, "640x360"), 4)
    number, url = desk.terminal()
    reader = desk.watch(number)
    film = push(pushing(["-analyzeduration", "500000", "-i", "pipe:0"], url, "-c", "copy"), subprocess.PIPE).stdin
    assert film is not None

    # What stands in the pipe is shown until more comes, however late the reader is.
    film.write(small.read_bytes())
    film.flush()
    until(lambda: number in {stream.terminal for stream in desk.client.snapshot().snapshot.streams})
    reader.kick()
    assert shows(reader, AMBER_BGR).source_width == 320
    film.write(large.read_bytes())
    film.flush()
    assert shows(reader, BLUE_BGR).source_width == 640
    assert reason(reader) == ""
    push(pushing(ffmpeg.colour(AMBER), url, *HEVC, "-g", "15"))
    assert shows(reader, AMBER_BGR).source_width == 320
    until(lambda: reader.status().figures.codec == "hevc")


def test_a_push_in_8k_is_refused_and_decodes_nothing(desk: Onlooker, push: Push, tmp_path: Path) -> None:
    # Made before: an encoder needs seconds for each picture.
    file = ffmpeg.write(tmp_path / "8k.ts", ffmpeg.colour(AMBER, "7680x4320", 1), 2)
    number, url = desk.terminal()

    push(pushing(["-stream_loop", "-1", "-i", str(file)], url, "-c", "copy"))

    reader = desk.watch(number)
    until(lambda: reason(reader) == "stream.too_large")
    assert reader.shown == 0


@pytest.mark.parametrize("form", ["mpegts", "fmp4"])
def test_a_publisher_that_is_killed_and_comes_back_is_shown_again(desk: Onlooker, form: str) -> None:
    number, url = desk.terminal()
    reader = desk.watch(number)
    first = ffmpeg.push(url, FORMS[form])
    try:
        until(lambda: is_live(reader))
    finally:
        ffmpeg.end(first)
    until(lambda: reason(reader) in ("stream.ended", "stream.absent"))

    second = ffmpeg.push(url, FORMS[form])
    try:
        until(lambda: is_live(reader))
    finally:
        ffmpeg.end(second)


def test_a_push_with_a_wrong_secret_or_another_terminals_reaches_nobody(desk: Onlooker, push: Push) -> None:
    number, url = desk.terminal()
    other, others_url = desk.terminal()
    readers = [desk.watch(number), desk.watch(other)]
    others_secret = others_url.rpartition("/")[2]
    forged = [re.sub(r"/[^/]+$", "/" + secret, url) for secret in (f"{number}-guess", others_secret)]

    for wrong in forged:
        program = push(pushing(ffmpeg.colour(AMBER), wrong, *H264[:8], "-g", "15"))
        assert program.wait(60) != 0

    until(lambda: [reason(reader) for reader in readers] == ["stream.absent"] * 2)
    assert [reader.shown for reader in readers] == [0, 0]
