from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from app.domain.fixes import Fixes
from app.domain.unit import Force, UnitStatus
from tests.ui.map import golden
from tests.ui.map.conftest import unit
from ui.map import frame
from ui.map.frame import FrameEncoder, Head, Mark, encode_frame, encode_unchanged, kind_of

NOW_MS = 1_760_000_000_000


def read(encoded: bytes) -> dict[str, np.ndarray]:
    """The columns of a frame, read by the form's own description."""
    count = frame.HEADER.unpack_from(encoded)[3]
    offset, columns = frame.HEADER.size, {}
    for name, kind in [("number", "<u4"), ("x", "<u4"), ("y", "<u4")]:
        columns[name] = np.frombuffer(encoded, kind, count, offset)
        offset += 4 * count
    for name in ("kind", "age", "heading", "marks"):
        columns[name] = np.frombuffer(encoded, "u1", count, offset)
        offset += count
    assert offset == len(encoded)
    return columns


def test_the_page_is_tested_on_the_very_bytes_that_the_desk_writes():
    assert golden.frame() == (golden.FOLDER / "frame.bin").read_bytes()
    assert golden.trails() == (golden.FOLDER / "trails.bin").read_bytes()


def test_a_unit_off_duty_or_unknown_to_the_picture_is_not_sent():
    encoder = FrameEncoder()
    encoder.set_units([(1, unit(1)), (2, unit(2, status=UnitStatus.OFF_DUTY)), (3, None)])
    fixes = Fixes.of((n, NOW_MS, 24.9, 60.1) for n in (1, 2, 3, 4))
    columns = read(encode_frame(Head(1, NOW_MS), encoder.columns(fixes, 1, NOW_MS)))
    assert columns["number"].tolist() == [1]


def test_every_force_and_status_on_duty_has_a_kind_of_its_own():
    on_duty = [status for status in UnitStatus if status is not UnitStatus.OFF_DUTY]
    kinds = {kind_of(unit(1, force, status)) for force in Force for status in on_duty}
    assert len(kinds) == len(Force) * len(on_duty)
    assert frame.HIDDEN not in kinds


def test_marks_are_of_those_units_only_that_have_them_now():
    encoder = FrameEncoder()
    encoder.set_units([(1, unit(1)), (2, unit(2))])
    encoder.set_marks({1: Mark.SELECTED | Mark.FOLLOWED})
    encoder.set_marks({2: Mark.SELECTED})
    fixes = Fixes.of((n, NOW_MS, 24.9, 60.1) for n in (1, 2))
    columns = read(encode_frame(Head(1, NOW_MS), encoder.columns(fixes, 1, NOW_MS)))
    assert columns["marks"].tolist() == [0, Mark.SELECTED]


@given(age_ms=st.integers(-10_000, 10**9))
def test_ages_are_whole_seconds_from_0_to_the_one_that_stands_for_more(age_ms):
    encoder = FrameEncoder()
    encoder.set_units([(1, unit(1))])
    fixes = Fixes.of([(1, NOW_MS - age_ms, 24.9, 60.1)])
    columns = read(encode_frame(Head(1, NOW_MS), encoder.columns(fixes, 1, NOW_MS)))
    assert columns["age"][0] == min(max(age_ms // 1000, 0), frame.AGE_MORE)


@given(heading_cdeg=st.integers(0, 35_999))
def test_a_heading_is_kept_within_a_degree_and_never_turns_unknown(heading_cdeg):
    encoder = FrameEncoder()
    encoder.set_units([(1, unit(1))])
    fixes = Fixes.of([(1, NOW_MS, 24.9, 60.1)])
    fixes.heading_cdeg[0] = heading_cdeg
    sent = int(read(encode_frame(Head(1, NOW_MS), encoder.columns(fixes, 1, NOW_MS)))["heading"][0])
    assert sent != frame.HEADING_UNKNOWN
    off_deg = abs(sent / frame.HEADING_STEPS * 360 - heading_cdeg / 100)
    assert min(off_deg, 360 - off_deg) <= 0.71


def test_a_frame_that_says_nothing_new_is_a_header():
    assert len(encode_unchanged(Head(5, NOW_MS))) == frame.HEADER.size


def test_a_hundred_thousand_units_make_sixteen_bytes_each(fleet_of):
    encoder = FrameEncoder()
    encoder.set_units((n, unit(1)) for n in range(1, 100_001))
    columns = encoder.columns(fleet_of(100_000), 1, NOW_MS)
    assert len(columns) == 100_000 * frame.ROW_BYTES
