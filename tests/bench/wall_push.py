"""Pushes one stream with a burnt clock to many terminals' addresses, in a process of its own.

``python -m tests.bench.wall_push WIDTH HEIGHT RATE`` reads addresses, one a line, and pushes until its standard
input is closed. A picture is drawn, encoded and sent at its moment; the clock says when it was drawn.
"""

from __future__ import annotations

import http.client
import select
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from fractions import Fraction
from urllib.parse import urlsplit

import av
import numpy as np

from app.media import burnt_clock

_GROUP_S = 2


class Lines:
    """A file that goes in chunks to every connection."""

    name = "push"

    def __init__(self, urls: Sequence[str]) -> None:
        self._connections = [_opened(url) for url in urls]

    def write(self, data: bytes) -> int:
        chunk = b"%x\r\n%s\r\n" % (len(data), bytes(data))
        for connection in self._connections:
            connection.send(chunk)
        return len(data)

    def close(self) -> None:
        for connection in self._connections:
            connection.close()


def _opened(url: str) -> http.client.HTTPConnection:
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port)
    connection.putrequest("POST", parts.path)
    connection.putheader("Transfer-Encoding", "chunked")
    connection.endheaders()
    return connection


def push(urls: Sequence[str], size: tuple[int, int], rate: int) -> None:
    width, height = size
    ground = np.random.default_rng(3).integers(60, 180, (height // 8, width // 8), np.uint8)
    ground = ground.repeat(8, 0).repeat(8, 1)
    with av.open(Lines(urls), "w", format="mpegts", options={"flush_packets": "1"}) as output:
        video = output.add_stream("libx264", rate=rate)
        video.width, video.height, video.pix_fmt = width, height, "yuv420p"
        video.codec_context.gop_size = _GROUP_S * rate
        video.codec_context.thread_count = 1
        video.options = {"preset": "ultrafast", "tune": "zerolatency"}
        began_s, i = time.monotonic(), 0
        while not select.select([sys.stdin], [], [], max(0.0, began_s + i / rate - time.monotonic()))[0]:
            picture = np.roll(ground, 2 * i, 1)
            burnt_clock.draw(picture, time.time_ns() // 1_000_000)
            luma = np.full((height * 3 // 2, width), 128, np.uint8)
            luma[:height] = picture
            frame = av.VideoFrame.from_ndarray(luma, format="yuv420p")
            frame.pts, frame.time_base = i, Fraction(1, rate)
            output.mux(video.encode(frame))
            i += 1


@contextmanager
def pushing(urls: Sequence[str], size: tuple[int, int], rate: int) -> Iterator[subprocess.Popen[str]]:
    """The process that pushes, until the end of the block."""
    command = [sys.executable, "-m", "tests.bench.wall_push", str(size[0]), str(size[1]), str(rate)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, text=True) as process:
        assert process.stdin is not None
        process.stdin.write("\n".join([*urls, "", ""]))
        process.stdin.flush()
        try:
            yield process
        finally:
            process.terminate()


if __name__ == "__main__":
    addresses = list(iter(lambda: sys.stdin.readline().strip(), ""))
    push(addresses, (int(sys.argv[1]), int(sys.argv[2])), int(sys.argv[3]))
