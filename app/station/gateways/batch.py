"""The batch door: many fixes of many units in one message, from a gateway that already speaks our units.

Either a fix frame (``app.domain.fixes``) with unit numbers, or a JSON list of
``{unit | device_id, at, lon, lat, speed_mps, heading_deg, accuracy_m, battery}``, where ``at`` is Unix time or ISO
8601, ``battery`` is 0 to 1, and all but the first four may be missing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from app.domain.errors import AppError
from app.domain.fixes import BATTERY_UNKNOWN, MAGIC, UNKNOWN, Fixes, decode_frame
from app.station.columns import NO_TIME
from app.station.gateways.values import json_of, moment_ms, moments_ms, number, text

_Floats = npt.NDArray[np.float64]
_Rows = Sequence[dict[str, object]]


@dataclass(frozen=True, slots=True)
class Batch:
    """What a batch holds that is of use.

    Args:
        fixes: times are the sender's, unjudged; ``unit`` 0 where a device identifier stands for it.
        device_ids: one a row, empty text where the unit is given; None when no row has one.
        refused: rows left out because their place or time cannot be. One bad row does not spoil the others: a
            gateway would send the same batch again for ever.
    """

    fixes: Fixes
    device_ids: list[str] | None = None
    refused: int = 0


def parse(body: bytes) -> Batch:
    """The usable rows of one HTTP message.

    Raises:
        AppError("report.malformed"), ("frame.malformed")
        AppError("report.position_invalid"): not one row can be used.
    """
    batch = _of_frame(body) if body.startswith(MAGIC) else _of_rows(json_of(body))
    if batch.refused and not len(batch.fixes):
        raise AppError("report.position_invalid")
    return batch


def _of_frame(body: bytes) -> Batch:
    fixes, _ = decode_frame(body)
    good = (np.abs(fixes.lon_e7.astype(np.int64)) <= 1_800_000_000) & (
        np.abs(fixes.lat_e7.astype(np.int64)) <= 900_000_000
    )
    return Batch(fixes.take(good), refused=int(len(good) - good.sum()))


def _of_rows(rows: object) -> Batch:
    if not isinstance(rows, list) or not all(type(row) is dict for row in rows):
        raise AppError("report.malformed", reason="list")
    if not rows:
        return Batch(Fixes.empty())
    lon, lat = _numbers(rows, "lon"), _numbers(rows, "lat")
    at_ms, has_time = _times(rows)
    with np.errstate(invalid="ignore", over="ignore"):
        good = (np.abs(lon) <= 180) & (np.abs(lat) <= 90) & has_time
        unit, speed = _numbers(rows, "unit"), _numbers(rows, "speed_mps") * 100
        heading, accuracy = np.rint(_numbers(rows, "heading_deg") * 100), _numbers(rows, "accuracy_m") * 10
        battery = _numbers(rows, "battery") * 100
        fixes = Fixes(
            unit=_whole(unit, (unit >= 1) & (unit < 2**32) & (unit % 1 == 0), 0, np.uint32),
            at_ms=at_ms,
            lon_e7=_whole(lon * 1e7, good, 0, np.int32),
            lat_e7=_whole(lat * 1e7, good, 0, np.int32),
            speed_cmps=_whole(speed, (speed >= 0) & (speed < UNKNOWN - 1), UNKNOWN, np.uint16),
            heading_cdeg=_whole(heading % 36000, (heading >= 0) & (heading <= 36000), UNKNOWN, np.uint16),
            accuracy_dm=_whole(np.minimum(accuracy, UNKNOWN - 1), accuracy > 0, UNKNOWN, np.uint16),
            flags=_whole(battery, (battery >= 0) & (battery <= 100), BATTERY_UNKNOWN, np.uint16),
        )
    device_ids = [text(row.get("device_id")) for row in rows] if any("device_id" in row for row in rows) else None
    if good.all():
        return Batch(fixes, device_ids)
    kept = np.flatnonzero(good)
    if device_ids is not None:
        device_ids = [device_ids[i] for i in kept]
    return Batch(fixes.take(kept), device_ids, len(rows) - len(kept))


def _whole(values: _Floats, known: npt.NDArray[np.bool_], otherwise: int, kind: type[np.integer[Any]]) -> Any:
    return np.where(known, np.rint(values), otherwise).astype(kind)


def _numbers(rows: _Rows, name: str) -> _Floats:
    """The column of that name; NaN where there is no number."""
    values: list[Any] = [row.get(name) for row in rows]
    column = _all_numbers(values)
    return np.array([number(value) for value in values], np.float64) if column is None else column


def _all_numbers(values: list[Any]) -> _Floats | None:
    """The quick way, NaN for None; None itself when there is anything among them that numpy cannot read."""
    try:
        column = np.array(values, np.float64)
    except (TypeError, ValueError):
        return None
    return column if column.ndim == 1 else None


def _times(rows: _Rows) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.bool_]]:
    """The device's times, ``NO_TIME`` where there is none, and where one can be read at all."""
    values: list[Any] = [row.get("at") for row in rows]
    numbers = _all_numbers(values)
    if numbers is None:
        return _written_times(values)
    missing = np.isnan(numbers)
    return np.where(missing, NO_TIME, moments_ms(np.nan_to_num(numbers))), np.ones(len(rows), np.bool_)


def _written_times(values: list[Any]) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.bool_]]:
    at_ms, readable = np.full(len(values), NO_TIME, np.int64), np.ones(len(values), np.bool_)
    for i, value in enumerate(values):
        try:
            moment = moment_ms(value)
        except AppError:
            readable[i] = False
            continue
        if moment is not None:
            at_ms[i] = moment
    return at_ms, readable
