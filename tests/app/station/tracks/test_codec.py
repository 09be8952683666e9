import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.errors import AppError
from app.domain.fixes import UNKNOWN, Fixes
from app.station.tracks.codec import decode, encode
from app.station.tracks.quantum import quantised
from tests.app.station.tracks.made import COLUMNS, batches, rows_of, walk


@given(batches)
def test_what_is_encoded_comes_back_exactly_whatever_its_order(fixes: Fixes) -> None:
    fixes = quantised(fixes)
    back = decode(encode(fixes))
    assert rows_of(back) == rows_of(fixes)
    assert all(getattr(back, name).dtype == getattr(fixes, name).dtype for name in COLUMNS)


def test_a_walk_comes_back_exactly_and_small() -> None:
    fixes = quantised(walk(3, 8192))
    data = encode(fixes)
    assert rows_of(decode(data)) == rows_of(fixes)
    assert len(data) < 4 * len(fixes)


def test_milliseconds_that_a_device_sends_are_kept() -> None:
    fixes = walk(3, 2000)
    fixes.at_ms[:] += np.random.default_rng(1).integers(0, 400, 2000)
    assert np.array_equal(decode(encode(quantised(fixes))).at_ms, fixes.at_ms)


def test_dead_reckoning_pays() -> None:
    """The same track costs more when its positions cannot be foretold."""
    # 10 m/s and turning; five seconds between fixes.
    count = 4000
    fixes = Fixes.zeros(count)
    fixes.unit[:] = 1
    fixes.at_ms[:] = np.arange(count) * 5000
    fixes.speed_cmps[:] = 1000
    heading = np.cumsum(np.random.default_rng(2).normal(0, 20, count))
    fixes.heading_cdeg[:] = heading % 360 * 100 % 36_000
    mean = (heading[1:] + heading[:-1]) / 2
    fixes.lon_e7[1:] = np.cumsum(np.sin(np.radians(mean)) * 50 * 90)
    fixes.lat_e7[1:] = np.cumsum(np.cos(np.radians(mean)) * 50 * 90)
    foretold = len(encode(quantised(fixes)))
    fixes.speed_cmps[:] = UNKNOWN
    assert foretold < 0.8 * len(encode(quantised(fixes)))


@given(st.binary(max_size=200))
def test_bytes_that_nobody_encoded_are_said_to_be_damaged(data: bytes) -> None:
    with pytest.raises(AppError) as caught:
        decode(data)
    assert caught.value.code == "tracks.damaged"


@given(st.integers(0, 10_000), st.integers(1, 255))
def test_one_changed_byte_is_noticed(at: int, change: int) -> None:
    data = bytearray(encode(quantised(walk(3, 100))))
    # The three reserved bytes mean nothing yet.
    data[at % len(data) if at % len(data) not in (1, 2, 3) else 0] ^= change
    with pytest.raises(AppError) as caught:
        decode(bytes(data))
    assert caught.value.code == "tracks.damaged"
