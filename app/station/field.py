"""The field: what the gateways' intake asks of the rest of the station, and is given here."""

from __future__ import annotations

import asyncio
import logging

import numpy as np

from app.domain.errors import AppError
from app.domain.event import TerminalHeard
from app.domain.fixes import Fixes
from app.domain.terminal import Terminal
from app.picture.changes import Changes
from app.station.commands import Commands
from app.station.intake import Intake
from app.station.lane import Lane, now_ms
from app.station.metrics import Metrics
from app.station.secrets import TerminalSecrets, number_in
from app.station.tracks import TrackStore

#: The track store rounds places by less than this, in 1e-7 degrees.
_SAME_E7 = 10

logger = logging.getLogger(__name__)


class Field:
    """Lives on the event loop. Builds the intake and answers its ports from the picture."""

    def __init__(
        self, commands: Commands, secrets: TerminalSecrets, lane: Lane, tracks: TrackStore, metrics: Metrics
    ) -> None:
        self._commands, self._secrets, self._lane, self._tracks = commands, secrets, lane, tracks
        self._metrics = metrics
        self._notes: set[asyncio.Task[None]] = set()
        #: Whether the last first report could be noted; a full disk is said once, not with every report.
        self._is_noting = True
        self.intake = Intake(self, lane, self, self, self._heard, now_ms)

    def restore(self) -> None:
        """Show again what units on duty showed before the station was restarted."""
        latest = self._tracks.latest()
        since = (self.on_duty_since_ms(unit) for unit in latest.unit.tolist())
        shown = latest.take(
            np.fromiter(
                (at is not None and fix_at >= at for at, fix_at in zip(since, latest.at_ms.tolist(), strict=True)),
                bool,
                len(latest),
            )
        )
        self.intake.restore(shown)
        self._lane.publish(shown)

    def forget(self, changes: Changes) -> None:
        """Take over what an event changed for the intake."""
        if changes.positions_gone:
            self.intake.forget(changes.positions_gone)

    def terminal_of_token(self, token: str) -> Terminal | None:
        terminal = self._commands.state.picture.terminals.get(number_in(token) or 0)
        return terminal if terminal is not None and self._secrets.is_token_of(terminal, token) else None

    def terminal_of_device(self, device_id: str) -> Terminal | None:
        picture = self._commands.state.picture
        return picture.terminals.get(picture.terminal_by_device_id(device_id) or 0)

    def on_duty_since_ms(self, unit: int) -> int | None:
        known = self._commands.state.picture.units.get(unit)
        if known is None or known.on_duty_at is None:
            return None
        # Phones send whole seconds: a fix of the second in which duty began may be from after it.
        since_ms = int(known.on_duty_at.timestamp()) * 1000
        # A clock that was set back must not hide a unit until it is again as late as when duty began.
        return min(since_ms, now_ms() // 1000 * 1000)

    def append(self, fixes: Fixes) -> None:
        self._tracks.append(fixes)

    def has(self, unit: int, at_ms: int, lon_e7: int, lat_e7: int) -> bool:
        if not self._tracks.has(unit, at_ms):
            return False
        stored = self._tracks.track(unit, at_ms, at_ms)
        near = (np.abs(stored.lon_e7.astype(np.int64) - lon_e7) <= _SAME_E7) & (
            np.abs(stored.lat_e7.astype(np.int64) - lat_e7) <= _SAME_E7
        )
        return bool(near.any())

    def reports(self, protocol: str, outcome: str, number: int = 1) -> None:
        self._metrics.reports.labels(protocol, outcome).inc(number)

    def fixes(self, reason: str, number: int) -> None:
        self._metrics.fixes.labels(reason).inc(number)

    def _heard(self, terminal: int, protocol: str) -> None:
        task = asyncio.get_running_loop().create_task(self._note(terminal, protocol))
        self._notes.add(task)
        task.add_done_callback(self._notes.discard)

    async def _note(self, terminal: int, protocol: str) -> None:
        try:
            fact = TerminalHeard(terminal=terminal, protocol=protocol)
            await self._commands.note(fact, by=f"terminal:{terminal}")
            self._is_noting = True
        except AppError as error:
            # Retired in the same moment, or the disk is full: the report itself was taken.
            self.intake.not_noted(terminal)
            if self._is_noting:
                logger.warning("first report of terminal %d not noted: %s", terminal, error.code)
            self._is_noting = False
