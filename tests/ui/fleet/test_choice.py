"""What a press with Ctrl or Shift chooses."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ui.fleet.choice import chosen

ROWS = [10, 20, 30, 40, 50]


def test_a_press_chooses_that_one_alone() -> None:
    assert chosen(ROWS, (20, 99), None, 40, toggles=False, extends=False) == [40]


def test_with_ctrl_the_others_stay_even_those_that_are_not_shown() -> None:
    assert chosen(ROWS, (20, 99), 20, 40, toggles=True, extends=False) == [20, 99, 40]
    assert chosen(ROWS, (20, 99, 40), 20, 20, toggles=True, extends=False) == [99, 40]


def test_with_shift_everything_between_is_chosen_and_the_pressed_one_is_primary() -> None:
    assert chosen(ROWS, (20,), 20, 40, toggles=False, extends=True) == [20, 30, 40]
    assert chosen(ROWS, (40,), 40, 20, toggles=False, extends=True) == [40, 30, 20]


def test_with_both_the_stretch_is_added() -> None:
    assert chosen(ROWS, (99, 50), 20, 30, toggles=True, extends=True) == [99, 50, 20, 30]


def test_when_the_anchor_is_no_longer_shown_shift_chooses_one() -> None:
    assert chosen(ROWS, (77,), 77, 30, toggles=False, extends=True) == [30]


@given(
    st.lists(st.integers(1, 30), unique=True, min_size=1),
    st.lists(st.integers(1, 40), unique=True),
    st.data(),
    st.booleans(),
)
def test_going_there_and_back_with_shift_leaves_the_anchor_alone(
    rows: list[int], selected: list[int], data: st.DataObject, toggles: bool
) -> None:
    anchor, at = data.draw(st.sampled_from(rows)), data.draw(st.sampled_from(rows))

    there = chosen(rows, selected, anchor, at, toggles=False, extends=True)
    back = chosen(rows, there, anchor, anchor, toggles=False, extends=True)

    assert there[0] == anchor
    assert there[-1] == at
    assert back == [anchor]
