"""The last minute of a stream, kept in runs that each begin with a key frame, so that it can be replayed from any.

Old runs go to disk when all rings together hold more than they may. A run is written and read by worker threads;
everything else is the event loop's.
"""

from __future__ import annotations

import contextlib
import itertools
import threading
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from app.media.containers.piece import Piece

#: A run without a new key frame for so long is closed; what follows cannot be begun with until the next one.
RUN_BYTES = 16 * 1024 * 1024
#: Key pieces nearer to each other than this share a run: no player needs more places to begin.
_SHORTEST_RUN_MS = 200
#: What a piece costs beside its bytes.
_PIECE_BYTES = 128


@dataclass(slots=True, eq=False)
class Run:
    """From one key piece to before the next. ``at_ms`` is when its first piece arrived, Unix milliseconds."""

    header: bytes
    at_ms: int
    until_ms: int
    pieces: list[Piece] = field(default_factory=list)
    size: int = 0
    file: Path | None = None
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _is_gone: bool = False

    def data(self) -> bytes:
        """Header and all pieces; empty when the run has left the ring meanwhile. Blocking once it is on disk."""
        with self._lock:
            if self.file is None:
                return b"".join((self.header, *(piece.data for piece in self.pieces)))
            with contextlib.suppress(FileNotFoundError):
                return self.file.read_bytes()
            return b""

    def spill(self, file: Path) -> None:
        """Write the run to a file and forget its pieces. Blocking.

        Raises:
            OSError: it could not be written, and stays in memory.
        """
        data = self.data()
        try:
            file.write_bytes(data)
        except OSError:
            file.unlink(missing_ok=True)
            raise
        with self._lock:
            if self._is_gone:
                file.unlink(missing_ok=True)
                return
            self.file, self.pieces = file, []

    def drop(self) -> None:
        """The run leaves the ring."""
        with self._lock:
            self._is_gone = True
            if self.file is not None:
                self.file.unlink(missing_ok=True)


class Ring:
    """The runs of one stream, oldest first.

    Args:
        keep_s: how far back a moment can be asked for.
    """

    def __init__(self, keep_s: float = 60.0, run_bytes: int = RUN_BYTES) -> None:
        self._keep_ms, self._run_bytes = int(keep_s * 1000), run_bytes
        self._runs: deque[Run] = deque()
        self._is_open = False

    def __iter__(self) -> Iterator[Run]:
        return iter(self._runs)

    @property
    def memory(self) -> int:
        """Bytes held in memory, about."""
        return sum(run.size for run in self._runs if run.file is None)

    def put(self, piece: Piece, header: bytes, at_ms: int) -> None:
        """Keep a piece; one that no key piece came before is not kept."""
        if piece.is_key and not (self._is_open and at_ms - self._runs[-1].at_ms < _SHORTEST_RUN_MS):
            self._runs.append(Run(header, at_ms, at_ms))
            self._is_open = True
        elif not self._is_open:
            return
        run = self._runs[-1]
        run.pieces.append(piece)
        run.size += len(piece.data) + _PIECE_BYTES
        run.until_ms = at_ms
        self._is_open = run.size < self._run_bytes
        self.expire(at_ms)

    @property
    def is_empty(self) -> bool:
        return not self._runs

    @property
    def open_bytes(self) -> int:
        """Of the run that is being written; 0 when none is."""
        return self._runs[-1].size if self._is_open else 0

    def cut(self) -> None:
        """Close the run that is being written: what comes is not kept until the next key piece."""
        self._is_open = False

    def expire(self, now_ms: int) -> None:
        """Let go of what is older than the ring keeps."""
        oldest_ms = now_ms - self._keep_ms
        while self._runs and self._runs[0].until_ms < oldest_ms:
            self._runs.popleft().drop()

    def since(self, at_ms: int) -> list[Run]:
        """The runs that show this moment and everything after it."""
        return [run for run in self._runs if run.until_ms >= at_ms]

    def closed_in_memory(self) -> list[Run]:
        """Runs that can be spilled: the one being written is not among them."""
        closed = len(self._runs) - 1 if self._is_open else len(self._runs)
        return [run for run in itertools.islice(self._runs, closed) if run.file is None]

    def discard(self, run: Run) -> None:
        """Let go of one run, if it is still here."""
        with contextlib.suppress(ValueError):
            self._runs.remove(run)
        run.drop()

    def close(self) -> None:
        while self._runs:
            self._runs.popleft().drop()
        self._is_open = False
