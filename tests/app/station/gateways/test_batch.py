from __future__ import annotations

import json
from contextlib import suppress
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.errors import AppError
from app.domain.fixes import BATTERY_UNKNOWN, UNKNOWN, Fixes, encode_frame
from app.station.columns import NO_TIME
from app.station.gateways.batch import Batch, parse

NOW_MS = 1_790_000_000_000


def rows(*given_rows: Any) -> Batch:
    return parse(json.dumps(given_rows).encode())


def test_a_row_is_read_into_the_columns_of_a_fix() -> None:
    batch = rows(
        {
            "unit": 7,
            "at": NOW_MS,
            "lon": 24.9384,
            "lat": 60.1699,
            "speed_mps": 1.5,
            "heading_deg": 90.25,
            "accuracy_m": 4.2,
            "battery": 0.5,
        }
    )
    fixes = batch.fixes
    assert batch.device_ids is None
    assert fixes.unit.tolist() == [7]
    assert fixes.at_ms.tolist() == [NOW_MS]
    assert (fixes.lon_e7.tolist(), fixes.lat_e7.tolist()) == ([249_384_000], [601_699_000])
    assert (fixes.speed_cmps.tolist(), fixes.heading_cdeg.tolist()) == ([150], [9025])
    assert (fixes.accuracy_dm.tolist(), fixes.flags.tolist()) == ([42], [50])


def test_what_a_row_does_not_say_is_unknown() -> None:
    fixes = rows({"unit": 7, "lon": 24.9, "lat": 60.1}).fixes
    assert fixes.at_ms.tolist() == [NO_TIME]
    assert fixes.speed_cmps.tolist() == fixes.heading_cdeg.tolist() == fixes.accuracy_dm.tolist() == [UNKNOWN]
    assert fixes.flags.tolist() == [BATTERY_UNKNOWN]


@pytest.mark.parametrize(
    "at", [NOW_MS, NOW_MS // 1000, "2026-09-21T14:13:20Z", "2026-09-21 14:13:20", str(NOW_MS)]
)
def test_a_time_may_be_written_in_every_form(at: object) -> None:
    assert rows({"unit": 1, "at": at, "lon": 1, "lat": 2}).fixes.at_ms.tolist() == [NOW_MS]


def test_a_row_may_name_a_device_instead_of_a_unit() -> None:
    batch = rows({"device_id": "a1", "lon": 1, "lat": 2}, {"unit": 5, "lon": 1, "lat": 2})
    assert batch.device_ids == ["a1", ""]
    assert batch.fixes.unit.tolist() == [0, 5]


@pytest.mark.parametrize(
    "bad",
    [
        {"lon": 180.1, "lat": 1},
        {"lon": 1, "lat": -90.1},
        {"lon": None, "lat": 1},
        {"lat": 1},
        {"lon": "east", "lat": 1},
        {"lon": [1], "lat": 1},
        {"lon": "nan", "lat": 1},
        {"lon": 1, "lat": 1, "at": "soon"},
    ],
)
def test_a_bad_row_is_left_out_and_counted(bad: dict[str, Any]) -> None:
    batch = rows({"unit": 1, "device_id": "a"} | bad, {"unit": 2, "device_id": "b", "lon": 1, "lat": 2})
    assert batch.refused == 1
    assert batch.fixes.unit.tolist() == [2]
    assert batch.device_ids == ["b"]


def test_a_batch_of_bad_rows_only_is_refused() -> None:
    with pytest.raises(AppError) as raised:
        rows({"unit": 1, "lon": 999, "lat": 1})
    assert raised.value.code == "report.position_invalid"


@pytest.mark.parametrize(
    ("heading", "read"), [(360, 0), (359.999, 0), (-1, UNKNOWN), (400, UNKNOWN), ("w", UNKNOWN)]
)
def test_a_heading_beyond_the_circle_is_unknown(heading: object, read: int) -> None:
    assert rows({"unit": 1, "lon": 1, "lat": 2, "heading_deg": heading}).fixes.heading_cdeg.tolist() == [read]


@pytest.mark.parametrize("unit", [0, -1, 2**32, 1.5, "x", None, [], 1e300])
def test_what_is_no_unit_number_is_nobodys(unit: object) -> None:
    assert rows({"unit": unit, "lon": 1, "lat": 2}).fixes.unit.tolist() == [0]


def test_a_frame_is_a_batch() -> None:
    sent = Fixes.of([(7, NOW_MS - 1500, 24.9, 60.1), (8, NOW_MS, 24.8, 60.2)])
    batch = parse(encode_frame(sent, NOW_MS))
    assert batch.fixes.unit.tolist() == [7, 8]
    assert batch.fixes.at_ms.tolist() == [NOW_MS - 1500, NOW_MS]


def test_a_row_of_a_frame_beyond_the_globe_is_left_out() -> None:
    sent = Fixes.of([(7, NOW_MS, 24.9, 60.1), (8, NOW_MS, 24.8, 60.2), (9, NOW_MS, 24.8, 60.2)])
    sent.lat_e7[1] = 900_000_001
    sent.lon_e7[2] = -(2**31)
    batch = parse(encode_frame(sent, NOW_MS))
    assert batch.fixes.unit.tolist() == [7]
    assert batch.refused == 2


@pytest.mark.parametrize("body", [b"{}", b"[1]", b"[[]]", b"null", b"WFX", b"[" * 9000, b""])
def test_what_is_no_batch_is_refused(body: bytes) -> None:
    with pytest.raises(AppError) as raised:
        parse(body)
    assert raised.value.code == "report.malformed"


def test_a_broken_frame_is_refused() -> None:
    frame = encode_frame(Fixes.of([(7, NOW_MS, 24.9, 60.1)]), NOW_MS)
    for broken in (frame[:-1], frame + b"x", frame[:9]):
        with pytest.raises(AppError) as raised:
            parse(broken)
        assert raised.value.code == "frame.malformed"


def test_an_empty_list_is_an_empty_batch() -> None:
    assert len(rows().fixes) == 0


VALUE = (
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**64 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=6)
    | st.lists(st.integers(0, 3), max_size=2)
    | st.just({})
)
NAMES = ["unit", "device_id", "at", "lon", "lat", "speed_mps", "heading_deg", "accuracy_m", "battery"]


@given(st.lists(st.dictionaries(st.sampled_from(NAMES), VALUE), max_size=6))
def test_any_rows_make_columns_within_their_ranges_or_are_refused(sent: list[dict[str, Any]]) -> None:
    try:
        batch = rows(*sent)
    except AppError:
        return
    fixes = batch.fixes
    assert len(fixes) + batch.refused == len(sent)
    assert batch.device_ids is None or len(batch.device_ids) == len(fixes)
    assert np.all(np.abs(fixes.lat_e7.astype(np.int64)) <= 900_000_000)
    assert np.all((fixes.heading_cdeg < 36000) | (fixes.heading_cdeg == UNKNOWN))
    assert np.all((fixes.flags <= 100) | (fixes.flags == BATTERY_UNKNOWN))


@given(st.binary(max_size=400), st.booleans())
def test_any_bytes_are_a_batch_or_refused(body: bytes, is_frame: bool) -> None:
    with suppress(AppError):
        parse(b"WFX1" + body if is_frame else body)
