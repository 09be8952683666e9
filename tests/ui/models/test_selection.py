from __future__ import annotations

import pytest

from ui.models.selection import Selection


@pytest.fixture
def selection(qapp: object) -> Selection:
    return Selection()


def test_nothing_is_chosen_at_first(selection: Selection) -> None:
    assert selection.units == ()
    assert selection.primary is None
    assert selection.followed is None


def test_the_last_one_chosen_is_primary(selection: Selection) -> None:
    selection.set([3, 1, 2])
    assert selection.primary == 2

    selection.add([3])
    assert selection.units == (1, 2, 3)
    assert selection.primary == 3


def test_a_unit_named_twice_counts_once(selection: Selection) -> None:
    selection.set([1, 2, 1])

    assert selection.units == (2, 1)


def test_toggling_takes_in_and_puts_out(selection: Selection) -> None:
    selection.set([1, 2])

    selection.toggle(1)
    assert selection.units == (2,)
    assert 1 not in selection

    selection.toggle(1)
    assert selection.units == (2, 1)
    assert 1 in selection


def test_it_tells_only_of_changes(selection: Selection, qtbot) -> None:
    selection.set([1, 2])
    told = []
    selection.changed.connect(lambda: told.append(selection.units))

    selection.set([1, 2])
    selection.set([2, 1])
    selection.clear()
    selection.clear()

    assert told == [(2, 1), ()]


def test_following_is_told_apart_from_choosing(selection: Selection, qtbot) -> None:
    with qtbot.assertNotEmitted(selection.changed), qtbot.waitSignal(selection.followed_changed):
        selection.follow(7)
    with qtbot.assertNotEmitted(selection.followed_changed):
        selection.follow(7)

    assert selection.followed == 7


def test_one_looks_at_units_or_at_a_camera(selection: Selection) -> None:
    told = []
    selection.changed.connect(lambda: told.append(("units", selection.units, selection.camera)))
    selection.camera_changed.connect(lambda: told.append(("camera", selection.units, selection.camera)))

    selection.set([1])
    selection.set_camera(40)
    selection.set_camera(40)
    selection.set([2])

    assert told == [
        ("units", (1,), None),
        ("units", (), 40),
        ("camera", (), 40),
        ("units", (2,), None),
        ("camera", (2,), None),
    ]


def test_choosing_nothing_lets_go_of_the_camera_and_letting_go_of_the_camera_leaves_the_units(
    selection: Selection,
) -> None:
    selection.set_camera(40)
    selection.clear()
    assert selection.camera is None

    selection.set([1])
    selection.set_camera(None)
    assert selection.units == (1,)
