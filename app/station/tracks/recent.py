"""What has come in and is not in blocks yet, in memory; ``head`` rows on disk hold the same for after a crash.

A fix is *incoming* until somebody asks or half a second has passed, then *sealed* (rounded, in order), then
*saved* (in a head row too), and leaves when it has been folded into blocks.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass

from app.domain.fixes import Fixes
from app.station.tracks.order import resolved
from app.station.tracks.quantum import quantised


@dataclass(frozen=True, slots=True)
class _Chunk:
    """Ordered fixes, at least one, and the time that they span."""

    fixes: Fixes
    from_ms: int
    to_ms: int

    @classmethod
    def of(cls, fixes: Fixes) -> _Chunk:
        return cls(fixes, int(fixes.at_ms.min()), int(fixes.at_ms.max()))


class Recent:
    """Fixes in memory; every method may be called from any thread."""

    def __init__(self, saved: dict[int, Fixes]) -> None:
        """Begins with what the head rows of the last run hold, by row."""
        self._saved = {head: _Chunk.of(fixes) for head, fixes in saved.items()}
        self._unsaved: _Chunk | None = None
        self._sealed: list[_Chunk] = []
        self._incoming: list[Fixes] = []
        self._count = sum(map(len, saved.values()))
        self._lock = threading.Lock()
        self._sealing = threading.Lock()

    def __len__(self) -> int:
        """How many fixes it holds; one that came twice may count twice."""
        return self._count

    def add(self, fixes: Fixes) -> None:
        with self._lock:
            self._incoming.append(fixes)
            self._count += len(fixes)

    def chunks(self, from_ms: int | None = None, to_ms: int | None = None) -> list[Fixes]:
        """All of it that may be of this time, each chunk in order."""
        self._seal()
        with self._lock:
            held = self._held()
        return [
            chunk.fixes
            for chunk in held
            if (from_ms is None or chunk.to_ms >= from_ms) and (to_ms is None or chunk.from_ms <= to_ms)
        ]

    def unsaved(self) -> Fixes | None:
        """What is to become the next head row; the same again until ``mark_saved``. None when there is nothing."""
        self._seal()
        with self._sealing:
            if self._unsaved is None and self._sealed:
                merged = _Chunk.of(resolved([chunk.fixes for chunk in self._sealed]))
                with self._lock:
                    self._unsaved, self._sealed = merged, []
            return self._unsaved.fixes if self._unsaved is not None else None

    def mark_saved(self, head: int) -> None:
        """What ``unsaved`` gave last is in this head row."""
        with self._lock:
            if self._unsaved is not None:
                self._saved[head] = self._unsaved
            self._unsaved = None

    def saved(self) -> dict[int, Fixes]:
        """What is ready to be folded, by head row."""
        with self._lock:
            return {head: chunk.fixes for head, chunk in self._saved.items()}

    def drop(self, heads: dict[int, Fixes]) -> None:
        """These head rows are in blocks now."""
        with self._lock:
            for head in heads:
                del self._saved[head]
            self._count = sum(len(chunk.fixes) for chunk in self._held()) + sum(map(len, self._incoming))

    def _held(self) -> list[_Chunk]:
        unsaved = [] if self._unsaved is None else [self._unsaved]
        return [*self._saved.values(), *unsaved, *self._sealed]

    def _seal(self) -> None:
        with self._sealing:
            with self._lock:
                incoming, self._incoming = self._incoming, []
            if not incoming:
                return
            sealed = list(self._sealed)
            made = _Chunk.of(resolved([quantised(Fixes.concat(incoming))]))
            # Asking after each single fix would leave hundreds of chunks to the next: let small ones run together.
            while sealed and len(sealed[-1].fixes) <= 2 * len(made.fixes):
                made = _Chunk.of(resolved([sealed.pop().fixes, made.fixes]))
            with self._lock:
                self._sealed = [*sealed, made]
