"""What terminals say: short phrases of the radio, made beforehand; ``resources/speech`` says how."""

from __future__ import annotations

import random
from collections.abc import Sequence
from functools import lru_cache
from itertools import cycle
from pathlib import Path

import numpy as np

from app.domain.errors import AppError
from app.voice.sound_file import read_sound
from app.voice.wave import RATE_HZ, Wave, silence

FOLDER = Path(__file__).parents[3] / "resources" / "speech"
_BREATH = silence(RATE_HZ // 10)

#: All that there are last two minutes: 25 MB.
_sound = lru_cache(maxsize=100)(read_sound)


class Clips:
    """Says these files, one after the other, whatever it is asked for.

    Args:
        files: WAV of 16 bits or Ogg Opus.
    Raises:
        AppError("recording.unreadable"): one of them is neither, or cannot be opened.
    """

    def __init__(self, files: Sequence[Path]) -> None:
        self._waves = cycle([read_sound(file) for file in files])

    def report(self, _: random.Random) -> Wave:
        return next(self._waves)

    answer = report


class Phrases:
    """Says things in one of the voices that the folder has, always the same for the same callsign.

    Args:
        callsign: said before each phrase, as far as there are clips for its letters and digits.
    Raises:
        AppError("recording.unreadable"): there are no phrases; of the methods, a clip is not one.
    """

    def __init__(self, callsign: str = "", folder: Path = FOLDER) -> None:
        voices = sorted({file.name.partition("-")[0] for file in folder.glob("*-report-*.opus")})
        if not voices:
            raise AppError("recording.unreadable", reason=f"no phrases in {folder.name}")
        self._folder, self._voice = folder, random.Random(callsign).choice(voices)
        signs = (folder / f"{self._voice}-sign-{character}.opus" for character in callsign.lower())
        self._sign = [file for file in signs if file.is_file()]

    def report(self, chance: random.Random) -> Wave:
        """What a unit says by itself."""
        return self._phrase("report", chance)

    def answer(self, chance: random.Random) -> Wave:
        """What a unit says to a dispatcher."""
        return self._phrase("answer", chance)

    def _phrase(self, kind: str, chance: random.Random) -> Wave:
        files = sorted(self._folder.glob(f"{self._voice}-{kind}-*.opus"))
        if not files:
            raise AppError("recording.unreadable", reason=f"no phrases in {self._folder.name}")
        sign = [_sound(file) for file in self._sign]
        return np.concatenate([*sign, *([_BREATH] if sign else []), _sound(chance.choice(files))])
