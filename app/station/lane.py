"""The fix lane: the latest fix of every unit on duty, merged and sent to the desks a few times a second."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import Iterable

import numpy as np

from app.domain.fixes import Fixes, encode_frame
from app.picture.fleet import Fleet
from app.station.hub import Hub

#: A desk that hears nothing for this long asks itself whether the station is there; so an empty frame goes out.
HEARTBEAT_S = 1.0


def now_ms() -> int:
    return int(time.time() * 1000)


class Lane:
    """Collects fixes and publishes them merged per unit, at most every ``interval_s``."""

    def __init__(self, hub: Hub, interval_s: float) -> None:
        self.fleet = Fleet()
        self._hub, self._interval_s = hub, interval_s
        self._pending: list[Fixes] = []
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        self._task = asyncio.get_running_loop().create_task(self._send(), name="fix-lane")

    async def ended(self) -> None:
        """Return when no frame is sent any more: after a stop, or an error that nobody foresaw."""
        if self._task is not None:
            await asyncio.wait([self._task])

    async def stop(self) -> None:
        """Send no more. Raises what had ended it before."""
        if self._task is not None:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task

    def publish(self, fixes: Fixes) -> None:
        """Show these on the desks with the next frame."""
        self._pending.append(fixes)

    def withdraw(self, units: Iterable[int]) -> None:
        """These units have no position from now on; what waits of them is thrown away."""
        self._settle()
        gone = set(units)
        self.fleet.drop(gone)
        if self._pending:
            waiting = self._pending[0]
            self._pending = [waiting.take(~np.isin(waiting.unit, list(gone)))]

    def all_frame(self) -> bytes:
        """Every unit's latest fix, for a desk that has just come."""
        self._settle()
        return encode_frame(self.fleet.fixes(), now_ms())

    def _settle(self) -> None:
        """Merge what waits into one batch, one row a unit, and into the fleet."""
        if not self._pending:
            return
        merged = Fixes.concat(self._pending)
        merged = merged.take(np.argsort(merged.at_ms, kind="stable"))
        # The first of the reversed is the last: the newest of each unit.
        _, from_end = np.unique(merged.unit[::-1], return_index=True)
        merged = merged.take(len(merged) - 1 - from_end)
        self.fleet.apply(merged)
        self._pending = [merged]

    async def _send(self) -> None:
        last_sent = 0.0
        while True:
            await asyncio.sleep(self._interval_s)
            self._settle()
            fixes = self._pending[0] if self._pending else Fixes.empty()
            if len(fixes) or time.monotonic() - last_sent >= HEARTBEAT_S:
                self._pending = []
                last_sent = time.monotonic()
                self._hub.frame(encode_frame(fixes, now_ms()))
