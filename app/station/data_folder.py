"""The station's data folder: one station at a time, its identity, its key."""

from __future__ import annotations

import errno
import os
import secrets
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

from filelock import FileLock, Timeout

from app.domain.errors import AppError


class DataFolder:
    """A folder that this process alone works in, until ``close()`` or the end of the process.

    The lock is the operating system's, so ``kill -9`` leaves none behind.

    Raises:
        AppError("data.in_use"): another desk or station works in it.
        AppError("data.not_writable"): it cannot be made or written; with the system's reason.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            path.mkdir(parents=True, exist_ok=True, mode=0o700)
            self._lock = FileLock(path / "station.lock", blocking=False)
            self._lock.acquire()
            self.key = self._kept("station.key", lambda: secrets.token_bytes(32))
            self.station = self._kept("station.id", lambda: secrets.token_hex(8).encode()).decode()
        except Timeout as error:
            raise AppError("data.in_use", folder=str(path)) from error
        except OSError as error:
            raise not_writable(path, error) from error

    def close(self) -> None:
        self._lock.release()

    def __enter__(self) -> DataFolder:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _kept(self, name: str, make: Callable[[], bytes]) -> bytes:
        """A small file that is made once, whole or not at all, and readable by its owner only."""
        file = self.path / name
        if file.exists():
            return file.read_bytes()
        content = make()
        draft = file.with_suffix(".new")
        draft.unlink(missing_ok=True)
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        draft.replace(file)
        return content


def not_writable(path: Path, error: OSError) -> AppError:
    """The sentence's code for a folder that the system will not let us write."""
    reason = "full" if error.errno == errno.ENOSPC else (error.strerror or type(error).__name__)
    return AppError("data.not_writable", folder=str(path), reason=reason)
