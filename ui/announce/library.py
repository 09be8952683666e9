"""Announcements that are kept: a folder of Ogg Opus files, each with its name and its text in it."""

from __future__ import annotations

import logging
import os
import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from app.domain.errors import AppError
from app.voice.ogg import OggReader, OggWriter
from app.voice.opus import Encoder
from app.voice.recording import samples_of
from app.voice.toc import LOOKAHEAD_SAMPLES, duration_samples
from app.voice.wave import FRAME_SAMPLES, Wave

_SUFFIX, _UNFINISHED = ".ogg", ".part"
_NAME, _TEXT = "TITLE", "DESCRIPTION"
#: Nothing of it is lost on the way, and there are few.
_BITRATE_BPS = 40_000
#: What the station takes as the name of a call.
LONGEST_NAME = 80

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Kept:
    """
    Args:
        text: what is said; empty where somebody spoke it.
    """

    file: Path
    name: str
    text: str
    duration_s: float


class Library:
    """Its methods wait for the disk: call them on a job's thread, one at a time.

    Raises (all methods that change something):
        AppError("announcement.not_kept"): the disk. AppError("announcement.name_taken").
        AppError("recording.unreadable"): the file is no announcement any more.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def all(self) -> tuple[Kept, ...]:
        """By name. A file that cannot be read is left out, and is in the log."""
        found = []
        for file in self._folder.glob(f"*{_SUFFIX}"):
            try:
                found.append(_kept(file))
            except AppError as error:
                logger.warning("an announcement cannot be read: %s (%s)", file.name, error.params.get("reason"))
        return tuple(sorted(found, key=lambda one: (one.name.casefold(), one.file)))

    def keep(self, name: str, text: str, wave: Wave) -> Kept:
        """Under a name that no other has; what is longer than 80 characters is cut."""
        name = name[:LONGEST_NAME]
        self._check(name, None)
        return self._write(self._folder / f"{uuid.uuid4().hex}{_SUFFIX}", name, text, _encoded(wave))

    def rename(self, kept: Kept, name: str) -> Kept:
        """The sound stays as it is, bit for bit."""
        name = name[:LONGEST_NAME]
        self._check(name, kept.file)
        return self._write(kept.file, name, kept.text, OggReader(kept.file).packets())

    def delete(self, kept: Kept) -> None:
        """Nothing to do where it is gone already."""
        _disk(lambda: kept.file.unlink(missing_ok=True))

    def load(self, kept: Kept) -> Wave:
        """48 kHz mono."""
        return samples_of(kept.file)

    def _check(self, name: str, own: Path | None) -> None:
        if any(one.name.casefold() == name.casefold() and one.file != own for one in self.all()):
            raise AppError("announcement.name_taken", name=name)

    def _write(self, file: Path, name: str, text: str, packets: Iterable[bytes]) -> Kept:
        """Beside the old one first, so that a crash loses neither."""
        unfinished = file.with_suffix(_UNFINISHED)

        def write() -> None:
            self._folder.mkdir(parents=True, exist_ok=True)
            with OggWriter(unfinished, uuid.uuid4().int, {_NAME: name, _TEXT: text}) as writer:
                at = 0
                for packet in packets:
                    writer.write(packet, at)
                    at += duration_samples(packet)
            os.replace(unfinished, file)

        _disk(write)
        return _kept(file)


def _kept(file: Path) -> Kept:
    reader = OggReader(file)
    name = (reader.comments.get(_NAME) or file.stem)[:LONGEST_NAME]
    return Kept(file, name, reader.comments.get(_TEXT, ""), reader.duration_s)


def _encoded(wave: Wave) -> Iterable[bytes]:
    """Frames of 20 ms; what the codec holds back at the end is driven out by silence."""
    encoder = Encoder(_BITRATE_BPS, expected_loss=0.0)
    padded = np.pad(wave, (0, LOOKAHEAD_SAMPLES + -(wave.size + LOOKAHEAD_SAMPLES) % FRAME_SAMPLES))
    return [encoder.encode(frame) for frame in padded.reshape(-1, FRAME_SAMPLES)]


def _disk(work: Callable[[], object]) -> None:
    try:
        work()
    except OSError as fault:
        raise AppError("announcement.not_kept", reason=fault.strerror or type(fault).__name__) from fault
