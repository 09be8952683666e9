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
from av.stream import Stream

from app.domain.stream import Container
from app.media.source import Quality
from app.simulator.video.coder import FORMATS, TICK, Coder
from app.simulator.video.planes import Planes
from app.simulator.video.sound import RATE_HZ, Sound, Wave

#: Longer than a reader of ours looks into a stream before it shows anything (``app.media.source.options``).
_STILL_TICKS = 260


@dataclass(frozen=True, slots=True)
class _Muxing:
    """How a container is written: FFmpeg's name, options that keep it prompt, the codec of its sound."""

    name: str
    options: dict[str, str]
    audio_codec: str
    audio_options: dict[str, str]


_MUXING = {
    # A packet that says how long it is need not wait for the next one to be whole.
    Container.MPEG_TS: _Muxing("mpegts", {"omit_video_pes_length": "0", "pes_payload_size": "0"}, "aac", {}),
    Container.FLV: _Muxing("flv", {"flvflags": "no_duration_filesize"}, "aac", {}),
    Container.FMP4: _Muxing("mp4", {"movflags": "empty_moov+default_base_moof+frag_every_frame"}, "aac", {}),
    # What is in a cluster leaves the muxer with the next one.
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
        self._container, self.quality = container, quality
        self._sound, self._sink = sound, _Sink()
        options = {"flush_packets": "1", **muxing.options}
        self._output = av.open(self._sink, "w", format=muxing.name, options=options)
        self._video = self._output.add_stream("libx264", rate=FORMATS[quality].rate_fps)
        self._coder = Coder(FORMATS[quality], self._video.codec_context)
        self._audio = self._output.add_stream(muxing.audio_codec, rate=RATE_HZ, layout="mono")
        self._sound_encoder = cast("AudioCodecContext", self._audio.codec_context)
        self._sound_encoder.bit_rate = 32_000
        self._sound_encoder.options = muxing.audio_options
        self._shown, self._heard = -1, 0

    def turn_to(self, quality: Quality) -> bool:
        """Send another quality from the next picture on; False where a container cannot change its mind."""
        if quality is self.quality:
            return True
        if self._container is not Container.MPEG_TS:
            return False
        # A transport stream has no header to contradict: what the decoder needs is in every key frame.
        self._coder, self.quality = Coder(FORMATS[quality]), quality
        return True

    def film(self, picture: Planes, at_s: float, at_ms: int, speed_mps: float) -> bytes:
        """One picture and the sound up to it.

        Args:
            at_s: since the reel began. at_ms: what the burnt clock shows. speed_mps: what the sound is of.
        """
        frame, now = self._coder.frame(picture, at_ms), round(at_s / TICK)
        if not FORMATS[self.quality].is_fluent:
            # Twice, some 30 bytes the second time. To a demuxer a picture is whole when the next one begins, and
            # it shows none before it has seen some of the sound: a new reader must not wait for that until the
            # next still.
            self._show(frame, now - _STILL_TICKS)
        self._show(frame, now)
        self._hear(self._shown * float(TICK), speed_mps)
        return self._sink.taken()

    def close(self) -> None:
        """What the encoders still hold is not worth sending."""
        self._output.close()

    def _hear(self, until_s: float, speed_mps: float) -> None:
        size = self._sound_encoder.frame_size or 1024
        # A little ahead of the pictures: the muxer holds a packet back until the other track is as far.
        ahead = max(3 * size, RATE_HZ // 6)
        while self._heard < until_s * RATE_HZ + ahead:
            frame = _sounding(self._sound.take(size, speed_mps), self._sound_encoder.format.name)
            frame.sample_rate, frame.pts, frame.time_base = RATE_HZ, self._heard, Fraction(1, RATE_HZ)
            self._heard += size
            self._mux(self._sound_encoder.encode(frame), self._audio)

    def _show(self, frame: VideoFrame, at_ticks: int) -> None:
        self._shown = max(at_ticks, self._shown + 1)
        self._mux(self._coder.coded(frame, self._shown), self._video)

    def _mux(self, packets: Sequence[Packet[Any]], stream: Stream) -> None:
        for packet in packets:
            packet.stream = stream
            self._output.mux(packet)


def _sounding(wave: Wave, sample_format: str) -> AudioFrame:
    if sample_format.startswith("flt"):
        return AudioFrame.from_ndarray(wave.reshape(1, -1), format=sample_format, layout="mono")
    return AudioFrame.from_ndarray((wave * 32767).astype(np.int16).reshape(1, -1), format="s16", layout="mono")
