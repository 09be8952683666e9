"""A reel: pictures and sound, coded and put into a container, as bytes that can be sent at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, cast

import av
import numpy as np
from av import AudioFrame, Packet, VideoFrame
from av.audio.codeccontext import AudioCodecContext
from av.codec.context import CodecContext
from av.stream import Stream
from av.video.codeccontext import VideoCodecContext
from av.video.reformatter import VideoReformatter

from app.domain.stream import Container
from app.media.burnt_clock import draw
from app.media.source import Quality
from app.simulator.video.planes import Plane, Planes
from app.simulator.video.sound import RATE_HZ, Sound

_TICK = Fraction(1, 1000)
_FLUENT_FPS = 5
_AGAIN_TICKS = 40


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


FORMATS = {
    Quality.MAIN: Format(640, 360, 15, 25, 900_000),
    Quality.SUB: Format(320, 180, 15, 26, 300_000),
    Quality.THUMBNAIL: Format(192, 108, 2, 30, 150_000),
}


@dataclass(frozen=True, slots=True)
class _Muxing:
    """How a container is written: FFmpeg's name, options that keep it prompt, the codec of its sound."""

    name: str
    options: dict[str, str]
    audio_codec: str
    audio_options: dict[str, str]


_PROMPT = {"flush_packets": "1"}
_MUXING = {
    # A packet that says how long it is need not wait for the next one to be whole.
    Container.MPEG_TS: _Muxing("mpegts", {"omit_video_pes_length": "0", "pes_payload_size": "0"}, "aac", {}),
    Container.FLV: _Muxing("flv", {"flvflags": "no_duration_filesize"}, "aac", {}),
    Container.FMP4: _Muxing("mp4", {"movflags": "empty_moov+default_base_moof+frag_every_frame"}, "aac", {}),
    Container.WEBM: _Muxing(
        "matroska", {"live": "1", "cluster_time_limit": "1"}, "libopus", {"compression_level": "1"}
    ),
}


class _Sink:
    """Where the muxer writes."""

    def __init__(self) -> None:
        self._written: list[bytes] = []

    def write(self, data: bytes) -> int:
        self._written.append(bytes(data))
        return len(data)

    def taken(self) -> bytes:
        written, self._written = b"".join(self._written), []
        return written


class Reel:
    """One stream from its header to its end. To be closed."""

    def __init__(self, container: Container, quality: Quality, sound: Sound) -> None:
        muxing = _MUXING[container]
        self._sound, self._sink = sound, _Sink()
        self._output = av.open(self._sink, "w", format=muxing.name, options={**_PROMPT, **muxing.options})
        form = FORMATS[quality]
        self._video = self._output.add_stream("libx264", rate=form.rate_fps)
        self._encoder: VideoCodecContext = self._video.codec_context
        _set_up(self._encoder, form)
        self._audio = self._output.add_stream(muxing.audio_codec, rate=RATE_HZ, layout="mono")
        self._sound_encoder = cast("AudioCodecContext", self._audio.codec_context)
        self._sound_encoder.bit_rate = 32_000
        self._sound_encoder.options = muxing.audio_options
        self._heard, self._shown = 0, -1
        self._reformatter = VideoReformatter()
        self._container, self.quality = container, quality

    def turn_to(self, quality: Quality) -> bool:
        """Send another quality from the next picture on; False where a container cannot change its mind."""
        if quality is self.quality:
            return True
        if self._container is not Container.MPEG_TS:
            return False
        # A transport stream has no header to contradict: what the decoder needs is in every key frame.
        self._encoder = CodecContext.create("libx264", "w")
        _set_up(self._encoder, FORMATS[quality])
        self.quality = quality
        return True

    def film(self, picture: Planes, at_s: float, at_ms: int, speed_mps: float) -> bytes:
        """One picture and the sound up to it.

        Args:
            at_s: since the reel began. at_ms: what the burnt clock shows. speed_mps: what the sound is of.
        """
        form = FORMATS[self.quality]
        frame = VideoFrame.from_ndarray(picture.whole, format="yuv420p")
        if (form.width, form.height) != (picture.width, picture.height):
            frame = self._reformatter.reformat(frame, form.width, form.height, interpolation="AREA")
        draw(_luma(frame), at_ms)
        self._show(frame, round(at_s / _TICK))
        if not self._is_fluent:
            # To a demuxer a picture is whole when the next one begins, which for a new reader must not be half a
            # second later: the same again, some 30 bytes.
            self._show(frame, self._shown + _AGAIN_TICKS)
        self._hear(self._shown * float(_TICK), speed_mps)
        return self._sink.taken()

    def close(self) -> None:
        """What the encoders still hold is not worth sending."""
        self._output.close()

    @property
    def _is_fluent(self) -> bool:
        return FORMATS[self.quality].rate_fps >= _FLUENT_FPS

    def _show(self, frame: VideoFrame, at_ticks: int) -> None:
        self._shown = max(at_ticks, self._shown + 1)
        frame.pts, frame.time_base = self._shown, _TICK
        self._mux(self._encoder.encode(frame), self._video)

    def _hear(self, until_s: float, speed_mps: float) -> None:
        encoder = self._sound_encoder
        size = encoder.frame_size or 1024
        # A little ahead of the pictures: the muxer holds a packet back until the other track is as far.
        ahead = max(3 * size, RATE_HZ // 6)
        while self._heard < until_s * RATE_HZ + ahead:
            wave = self._sound.take(size, speed_mps)
            frame = _sounding(wave, encoder.format.name)
            frame.sample_rate, frame.pts, frame.time_base = RATE_HZ, self._heard, Fraction(1, RATE_HZ)
            self._heard += size
            self._mux(encoder.encode(frame), self._audio)

    def _mux(self, packets: Sequence[Packet[Any]], stream: Stream) -> None:
        for packet in packets:
            packet.stream = stream
            self._output.mux(packet)


def _set_up(encoder: VideoCodecContext, form: Format) -> None:
    encoder.width, encoder.height, encoder.pix_fmt = form.width, form.height, "yuv420p"
    encoder.time_base, encoder.framerate = _TICK, Fraction(form.rate_fps)
    # A key frame a second; of thumbnails each new one, so that a reader sees the newest at once.
    encoder.gop_size = form.rate_fps if form.rate_fps >= _FLUENT_FPS else 2
    encoder.thread_count = 1
    limit = {"crf": str(form.coarseness), "maxrate": str(form.most_bps), "bufsize": str(form.most_bps)}
    encoder.options = {"preset": "ultrafast", "tune": "zerolatency", "sc_threshold": "0", **limit}


def _luma(frame: VideoFrame) -> Plane:
    plane: Any = frame.planes[0]
    return np.frombuffer(plane, np.uint8).reshape(-1, plane.line_size)[: frame.height, : frame.width]


def _sounding(wave: np.ndarray[Any, np.dtype[np.float32]], sample_format: str) -> AudioFrame:
    if sample_format.startswith("flt"):
        return AudioFrame.from_ndarray(wave.reshape(1, -1), format=sample_format, layout="mono")
    return AudioFrame.from_ndarray((wave * 32767).astype(np.int16).reshape(1, -1), format="s16", layout="mono")
