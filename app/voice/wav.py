"""WAV files of 16 bits."""

from __future__ import annotations

import wave as riff
from pathlib import Path
from types import TracebackType
from typing import Self

import numpy as np

from app.domain.errors import AppError
from app.voice.resampling import resampled
from app.voice.wave import RATE_HZ, Stereo, Wave, to_pcm16


class WavWriter:
    """Writes 48 kHz stereo; a sink for ``PacedOut``.

    Raises:
        OSError: the disk; from every method.
    """

    def __init__(self, file: Path) -> None:
        self._file = riff.Wave_write(str(file))
        self._file.setparams((2, 2, RATE_HZ, 0, "NONE", ""))

    def __call__(self, frame: Stereo) -> None:
        self._file.writeframes(frame.astype("<i2").tobytes())

    def close(self) -> None:
        self._file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def read_wav(file: Path) -> Wave:
    """A WAV file of 16 bits, any rate, as 48 kHz mono; its channels are averaged.

    Raises:
        AppError("recording.unreadable"): it is no such file, or cannot be opened.
    """
    try:
        with riff.open(str(file), "rb") as source:
            channels, width, rate_hz, *_ = source.getparams()
            data = source.readframes(source.getnframes())
    except (OSError, EOFError, riff.Error) as fault:
        raise AppError("recording.unreadable", reason=str(fault)) from fault
    if width != 2:
        raise AppError("recording.unreadable", reason=f"{8 * width} bits")
    samples = np.frombuffer(data[: len(data) // (2 * channels) * 2 * channels], "<i2")
    mono = samples.reshape(-1, channels).mean(1, dtype=np.float32) / np.float32(32768)
    return resampled(mono.astype(np.float32), rate_hz, RATE_HZ)


def write_wav(file: Path, wave: Wave) -> None:
    """A whole recording, 48 kHz mono.

    Raises:
        OSError: the disk.
    """
    with riff.open(str(file), "wb") as sink:
        sink.setparams((1, 2, RATE_HZ, 0, "NONE", ""))
        sink.writeframes(to_pcm16(wave))
