"""What a wall of readers costs beside libav alone decoding and scaling the same streams, in the same run.

Both sides read the same clip over HTTP from a process of its own that sends at the clip's pace; both decode on
one thread a stream and scale to the same tile. The ratio of their CPU seconds for a picture that was decoded and
scaled is the figure; alternating rounds take some of the noise of a shared machine out of it.
"""

from __future__ import annotations

import argparse
import io
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from fractions import Fraction
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

import av
import numpy as np
import psutil
from av.video.reformatter import VideoReformatter

from app.media.frame import fitted
from app.media.gate import OpeningGate
from app.media.reader import StreamReader
from app.media.source import options, source_of
from app.media.state import Wish
from app.media.watchdog import Watchdog
from tests.bench.report import Result

TILE = (480, 270)
CASES = (("360p15", (640, 360), 15, 1.15), ("720p25", (1280, 720), 25, 1.10))
_TAKE_S = 0.02
_SETTLE_S, _MARGIN_S = 3.0, 4.0


def add_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--seconds", type=float, default=8.0, help="of every round")
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument(
        "--tiles", type=int, default=16, help="fewer where 16 of 720p are more than the machine has"
    )


def run(arguments: argparse.Namespace) -> Result:
    result = Result("wall_decode")
    with TemporaryDirectory() as folder:
        for name, size, rate, limit in CASES:
            file = Path(folder) / f"{name}.ts"
            length_s = arguments.seconds + _SETTLE_S + _MARGIN_S
            file.write_bytes(_scene(size, rate, length_s))
            with _sender(file, length_s) as url:
                ours, bare = [], []
                for _ in range(arguments.rounds):
                    bare.append(_cpu_per_picture(_bare(url, arguments.tiles), arguments.seconds))
                    ours.append(_cpu_per_picture(_readers(url, arguments.tiles), arguments.seconds))
            result.add(f"{name}: libav alone, a picture", 1000 * median(bare), "ms CPU")
            result.add(f"{name}: our readers, a picture", 1000 * median(ours), "ms CPU")
            result.add(f"{name}: readers by libav", median(ours) / median(bare), "×", at_most=limit)
    result.notes.append(f"{arguments.tiles} streams over HTTP, tile {TILE[0]}×{TILE[1]}, one decoding thread each")
    result.notes.append("pictures are taken every 20 ms by one thread, which is counted; nothing is painted")
    return result


def _cpu_per_picture(playing: AbstractContextManager[Callable[[], int]], seconds: float) -> float:
    """CPU seconds of this process for every picture that was made ready to show."""
    with playing as count:
        time.sleep(_SETTLE_S)
        cpu_s, shown = _cpu_s(), count()
        time.sleep(seconds)
        return (_cpu_s() - cpu_s) / max(1, count() - shown)


def _cpu_s() -> float:
    times = psutil.Process().cpu_times()
    return times.user + times.system


@contextmanager
def _readers(url: str, tiles: int) -> Iterator[Callable[[], int]]:
    watchdog = Watchdog()
    watchdog.start()
    gate = OpeningGate()
    readers = [
        StreamReader(lambda _quality: source_of(url), Wish(TILE), gate=gate, watchdog=watchdog, name=f"tile {i}")
        for i in range(tiles)
    ]
    over = threading.Event()

    def take() -> None:
        while not over.wait(_TAKE_S):
            for reader in readers:
                reader.take()

    taker = threading.Thread(target=take, name="taker")
    for reader in readers:
        reader.start()
    taker.start()
    try:
        yield lambda: sum(reader.shown for reader in readers)
    finally:
        over.set()
        taker.join()
        for reader in readers:
            reader.stop()
        watchdog.stop()


@contextmanager
def _bare(url: str, tiles: int) -> Iterator[Callable[[], int]]:
    scaled, over = [0] * tiles, threading.Event()

    def play(i: int) -> None:
        scaler = VideoReformatter()
        with av.open(url, "r", options=options(source_of(url))) as container:
            video = container.streams.video[0]
            video.codec_context.thread_count = 1
            width, height = fitted(video.width, video.height, TILE)
            with closing(container.decode(video)) as frames:
                for frame in frames:
                    scaler.reformat(frame, width, height, "bgra", threads=1)
                    scaled[i] += 1
                    if over.is_set():
                        return

    threads = [threading.Thread(target=play, args=(i,), name=f"bare {i}") for i in range(tiles)]
    for thread in threads:
        thread.start()
    try:
        yield lambda: sum(scaled)
    finally:
        over.set()
        for thread in threads:
            thread.join()


@contextmanager
def _sender(file: Path, seconds: float) -> Iterator[str]:
    """The address of a process that sends the file to everybody who asks, at its own pace."""
    command = [sys.executable, "-m", "tests.bench.wall_send", str(file), str(seconds)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield process.stdout.readline().strip()
        finally:
            process.terminate()


def _scene(size: tuple[int, int], rate: int, seconds: float) -> bytes:
    """A textured ground that pans, with a little grain, as from a camera that is carried."""
    width, height = size
    chance = np.random.default_rng(5)
    ground = chance.integers(0, 256, (height // 8 + 2, width // 8 + 2), np.uint8).repeat(8, 0).repeat(8, 1)
    grain = chance.integers(0, 12, (height, width), np.uint8)
    file = io.BytesIO()
    with av.open(file, "w", format="mpegts") as output:
        video = output.add_stream("libx264", rate=rate)
        video.width, video.height, video.pix_fmt = width, height, "yuv420p"
        video.codec_context.gop_size = 2 * rate
        video.bit_rate = int(size[0] * size[1] * rate * 0.1)
        video.options = {"preset": "veryfast", "tune": "zerolatency"}
        for i in range(int(seconds * rate)):
            picture = np.roll(ground, (i, 2 * i), (0, 1))[:height, :width] // 2 + 40 + np.roll(grain, 37 * i, 1)
            frame = av.VideoFrame.from_ndarray(np.ascontiguousarray(picture), format="gray")
            frame = frame.reformat(format="yuv420p")
            frame.pts, frame.time_base = i, Fraction(1, rate)
            output.mux(video.encode(frame))
        output.mux(video.encode(None))
    return file.getvalue()
