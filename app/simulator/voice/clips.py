"""What terminals say: short phrases of the radio, made beforehand; ``resources/speech`` says how."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from app.domain.errors import AppError
from app.voice.recording import samples_of
from app.voice.wav import read_wav
from app.voice.wave import Wave

FOLDER = Path(__file__).parents[3] / "resources" / "speech"


def clip_files(folder: Path = FOLDER) -> list[Path]:
    """In the order of their names.

    Raises:
        AppError("recording.unreadable"): there is none.
    """
    files = sorted(folder.glob("*.opus"))
    if not files:
        raise AppError("recording.unreadable", reason="no clips")
    return files


@lru_cache(maxsize=64)
def clip(file: Path) -> Wave:
    """Ogg Opus or WAV as 48 kHz mono.

    Raises:
        AppError("recording.unreadable"): it is neither, or cannot be opened.
    """
    return read_wav(file) if file.suffix.lower() == ".wav" else samples_of(file)
