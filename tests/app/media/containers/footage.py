"""Short streams of every container, made and decoded by the real library."""

from __future__ import annotations

import io
from collections.abc import Iterable
from fractions import Fraction
from functools import lru_cache

import numpy as np
import pytest

from app.domain.stream import Container
from app.media.containers.piece import Cutter, Piece
from app.media.containers.sniff import cutter_for

av = pytest.importorskip("av", reason="makes and decodes its footage with PyAV")

SIZE = (64, 48)
FRAMES, GROUP = 30, 10
_FRAGMENTED = "frag_keyframe+empty_moov"
#: Name of the footage: container, muxer, muxer's options, codec.
KINDS: dict[str, tuple[Container, str, dict[str, str], str]] = {
    "mpegts": (Container.MPEG_TS, "mpegts", {}, "libx264"),
    "mpegts hevc": (Container.MPEG_TS, "mpegts", {}, "libx265"),
    "mpegts mpeg2": (Container.MPEG_TS, "mpegts", {}, "mpeg2video"),
    "flv": (Container.FLV, "flv", {}, "libx264"),
    "flv hevc": (Container.FLV, "flv", {}, "libx265"),
    "webm": (Container.WEBM, "webm", {"live": "1"}, "libvpx"),
    "matroska": (Container.WEBM, "matroska", {}, "libx264"),
    "fmp4": (Container.FMP4, "mp4", {"movflags": f"{_FRAGMENTED}+default_base_moof"}, "libx264"),
    "fmp4 absolute": (Container.FMP4, "mp4", {"movflags": _FRAGMENTED}, "libx264"),
    "fmp4 hevc": (Container.FMP4, "mp4", {"movflags": _FRAGMENTED}, "libx265"),
}


class _Pipe(io.RawIOBase):
    """Takes what is written and cannot be wound back."""

    def __init__(self) -> None:
        self.taken = bytearray()

    def writable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return False

    def write(self, data: bytes) -> int:  # type: ignore[override]
        self.taken += bytes(data)
        return len(data)


@lru_cache
def footage(kind: str) -> bytes:
    """Three groups of ten frames at 10 frames a second, and a tone beside them."""
    _, muxer, options, codec = KINDS[kind]
    return encode(muxer, options, codec, "libopus" if muxer == "webm" else "aac")


def encode(muxer: str, options: dict[str, str], codec: str, sound: str) -> bytes:
    """``codec`` or ``sound`` empty: without."""
    pipe = _Pipe()
    with av.open(pipe, "w", format=muxer, options=options) as container:
        video = _video(container, codec) if codec else None
        audio = container.add_stream(sound, rate=48_000) if sound else None
        tone = _tone()
        for index in range(FRAMES):
            if video is not None:
                container.mux(video.encode(_picture(index)))
            if audio is not None:
                container.mux([packet for _ in range(5) for packet in audio.encode(next(tone))])
        for stream in (video, audio):
            if stream is not None:
                container.mux(stream.encode(None))
    return bytes(pipe.taken)


def _video(container: object, codec: str) -> object:
    made = container.add_stream(codec, rate=10)  # type: ignore[attr-defined]
    made.width, made.height = SIZE
    made.pix_fmt, made.gop_size, made.max_b_frames = "yuv420p", GROUP, 0
    made.codec_context.time_base = Fraction(1, 10)
    if codec == "libx264":
        made.options = {"preset": "ultrafast", "tune": "zerolatency", "x264-params": "scenecut=0"}
    elif codec == "libx265":
        made.options = {
            "preset": "ultrafast",
            "x265-params": "log-level=none:scenecut=0:open-gop=0:repeat-headers=1",
        }
    elif codec == "libvpx":
        made.options = {"deadline": "realtime", "cpu-used": "8", "lag-in-frames": "0"}
    return made


def _picture(index: int) -> object:
    image = np.zeros((SIZE[1], SIZE[0], 3), np.uint8)
    image[:, index * 2 : index * 2 + 8] = 255
    frame = av.VideoFrame.from_ndarray(image, "rgb24").reformat(format="yuv420p")
    frame.pts = index
    frame.time_base = Fraction(1, 10)
    return frame


def _tone() -> Iterable[object]:
    at = 0
    while True:
        wave = np.sin(np.arange(at, at + 960, dtype=np.float32) / 20)[None]
        frame = av.AudioFrame.from_ndarray(wave.astype(np.float32), "fltp", "mono")
        frame.pts, frame.sample_rate, frame.time_base = at, 48_000, Fraction(1, 48_000)
        at += 960
        yield frame


def cut(kind: str, chunks: Iterable[bytes]) -> tuple[Cutter, list[Piece]]:
    """All pieces of what comes in these chunks."""
    cutter = cutter_for(KINDS[kind][0])
    return cutter, [piece for chunk in chunks for piece in cutter.feed(chunk)]


def decode(data: bytes) -> list[tuple[bool, float]]:
    """Whether it is a key frame, and its time in seconds, of every picture in a stream."""
    with av.open(io.BytesIO(data)) as container:
        return [(bool(frame.key_frame), float(frame.time or 0)) for frame in container.decode(video=0)]
