"""How like two recordings of speech are: the distance of their spectra, and intelligibility (STOI).

For measuring and testing what a link did to speech; nothing here is needed to talk.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from app.voice.resampling import resampled
from app.voice.wave import RATE_HZ, Wave

_Matrix = NDArray[np.float64]

#: Of STOI, as published: 10 kHz, frames of 256 samples with half overlap in a DFT of 512, 15 third-octave bands
#: from 150 Hz, segments of 30 frames (384 ms); frames 40 dB below the loudest are left out, and the ratio of
#: signal to distortion is bounded at -15 dB.
_STOI_HZ, _FRAME, _HOP, _DFT = 10_000, 256, 128, 512
_BANDS, _LOWEST_HZ, _SEGMENT, _DYNAMIC_DB, _BOUND_DB = 15, 150.0, 30, 40.0, -15.0
#: Of the spectral distance: 20 ms frames, and what is this far below the loudest does not count.
_LSD_FRAME, _LSD_FLOOR_DB = 960, 60.0
_TINY = 1e-10


def spectral_distance_db(reference: Wave, heard: Wave) -> float:
    """Log-spectral distance of two aligned recordings, dB: RMS over the spectrum, mean over frames.

    Frames in which the reference is silent do not count; 0 for the same recording.
    """
    size = min(reference.size, heard.size)
    clean, other = (_decibels(_frames(wave[:size], _LSD_FRAME, _LSD_FRAME // 2)) for wave in (reference, heard))
    floor_db = clean.max() - _LSD_FLOOR_DB
    difference = np.maximum(clean, floor_db) - np.maximum(other, floor_db)
    speaks = clean.max(1) > floor_db + _LSD_FLOOR_DB / 2
    return float(np.sqrt(np.mean(difference[speaks] ** 2, 1)).mean())


def intelligibility(reference: Wave, heard: Wave) -> float:
    """Short-time objective intelligibility of aligned recordings, about 0 to 1; 48 kHz, at least 0.4 s of speech.

    It rises with the share of words that listeners understand; 1 is the reference itself, noise alone is near 0.4.

    Raises:
        ValueError: there is not enough speech in the reference.
    Source: C. H. Taal, R. C. Hendriks, R. Heusdens, J. Jensen: An algorithm for intelligibility prediction of
        time-frequency weighted noisy speech, IEEE Trans. Audio, Speech, Lang. Process. 19(7), 2011.
    """
    size = min(reference.size, heard.size)
    clean, other = (resampled(wave[:size], RATE_HZ, _STOI_HZ).astype(np.float64) for wave in (reference, heard))
    clean, other = _spoken(clean, other)
    bands = _bands()
    x, y = (_envelopes(wave, bands) for wave in (clean, other))
    if x.shape[1] < _SEGMENT:
        raise ValueError("not enough speech to judge")
    views = [np.lib.stride_tricks.sliding_window_view(each, _SEGMENT, axis=1) for each in (x, y)]
    reference_parts, heard_parts = views[0], views[1]
    gain = np.linalg.norm(reference_parts, axis=2) / (np.linalg.norm(heard_parts, axis=2) + _TINY)
    scaled = heard_parts * gain[..., None]
    bounded = np.minimum(scaled, reference_parts * (1 + 10 ** (-_BOUND_DB / 20)))
    return float(np.mean(_correlation(reference_parts, bounded)))


def _spoken(clean: _Matrix, other: _Matrix) -> tuple[_Matrix, _Matrix]:
    """Both without the frames in which the first is silent, joined again by overlap and add."""
    window = np.hanning(_FRAME + 2)[1:-1]
    x, y = (_frames(wave, _FRAME, _HOP) * window for wave in (clean, other))
    energy_db = 20 * np.log10(np.linalg.norm(x, axis=1) + _TINY)
    is_spoken = energy_db > energy_db.max() - _DYNAMIC_DB
    return _joined(x[is_spoken]), _joined(y[is_spoken])


def _joined(frames: _Matrix) -> _Matrix:
    wave = np.zeros((len(frames) - 1) * _HOP + _FRAME if len(frames) else 0)
    for i, frame in enumerate(frames):
        wave[i * _HOP : i * _HOP + _FRAME] += frame
    return wave


def _envelopes(wave: _Matrix, bands: _Matrix) -> _Matrix:
    """Magnitude of each third-octave band in each frame, shape (bands, frames)."""
    window = np.hanning(_FRAME + 2)[1:-1]
    power = np.abs(np.fft.rfft(_frames(wave, _FRAME, _HOP) * window, _DFT)) ** 2
    return np.asarray(np.sqrt(bands @ power.T))


def _bands() -> _Matrix:
    """Which bins of the DFT each band sums, shape (bands, bins); its edges lie on the nearest bins."""
    bins_hz = np.arange(_DFT // 2 + 1) * _STOI_HZ / _DFT
    centres = _LOWEST_HZ * 2.0 ** (np.arange(_BANDS) / 3)
    bands = np.zeros((_BANDS, bins_hz.size))
    for i, centre in enumerate(centres):
        low, high = (int(np.argmin(np.abs(bins_hz - centre * 2.0**turn))) for turn in (-1 / 6, 1 / 6))
        bands[i, low:high] = 1.0
    return bands


def _correlation(x: _Matrix, y: _Matrix) -> _Matrix:
    x = x - x.mean(-1, keepdims=True)
    y = y - y.mean(-1, keepdims=True)
    return np.asarray((x * y).sum(-1) / (np.linalg.norm(x, axis=-1) * np.linalg.norm(y, axis=-1) + _TINY))


def _frames(wave: NDArray[np.floating], length: int, hop: int) -> NDArray[np.floating]:
    if wave.size < length:
        return np.zeros((0, length))
    return np.lib.stride_tricks.sliding_window_view(wave, length)[::hop]


def _decibels(frames: NDArray[np.floating]) -> _Matrix:
    window = np.hanning(frames.shape[1])
    return np.asarray(20 * np.log10(np.abs(np.fft.rfft(frames * window)) + _TINY))
