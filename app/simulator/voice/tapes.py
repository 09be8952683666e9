"""What a terminal has played, as files: one a burst, the newest only."""

from __future__ import annotations

import re
from pathlib import Path

from app.voice.wav import write_wav
from app.voice.wave import Wave

#: Half a minute each, they stay below 150 MB.
MOST_TAPES = 50
_NAME = re.compile(r"burst-(\d+)\.wav")


class Tapes:
    """WAV files of 48 kHz mono, ``burst-NUMBER.wav``.

    Raises:
        OSError: the disk; from every method.
    """

    def __init__(self, folder: Path, most: int = MOST_TAPES) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder, self._most = folder, most

    def keep(self, burst: int, wave: Wave) -> Path:
        """Write one, whole or not at all, and let the oldest go."""
        file = self._folder / f"burst-{burst}.wav"
        part = file.with_suffix(".part")
        write_wav(part, wave)
        part.replace(file)
        for old in self._files()[: -self._most]:
            old.unlink(missing_ok=True)
        return file

    def _files(self) -> list[Path]:
        """Oldest first: bursts are counted."""
        numbered = [
            (int(match[1]), file) for file in self._folder.iterdir() if (match := _NAME.fullmatch(file.name))
        ]
        return [file for _, file in sorted(numbered)]
