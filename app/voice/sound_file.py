"""Files as endpoints: what a microphone plays from, and a loudspeaker that writes for as long as it likes."""

from __future__ import annotations

import os
from pathlib import Path
from types import TracebackType
from typing import Self

from app.domain.errors import AppError
from app.voice.recording import samples_of
from app.voice.wav import WavWriter, read_wav
from app.voice.wave import FRAME_S, Stereo, Wave

#: More than an hour of Opus, or five minutes of WAV in stereo: it is held in memory.
_MOST_BYTES = 64 * 2**20
#: Of what is heard so much is kept, and as much again before it; 58 MB each.
_PART_S = 300.0
_OGG = b"OggS"


def read_sound(file: Path) -> Wave:
    """A file of speech, WAV of 16 bits or Ogg Opus, as 48 kHz mono.

    Raises:
        AppError("recording.unreadable"): it is neither, is not there, or is larger than 64 MB.
    """
    try:
        with file.open("rb") as source:
            kind = source.read(len(_OGG))
            size = os.fstat(source.fileno()).st_size
    except OSError as fault:
        raise AppError("recording.unreadable", reason=fault.strerror or "") from fault
    if size > _MOST_BYTES:
        raise AppError("recording.unreadable", reason=f"larger than {_MOST_BYTES >> 20} MB")
    return samples_of(file) if kind == _OGG else read_wav(file)


class RollingWav:
    """Writes 48 kHz stereo without end: a full file is kept as ``NAME.before.wav`` in place of the one before.

    Its header is right after every frame, so that what a killed process wrote can be heard.

    Raises:
        OSError: the disk; from every method.
    """

    def __init__(self, file: Path, part_s: float = _PART_S) -> None:
        self._file, self._most = file, round(part_s / FRAME_S)
        self._begin()

    def __call__(self, frame: Stereo) -> None:
        if self._frames == self._most:
            self._part.close()
            self._begin()
        self._part(frame)
        self._frames += 1

    def close(self) -> None:
        self._part.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _begin(self) -> None:
        if self._file.exists():
            self._file.replace(self._file.with_suffix(f".before{self._file.suffix}"))
        self._part, self._frames = WavWriter(self._file), 0
