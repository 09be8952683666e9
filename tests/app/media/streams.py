"""Small real streams, made by FFmpeg when a test asks for them."""

from __future__ import annotations

import io
from fractions import Fraction
from functools import lru_cache

import av
import numpy as np


@lru_cache(maxsize=32)
def clip(
    *,
    container: str = "mpegts",
    codec: str = "libx264",
    size: tuple[int, int] = (320, 180),
    rate: int = 15,
    seconds: float = 2.0,
    gop: int = 15,
    b_frames: int = 0,
    sound: str = "",
    loudness: float = 0.5,
    first_s: float = 0.0,
) -> bytes:
    """A bright square that walks over grey, one step a frame; with ``sound`` a tone of 440 Hz in that codec."""
    file = io.BytesIO()
    options = {"movflags": "frag_keyframe+empty_moov+default_base_moof"} if container == "mp4" else {}
    with av.open(file, "w", format=container, options=options) as output:
        video = output.add_stream(codec, rate=rate)
        video.width, video.height, video.pix_fmt = *size, "yuvj420p" if codec == "mjpeg" else "yuv420p"
        video.codec_context.gop_size = gop
        video.codec_context.thread_count = 1
        if codec == "libx264":
            video.options = {"preset": "ultrafast", "bf": str(b_frames), "sc_threshold": "0"}
        audio = output.add_stream(sound, rate=48000, layout="mono") if sound else None
        tone = iter(()) if audio is None else _tone(seconds, loudness, audio.format.name)
        heard = next(tone, None)
        for i in range(int(seconds * rate)):
            frame = av.VideoFrame.from_ndarray(_drawn(size, i), format="gray").reformat(format=video.pix_fmt)
            frame.pts, frame.time_base = i + round(first_s * rate), Fraction(1, rate)
            output.mux(video.encode(frame))
            # Beside its picture, so that who is sent this at its own speed hears what is seen.
            while heard is not None and (heard.time < (i + 1) / rate or i + 1 == int(seconds * rate)):
                output.mux(audio.encode(heard))
                heard = next(tone, None)
        if audio is not None:
            output.mux(audio.encode(None))
        output.mux(video.encode(None))
    return file.getvalue()


def _drawn(size: tuple[int, int], i: int) -> np.ndarray:
    width, height = size
    picture = np.full((height, width), 128, np.uint8)
    side = height // 4
    x = i * 8 % max(1, width - side)
    picture[side : 2 * side, x : x + side] = 235
    return picture


def _tone(seconds: float, loudness: float, sample_format: str):
    samples = 960
    resampler = av.AudioResampler(format=sample_format, layout="mono", rate=48000)
    for i in range(int(seconds * 48000 / samples)):
        t = (np.arange(samples) + i * samples) / 48000
        wave = (loudness * np.sin(2 * np.pi * 440 * t)).astype(np.float32)
        frame = av.AudioFrame.from_ndarray(wave.reshape(1, -1), format="flt", layout="mono")
        frame.sample_rate, frame.pts, frame.time_base = 48000, i * samples, Fraction(1, 48000)
        yield from resampler.resample(frame)
