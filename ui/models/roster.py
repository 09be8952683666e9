"""The roster: the picture's units as columns, so that ten thousand are filtered and sorted within a frame."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from app.domain.unit import Force, Unit, UnitStatus

Array = npt.NDArray[Any]

FORCES = tuple(Force)
STATUSES = tuple(UnitStatus)
_FORCE_CODES = {force: code for code, force in enumerate(FORCES)}
_STATUS_CODES = {status: code for code, status in enumerate(STATUSES)}
OFF_DUTY_CODE = _STATUS_CODES[UnitStatus.OFF_DUTY]
_DIGITS = re.compile(r"\d+")


class Names:
    """Names that many units share, each as its rank in the alphabet."""

    def __init__(self, of_units: list[str]) -> None:
        self.names = sorted(set(of_units), key=lambda name: (name.casefold(), name))
        self._rank = {name: rank for rank, name in enumerate(self.names)}
        self.ranks = np.fromiter((self._rank[name] for name in of_units), np.int32, len(of_units))

    def mask(self, chosen: Iterable[str]) -> Array:
        """Which units bear one of these names; a name that nobody bears is passed over."""
        return np.isin(self.ranks, [self._rank[name] for name in chosen if name in self._rank])


class Roster:
    """One row a unit, by ascending number; what a form can change is ranked, so that sorting compares integers.

    Attributes:
        version: grows when more than statuses changed.
        numbers: u32. force: i8, place in ``FORCES``. status: i8, place in ``STATUSES``.
        callsign: i32, rank among callsigns, in which V-9 comes before V-10.
        texts: what the text filter searches, in lower case.
    """

    def __init__(self, units: Mapping[int, Unit]) -> None:
        self.version = 0
        self._units: list[Unit] = []
        self.rebuild(units)

    def __len__(self) -> int:
        return len(self.numbers)

    def rebuild(self, units: Mapping[int, Unit]) -> None:
        rows = [units[number] for number in sorted(units)]
        count = len(rows)
        self._gone = {unit.number: unit for unit in self._units if unit.number not in units}
        self._units = rows
        self.numbers = np.fromiter((unit.number for unit in rows), np.uint32, count)
        self.force = np.fromiter((_FORCE_CODES[unit.force] for unit in rows), np.int8, count)
        self.status = np.fromiter((_STATUS_CODES[unit.status] for unit in rows), np.int8, count)
        self.agency = Names([unit.agency for unit in rows])
        self.beat = Names([unit.beat for unit in rows])
        keys = [natural_key(unit.callsign) for unit in rows]
        self.callsign = np.empty(count, np.int32)
        self.callsign[sorted(range(count), key=keys.__getitem__)] = np.arange(count, dtype=np.int32)
        self.texts = [_searched(unit) for unit in rows]
        self.version += 1

    def update(self, units: Mapping[int, Unit], changed: Iterable[int]) -> None:
        """Take over these units from the picture: new, different or gone."""
        for number in changed:
            row = self.row(number)
            unit = units.get(number)
            if row is None or unit is None or not _same_form(self._units[row], unit):
                self.rebuild(units)
                return
            self._units[row] = unit
            self.status[row] = _STATUS_CODES[unit.status]

    def unit(self, number: int) -> Unit:
        """The unit as it was when it was last told of.

        One that has just gone is still here until the next one goes: its row is drawn until views are told.

        Raises:
            KeyError: no such unit.
        """
        row = self.row(number)
        return self._gone[number] if row is None else self._units[row]

    def row(self, number: int) -> int | None:
        row = int(np.searchsorted(self.numbers, number))
        return row if row < len(self) and self.numbers[row] == number else None

    def has_force(self, forces: Iterable[Force]) -> Array:
        return np.isin(self.force, [_FORCE_CODES[force] for force in forces])

    def has_status(self, statuses: Iterable[UnitStatus]) -> Array:
        return np.isin(self.status, [_STATUS_CODES[status] for status in statuses])

    def has_words(self, words: list[str]) -> Array:
        """Which units' texts have all these words in them."""
        found = (all(word in text for word in words) for text in self.texts)
        return np.fromiter(found, bool, len(self.texts))


def natural_key(callsign: str) -> str:
    """Sorts as people count: figures inside a callsign compare as numbers."""
    return _DIGITS.sub(lambda figures: figures[0].zfill(10), callsign.casefold())


def _searched(unit: Unit) -> str:
    return "\n".join((unit.callsign, unit.name, unit.agency, unit.beat)).casefold()


def _same_form(one: Unit, other: Unit) -> bool:
    return (one.callsign, one.name, one.force, one.agency, one.beat) == (
        other.callsign,
        other.name,
        other.force,
        other.agency,
        other.beat,
    )
