"""The frame of the fix lane: what goes in comes out, and nothing malformed comes in."""

from __future__ import annotations

import struct
from dataclasses import fields

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from app.domain.errors import AppError
from app.domain.fixes import BATTERY_UNKNOWN, ROW_BYTES, UNKNOWN, Fixes, decode_frame, encode_frame

HEADER_BYTES = 24
_BASES = st.integers(0, 4_102_444_800_000)
_AGES = st.integers(0, 0xFFFFFFFF)


@st.composite
def _fixes_before(draw: st.DrawFn, base_at_ms: int, max_size: int = 20) -> Fixes:
    count = draw(st.integers(0, max_size))

    def column(dtype: str) -> np.ndarray:
        return draw(arrays.arrays(dtype, count))

    ages = np.array(draw(st.lists(_AGES, min_size=count, max_size=count)), np.int64)
    return Fixes(
        unit=column("u4"),
        at_ms=base_at_ms - ages,
        lon_e7=column("i4"),
        lat_e7=column("i4"),
        speed_cmps=column("u2"),
        heading_cdeg=column("u2"),
        accuracy_dm=column("u2"),
        flags=column("u2"),
    )


def _assert_same(one: Fixes, other: Fixes) -> None:
    for field in fields(Fixes):
        np.testing.assert_array_equal(getattr(one, field.name), getattr(other, field.name), field.name)


@given(_BASES, st.data())
def test_a_frame_brings_back_what_was_put_in(base_at_ms: int, data: st.DataObject) -> None:
    sent = data.draw(_fixes_before(base_at_ms))

    frame = encode_frame(sent, base_at_ms)
    got, base = decode_frame(frame)

    assert base == base_at_ms
    assert len(frame) == HEADER_BYTES + len(sent) * ROW_BYTES
    _assert_same(got, sent)


def test_an_empty_frame_is_a_heartbeat() -> None:
    fixes, base = decode_frame(encode_frame(Fixes.empty(), 1_700_000_000_000))

    assert len(fixes) == 0
    assert base == 1_700_000_000_000


def test_the_bytes_are_those_of_the_protocol() -> None:
    fixes = Fixes.zeros(1)
    fixes.unit[0], fixes.at_ms[0], fixes.lon_e7[0], fixes.lat_e7[0] = 7, 999_000, 249_440_200, -601_714_800
    fixes.speed_cmps[0], fixes.heading_cdeg[0], fixes.accuracy_dm[0], fixes.flags[0] = 144, 6_200, 45, 71

    frame = encode_frame(fixes, 1_000_000)

    header = struct.pack("<4sHHIIq", b"WFX1", 1, 0, 1, 0, 1_000_000)
    row = struct.pack("<IiiIHHHH", 7, 249_440_200, -601_714_800, 1_000, 144, 6_200, 45, 71)
    assert frame == header + row


def test_a_fix_of_the_future_has_age_nought_and_an_ancient_one_the_largest_age() -> None:
    base = 1_700_000_000_000
    fixes = Fixes.of([(1, base + 5_000, 0, 0), (2, 0, 0, 0)])

    got, _ = decode_frame(encode_frame(fixes, base))

    assert got.at_ms.tolist() == [base, base - 0xFFFFFFFF]


@pytest.mark.parametrize(
    ("frame", "reason"),
    [
        (b"", "short"),
        (b"WFX1", "short"),
        (struct.pack("<4sHHIIq", b"WFX2", 1, 0, 0, 0, 0), "version"),
        (struct.pack("<4sHHIIq", b"WFX1", 2, 0, 0, 0, 0), "version"),
        (struct.pack("<4sHHIIq", b"WFX1", 1, 0, 1, 0, 0), "length"),
        (struct.pack("<4sHHIIq", b"WFX1", 1, 0, 0xFFFFFFFF, 0, 0), "length"),
        (struct.pack("<4sHHIIq", b"WFX1", 1, 0, 0, 0, 0) + b"\0", "length"),
    ],
    ids=["empty", "magic only", "other magic", "other version", "a row missing", "huge count", "a byte more"],
)
def test_a_malformed_frame_is_refused_with_its_reason(frame: bytes, reason: str) -> None:
    with pytest.raises(AppError) as caught:
        decode_frame(frame)

    assert caught.value.code == "frame.malformed"
    assert caught.value.params == {"reason": reason}


@given(_BASES, st.data())
def test_a_cut_or_lengthened_frame_is_refused(base_at_ms: int, data: st.DataObject) -> None:
    frame = encode_frame(data.draw(_fixes_before(base_at_ms)), base_at_ms)
    cut = data.draw(st.integers(0, len(frame) - 1))

    with pytest.raises(AppError):
        decode_frame(frame[:cut])
    with pytest.raises(AppError):
        decode_frame(frame + data.draw(st.binary(min_size=1)))


@given(st.one_of(st.binary(max_size=400), st.binary(max_size=400).map(lambda tail: b"WFX1\x01\x00" + tail)))
def test_any_bytes_are_either_a_frame_or_refused(raw: bytes) -> None:
    try:
        fixes, _ = decode_frame(raw)
    except AppError as error:
        refusal = error.code
    else:
        refusal = "frame.malformed" if len(raw) != HEADER_BYTES + len(fixes) * ROW_BYTES else ""

    assert refusal in ("frame.malformed", "")


def test_new_columns_say_that_they_know_nothing() -> None:
    fixes = Fixes.zeros(3)

    assert set(fixes.speed_cmps) == set(fixes.heading_cdeg) == set(fixes.accuracy_dm) == {UNKNOWN}
    assert set(fixes.flags) == {BATTERY_UNKNOWN}


@given(_BASES, st.data())
def test_parts_put_together_are_the_whole(base_at_ms: int, data: st.DataObject) -> None:
    whole = data.draw(_fixes_before(base_at_ms))
    cut = data.draw(st.integers(0, len(whole)))

    _assert_same(Fixes.concat([whole.take(slice(0, cut)), whole.take(slice(cut, None))]), whole)
    assert len(Fixes.concat([])) == 0
