"""Speech for tests: espeak-ng's where it is installed, otherwise a made-up voice that hums in syllables."""

from __future__ import annotations

import subprocess
from functools import cache
from pathlib import Path
from shutil import which
from tempfile import TemporaryDirectory

import numpy as np

from app.voice.wav import read_wav
from app.voice.wave import RATE_HZ, Wave

TEXT = (
    "Unit twelve, go to the north gate of the market. Two persons are waiting there for you. "
    "Report when you are on the scene, and keep the road free for the ambulance."
)


@cache
def speech() -> Wave:
    """Some eight seconds, 48 kHz mono."""
    if which("espeak-ng") is None:
        return hum()
    with TemporaryDirectory() as folder:
        file = Path(folder) / "speech.wav"
        subprocess.run(["espeak-ng", "-v", "en", "-s", "150", "-w", str(file), TEXT], check=True, timeout=30)
        return read_wav(file)


@cache
def hum(seconds: float = 8.0) -> Wave:
    """A buzz of changing pitch through two changing formants, in syllables with pauses between."""
    chance = np.random.default_rng(7)
    count = int(seconds * RATE_HZ)
    t = np.arange(count) / RATE_HZ
    pitch_hz = 120 + 25 * np.sin(2 * np.pi * 0.7 * t) + 8 * np.sin(2 * np.pi * 3.1 * t)
    phase = 2 * np.pi * np.cumsum(pitch_hz) / RATE_HZ
    wave = np.zeros(count)
    syllables = np.repeat(chance.uniform(0, 1, (int(seconds * 4) + 1, 2)), RATE_HZ // 4, axis=0)[:count]
    first, second = 300 + 500 * syllables[:, 0], 900 + 1600 * syllables[:, 1]
    for harmonic in range(1, 30):
        at = harmonic * pitch_hz
        weight = np.exp(-(((at - first) / 120) ** 2)) + 0.5 * np.exp(-(((at - second) / 200) ** 2)) + 0.02
        wave += weight * np.sin(harmonic * phase)
    loudness = np.clip(np.sin(2 * np.pi * 4 * t) + 0.4, 0, 1) * (np.sin(2 * np.pi * 0.35 * t) > -0.8)
    wave = wave * loudness + 0.001 * chance.standard_normal(count)
    return (0.3 * wave / np.abs(wave).max()).astype(np.float32)
