"""Moves old runs of all rings to disk when together they hold more memory than they may."""

from __future__ import annotations

import asyncio
import itertools
import logging
from collections.abc import Sequence
from pathlib import Path

from app.media.ring import Ring

logger = logging.getLogger(__name__)

MEMORY_BYTES = 128 * 1024 * 1024
#: Some ten seconds of the best that a terminal sends; key pieces are nearer to each other than that.
_LONG_BYTES = 4 * 1024 * 1024


class Spill:
    """Blocking work is done by worker threads.

    Args:
        folder: made when it is first needed; runs of an earlier time in it are removed.
        memory: bytes that all rings together may hold in memory.
    """

    def __init__(self, folder: Path, memory: int = MEMORY_BYTES) -> None:
        self._folder, self._memory = folder, memory
        self._names = itertools.count(1)
        self._has_fault = False
        for left in folder.glob("*.run"):
            left.unlink(missing_ok=True)

    async def relieve(self, rings: Sequence[Ring]) -> None:
        """Write the oldest runs to disk until the rest is within the limit; what the disk refuses is let go.

        A run that goes on for megabytes without a key piece is closed for it.
        """
        excess = sum(ring.memory for ring in rings) - self._memory
        if excess > 0:
            for ring in rings:
                if ring.open_bytes > _LONG_BYTES:
                    ring.cut()
        closed = [(run.at_ms, run, ring) for ring in rings for run in ring.closed_in_memory()]
        for _, run, ring in sorted(closed, key=lambda entry: entry[0]):
            if excess <= 0:
                return
            excess -= run.size
            try:
                await asyncio.to_thread(self._folder.mkdir, parents=True, exist_ok=True)
                await asyncio.to_thread(run.spill, self._folder / f"{next(self._names)}.run")
                self._has_fault = False
            except OSError as error:
                ring.discard(run)
                if not self._has_fault:
                    logger.warning("the last minute of video does not fit on the disk: %s", error.strerror)
                self._has_fault = True
