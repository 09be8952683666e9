"""Streams for the benchmarks of the wall: made clips, a sender that is a process of its own, and libav alone."""

from __future__ import annotations

import io
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import psutil
from av import VideoFrame
from av.video.reformatter import VideoReformatter

from app.media.frame import Scaler, fitted
from app.media.gate import OpeningGate
from app.media.source import options, source_of


@dataclass(frozen=True, slots=True)
class Case:
    """A kind of stream, and how much more than libav alone a wall of it may cost."""

    name: str
    size: tuple[int, int]
    rate: int
    limit: float


CASES = (Case("360p15", (640, 360), 15, 1.15), Case("720p25", (1280, 720), 25, 1.10))
#: Makes one picture of a tile from a decoded one.
Scale = Callable[[VideoFrame], object]


def at_once(size: tuple[int, int]) -> Scale:
    """FFmpeg's scaler as it is, in one go."""
    scaler = VideoReformatter()

    def scale(frame: VideoFrame) -> object:
        width, height = fitted(frame.width, frame.height, size)
        return scaler.reformat(frame, width, height, "bgra", threads=1)

    return scale


def as_we_do(size: tuple[int, int]) -> Scale:
    """The very calls of FFmpeg that our tiles make."""
    scaler = Scaler()
    return lambda frame: scaler.scaled(frame, size, 0)


@contextmanager
def bare(url: str, count: int, scaling: Callable[[], Scale]) -> Iterator[Callable[[], int]]:
    """libav alone decodes and scales ``count`` streams, a thread each; yields how many pictures it has made.

    They are opened at the pace at which a wall opens them, so that pictures come spread over a frame's time, as
    they do there. In lockstep they would be decoded back to back in warm caches: a tenth cheaper, but no sixteen
    cameras send so.
    """
    scaled, over, gate = [0] * count, threading.Event(), OpeningGate()

    def play(i: int) -> None:
        scale = scaling()
        with (
            gate.passed(over.is_set) as leave_gate,
            av.open(url, "r", options=options(source_of(url))) as container,
        ):
            leave_gate()
            video = container.streams.video[0]
            video.codec_context.thread_count = 1
            with closing(container.decode(video)) as frames:
                for frame in frames:
                    scale(frame)
                    scaled[i] += 1
                    if over.is_set():
                        return

    threads = [threading.Thread(target=play, args=(i,), name=f"bare {i}") for i in range(count)]
    for thread in threads:
        thread.start()
    try:
        yield lambda: sum(scaled)
    finally:
        over.set()
        for thread in threads:
            thread.join()


@contextmanager
def sender(file: Path, seconds: float) -> Iterator[str]:
    """The address of a process that sends the file to everybody who asks, at its own pace."""
    command = [sys.executable, "-m", "tests.bench.wall_send", str(file), str(seconds)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield process.stdout.readline().strip()
        finally:
            process.terminate()


def clip(size: tuple[int, int], rate: int, seconds: float) -> bytes:
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


def cpu_s() -> float:
    """Processor time of this process, all threads."""
    times = psutil.Process().cpu_times()
    return float(times.user + times.system)
