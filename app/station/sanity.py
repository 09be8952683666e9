"""What the station remembers of each unit to tell its sane fixes; the rules themselves are in ``rules``."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
import numpy.typing as npt

from app.domain.fixes import BATTERY_MASK, Fixes
from app.station.rules import AT, BLANK, FLAGS, NEVER, Ints, Rows, shown_of
from app.station.ruling import Judged

#: Rows of one unit in one batch that are judged one after the other; older ones are late.
TURNS = 32


class Sanity:
    """Judges fixes by what it remembers of each unit. Lives on one thread.

    Unit numbers are small, as the station gives them: memory grows with the highest, 136 bytes each.
    """

    def __init__(self) -> None:
        self._state = np.tile(BLANK, (256, 1))

    def judge(self, fixes: Fixes, since_ms: Ints, now_ms: int) -> Judged:
        """Rule on these fixes and remember what they change.

        Args:
            fixes: times are the devices'; ``app.station.columns.NO_TIME`` where a device sent none.
            since_ms: i64, when each row's unit went on duty, by the station's clock.
            now_ms: the station's clock, which does not go back.
        """
        self._grow(int(fixes.unit.max(initial=0)))
        rows = Rows(fixes, since_ms, now_ms)
        if len(fixes) == 1:
            self._turn(rows)
            return rows.judged()
        order = np.lexsort((rows.at, rows.unit))
        rows = Rows(fixes.take(order), since_ms[order], now_ms)
        turn = _turns_from_last(rows.unit)
        for number in range(min(int(turn.max(initial=-1)) + 1, TURNS) - 1, -1, -1):
            where = np.flatnonzero(turn == number)
            part = rows.take(where)
            self._turn(part)
            rows.put(where, part)
        return rows.judged()

    def latest(self, unit: int) -> Fixes | None:
        """What the unit last showed; one row."""
        if not self._has_shown(unit, NEVER + 1):
            return None
        return shown_of(np.array([unit], np.uint32), self._state[unit : unit + 1])

    def set_battery(self, unit: int, flag: int, since_ms: int) -> Fixes | None:
        """Give the fix shown since then another battery level (seven bits of flags); the changed row.

        Its time stays: this is no new place.
        """
        if not self._has_shown(unit, since_ms):
            return None
        self._state[unit, FLAGS] = (self._state[unit, FLAGS] & ~BATTERY_MASK) | flag
        return self.latest(unit)

    def restore(self, fixes: Fixes) -> None:
        """Take these, at most one a unit, as shown: what the station showed before it was restarted."""
        if not len(fixes):
            return
        self._grow(int(fixes.unit.max()))
        state = np.tile(BLANK, (len(fixes), 1))
        Rows.restored(fixes).write_shown(state)
        self._state[fixes.unit] = state

    def forget(self, units: Iterable[int]) -> None:
        """These units' next fix is their first again."""
        for unit in units:
            if unit < len(self._state):
                self._state[unit] = BLANK

    def _grow(self, highest: int) -> None:
        missing = highest + 1 - len(self._state)
        if missing > 0:
            grown = np.tile(BLANK, (max(missing, len(self._state)), 1))
            self._state = np.concatenate([self._state, grown])

    def _turn(self, rows: Rows) -> None:
        """Rule on one row a unit."""
        state = self._state[rows.unit]
        rows.rule(state)
        self._state[rows.unit] = state

    def _has_shown(self, unit: int, since_ms: int) -> bool:
        return unit < len(self._state) and int(self._state[unit, AT]) >= since_ms


def _turns_from_last(unit: npt.NDArray[Any]) -> npt.NDArray[np.intp]:
    """For sorted units: 0 for the last row of each unit, 1 for the one before, and so on."""
    starts_next = np.append(unit[1:] != unit[:-1], True)
    last = np.flatnonzero(starts_next)
    of_unit = np.searchsorted(last, np.arange(len(unit)))
    return np.asarray(last[of_unit] - np.arange(len(unit)))
