from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ui.dialogs.camera_view import (
    heading_fault,
    heading_of,
    heading_text,
    headings,
    place_fault,
    place_hint,
    range_fault,
    range_of,
    view_fault,
    view_of,
)

pytestmark = pytest.mark.usefixtures("qapp")


def test_every_direction_that_is_offered_is_understood():
    assert [heading_of(text) for text in headings()] == [None, 0, 45, 90, 135, 180, 225, 270, 315]


@given(st.none() | st.integers(0, 3599).map(lambda tenths: tenths / 10))
def test_a_direction_is_read_as_it_is_shown(heading_deg):
    assert heading_of(heading_text(heading_deg)) == heading_deg


@pytest.mark.parametrize(
    ("text", "heading_deg"), [("135", 135), ("135°", 135), ("0", 0), ("360", 0), ("se", 135), ("ALL AROUND", None)]
)
def test_a_direction_may_be_typed_in_several_ways(text, heading_deg):
    assert heading_fault(text) == ""
    assert heading_of(text) == heading_deg


@pytest.mark.parametrize("text", ["", "-1", "361", "north-ish", "nan", "inf", "1 2"])
def test_what_is_no_direction_is_called_that(text):
    assert "0 to 359 degrees" in heading_fault(text)


def test_a_view_and_a_range_are_numbers_within_bounds():
    assert (view_of("70"), view_of("92,5"), view_of("360°"), range_of("60 m")) == (70, 92.5, 360, 60)
    for text in ("", "0", "361", "wide", "nan"):
        assert "360 degrees" in view_fault(text)
    for text in ("", "0", "5001", "far", "-3"):
        assert "5000 m" in range_fault(text)


def test_a_place_is_said_back_in_other_words():
    assert place_fault("35V LG 85928 72284", "") == ""
    assert place_hint("35V LG 85928 72284", "").startswith("24.9440")
    assert place_hint("24.94402 60.17148", "").endswith("35V LG 85928 72284")
    assert place_hint("24.94402 E 60.17148 N", "") == "35V LG 85928 72284"
    assert "MGRS" in place_hint("", "")


def test_what_is_no_place_is_called_that():
    assert place_fault("", "") == "This is needed."
    assert place_fault("Kamppi", "").startswith("This is not a place.")
