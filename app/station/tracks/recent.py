"""What has come in and is not in blocks yet, in memory; ``head`` rows on disk hold the same for after a crash.

A fix is *incoming* until somebody asks or half a second has passed, then *sealed* (rounded, in order), then
*saved* (in a head row too), and leaves when it has been folded into blocks.
"""

from __future__ import annotations

import threading

from app.domain.fixes import Fixes
from app.station.tracks.order import resolved
from app.station.tracks.quantum import quantised


class Recent:
    """Fixes in memory; every method may be called from any thread."""

    def __init__(self, saved: dict[int, Fixes]) -> None:
        """Begins with what the head rows of the last run hold, by row."""
        self._saved = saved
        self._sealed: list[Fixes] = []
        self._incoming: list[Fixes] = []
        self._count = sum(map(len, saved.values()))
        self._lock = threading.Lock()
        self._sealing = threading.Lock()

    def __len__(self) -> int:
        return self._count

    def add(self, fixes: Fixes) -> None:
        with self._lock:
            self._incoming.append(fixes)
            self._count += len(fixes)

    def chunks(self) -> list[Fixes]:
        """All of it, each chunk in order."""
        self._seal()
        with self._lock:
            return [*self._saved.values(), *self._sealed]

    def unsaved(self) -> list[Fixes]:
        """What is to become the next head row."""
        self._seal()
        with self._lock:
            return list(self._sealed)

    def mark_saved(self, chunks: list[Fixes], head: int, merged: Fixes) -> None:
        """These first unsaved chunks are now one, and in this head row."""
        with self._lock:
            self._sealed = self._sealed[len(chunks) :]
            self._saved[head] = merged
            self._count -= sum(map(len, chunks)) - len(merged)

    def saved(self) -> dict[int, Fixes]:
        """What is ready to be folded, by head row."""
        with self._lock:
            return dict(self._saved)

    def drop(self, heads: dict[int, Fixes]) -> None:
        """These head rows are in blocks now."""
        with self._lock:
            for head in heads:
                self._count -= len(self._saved.pop(head))

    def _seal(self) -> None:
        with self._sealing:
            with self._lock:
                incoming, self._incoming = self._incoming, []
            if incoming:
                sealed = resolved([quantised(Fixes.concat(incoming))])
                with self._lock:
                    self._sealed.append(sealed)
                    self._count -= sum(map(len, incoming)) - len(sealed)
