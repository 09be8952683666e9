"""Rings: the last minute of each terminal's video, across its pushes."""

from __future__ import annotations

from collections.abc import Container, Iterator
from pathlib import Path

from app.media.ring import Ring, Run
from app.media.spill import Spill


class Rings:
    """A ring outlives the push that filled it: a line that breaks, or a change of quality, loses nothing.

    Args:
        folder: for what does not fit into memory; emptied at the start.
    """

    def __init__(self, folder: Path) -> None:
        self._spill = Spill(folder)
        self._rings: dict[int, Ring] = {}

    def __iter__(self) -> Iterator[int]:
        """Terminals of whom something is kept."""
        return iter(tuple(self._rings))

    def of(self, terminal: int) -> Ring:
        """Its ring, for a push that begins: with what its last push left, if that is not a minute ago."""
        ring = self._rings.setdefault(terminal, Ring())
        ring.cut()
        return ring

    def runs(self, terminal: int) -> list[Run]:
        """What is kept of it, oldest first, each run from a key frame on with a header of its own."""
        return list(self._rings.get(terminal, ()))

    def drop(self, terminal: int) -> None:
        """Forget all that is kept of it."""
        ring = self._rings.pop(terminal, None)
        if ring is not None:
            ring.close()

    def expire(self, now_ms: int, live: Container[int]) -> None:
        """Let go of what is too old, and of the rings of those not live in which nothing is left."""
        for terminal, ring in list(self._rings.items()):
            ring.expire(now_ms)
            if ring.is_empty and terminal not in live:
                del self._rings[terminal]

    async def relieve(self) -> None:
        """Move to disk what is too much for memory."""
        await self._spill.relieve(list(self._rings.values()))
