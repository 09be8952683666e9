"""Marks that say what a folder was made from, so that nothing is made twice and nothing half made is trusted."""

from __future__ import annotations

import hashlib
import json
import os
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from typing import Callable, Iterable, Iterator

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

_ASKED_EVERY_S = 0.2


def digest(files: Iterable[Path], below: Path) -> str:
    """SHA-256 over the names (relative to ``below``) and contents of the files, in the order of their names."""
    total = hashlib.sha256()
    for file in sorted(files):
        content = hashlib.sha256(file.read_bytes()).hexdigest()
        total.update(f"{file.relative_to(below).as_posix()}\0{content}\n".encode())
    return total.hexdigest()


def read(stamp: Path) -> dict[str, str]:
    """What the stamp says; empty when there is none or it cannot be read."""
    try:
        content = json.loads(stamp.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return content if isinstance(content, dict) else {}


def write(stamp: Path, content: dict[str, str]) -> None:
    """Put the stamp in place in one move; to be the last thing that a step does."""
    beside = stamp.with_name(stamp.name + ".new")
    beside.write_text(json.dumps(content, indent=1, sort_keys=True), encoding="utf-8")
    os.replace(beside, stamp)


@contextmanager
def only_one_at_work(lock: Path, waiting: Callable[[], None]) -> Iterator[int]:
    """Hold the lock file, after waiting for whoever holds it; yields its descriptor.

    A child that inherits the descriptor holds the lock too: an installer that outlives a killed bootstrap keeps
    the next one waiting instead of working against it.

    Args:
        lock: file that is made when missing.
        waiting: called once when somebody else holds the lock.
    """
    descriptor = os.open(str(lock), os.O_RDWR | os.O_CREAT, 0o644)
    try:
        told = False
        while not _taken(descriptor):
            if not told:
                waiting()
                told = True
            time.sleep(_ASKED_EVERY_S)
        yield descriptor
    finally:
        os.close(descriptor)


def _taken(descriptor: int) -> bool:
    try:
        if sys.platform == "win32":
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        else:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
