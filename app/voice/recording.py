"""A recorded burst as sound: its samples, and its outline for the talk log."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from app.voice.ogg import OggReader
from app.voice.opus import Decoder
from app.voice.toc import duration_samples, is_silence
from app.voice.wave import RATE_HZ, Wave

#: Enough to see where somebody speaks, at half the cost of hearing it.
_OUTLINE_HZ = 8_000


def samples_of(file: Path | bytes) -> Wave:
    """All of a recording, 48 kHz mono.

    Args:
        file: or what it holds.
    Raises:
        AppError("recording.unreadable"): it is no Ogg Opus file, or cannot be opened.
    """
    return _decoded(OggReader(file), RATE_HZ)


def outline_of(file: Path, columns: int) -> NDArray[np.float32]:
    """Lowest and highest sample of each part of a recording, shape (columns, 2), full scale ±1.0.

    Raises:
        AppError("recording.unreadable"): it is no Ogg Opus file, or cannot be opened.
    """
    return outline_of_wave(_decoded(OggReader(file), _OUTLINE_HZ), columns)


def outline_of_wave(wave: Wave, columns: int) -> NDArray[np.float32]:
    """The same of what is decoded already."""
    outline = np.zeros((columns, 2), np.float32)
    if not wave.size:
        return outline
    begins = (np.arange(columns) * wave.size) // columns
    # reduceat wants each part to hold a sample; of a very short recording, neighbours show the same one.
    outline[:, 0] = np.minimum.reduceat(wave, begins)
    outline[:, 1] = np.maximum.reduceat(wave, begins)
    return outline


def _decoded(reader: OggReader, rate_hz: int) -> Wave:
    decoder = Decoder(rate_hz)
    parts: list[Wave] = []
    for payload in reader.packets():
        samples = duration_samples(payload) * rate_hz // RATE_HZ
        wave = None if is_silence(payload) else decoder.decode(payload)
        parts.append(decoder.conceal(samples) if wave is None else wave)
    wave = np.concatenate(parts) if parts else np.zeros(0, np.float32)
    return wave[reader.pre_skip * rate_hz // RATE_HZ :]
