"""A coder: pictures to H.264 at one size, the clock burnt in at that size."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
from av import Packet, VideoFrame
from av.codec.context import CodecContext
from av.video.codeccontext import VideoCodecContext
from av.video.reformatter import VideoReformatter

from app.media.burnt_clock import draw
from app.media.source import Quality
from app.simulator.video.planes import Plane, Planes

#: Timestamps are milliseconds.
TICK = Fraction(1, 1000)
_FLUENT_FPS = 5


@dataclass(frozen=True, slots=True)
class Format:
    """What is sent for a quality: size in pixels, pictures a second, x264's constant quality (lower is better)."""

    width: int
    height: int
    rate_fps: int
    coarseness: int
    most_bps: int

    @property
    def every_s(self) -> float:
        return 1 / self.rate_fps

    @property
    def is_fluent(self) -> bool:
        """Fewer pictures a second are stills."""
        return self.rate_fps >= _FLUENT_FPS


FORMATS = {
    Quality.MAIN: Format(640, 360, 15, 25, 900_000),
    Quality.SUB: Format(320, 180, 15, 26, 300_000),
    Quality.THUMBNAIL: Format(192, 108, 2, 30, 150_000),
}


class Coder:
    """
    Args:
        encoder: that of a container's stream, not opened yet; None makes one.
        more: further options of FFmpeg's libx264.
    """

    def __init__(
        self, form: Format, encoder: VideoCodecContext | None = None, more: Mapping[str, str] | None = None
    ) -> None:
        self._form = form
        self._encoder = CodecContext.create("libx264", "w") if encoder is None else encoder
        self._reformatter = VideoReformatter()
        _set_up(self._encoder, form, more or {})

    def frame(self, picture: Planes, at_ms: int) -> VideoFrame:
        """The picture as it is to be coded, with this time (Unix milliseconds) in it."""
        frame = VideoFrame.from_ndarray(picture.whole, format="yuv420p")
        if (self._form.width, self._form.height) != (picture.width, picture.height):
            frame = self._reformatter.reformat(frame, self._form.width, self._form.height, interpolation="AREA")
        draw(_luma(frame), at_ms)
        return frame

    def coded(self, frame: VideoFrame, at_ticks: int) -> list[Packet[Any]]:
        """Its packets; ``at_ticks`` is later than any before."""
        frame.pts, frame.time_base = at_ticks, TICK
        return list(self._encoder.encode(frame))


def _set_up(encoder: VideoCodecContext, form: Format, more: Mapping[str, str]) -> None:
    encoder.width, encoder.height, encoder.pix_fmt = form.width, form.height, "yuv420p"
    encoder.time_base, encoder.framerate = TICK, Fraction(form.rate_fps)
    # A key frame a second; of stills, which are sent twice, each new one: a reader sees the newest at once.
    encoder.gop_size = form.rate_fps if form.is_fluent else 2
    encoder.thread_count = 1
    limit = {"crf": str(form.coarseness), "maxrate": str(form.most_bps), "bufsize": str(form.most_bps)}
    encoder.options = {"preset": "ultrafast", "tune": "zerolatency", "sc_threshold": "0", **limit, **more}


def _luma(frame: VideoFrame) -> Plane:
    plane: Any = frame.planes[0]
    return np.frombuffer(plane, np.uint8).reshape(-1, plane.line_size)[: frame.height, : frame.width]
