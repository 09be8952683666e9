"""What stands in the strip, and in which order."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QSettings

from ui.strip.shelf import MOST_PINNED, MOST_RECENT, Shelf, keep_shelf, kept_shelf

NUMBERS = st.integers(1, 30)
STEPS = st.lists(st.tuples(st.sampled_from(["seen", "pin", "unpin", "without"]), NUMBERS), max_size=60)


def test_what_was_looked_at_last_comes_first_after_what_is_pinned():
    shelf = Shelf().with_pinned([40]).seen(11).seen(12)
    assert shelf.sources == (40, 12, 11)


def test_what_is_there_stays_where_it_is_when_it_is_looked_at_again():
    shelf = Shelf().with_pinned([40]).seen(11).seen(12)
    assert shelf.seen(11) == shelf.seen(40) == shelf


def test_a_recent_one_that_is_pinned_moves_and_comes_back_as_the_most_recent():
    shelf = Shelf().seen(11).seen(12).with_pinned([11])
    assert (shelf.pinned, shelf.recent) == ((11,), (12,))
    assert shelf.unpinned(11).sources == (11, 12)
    assert shelf.unpinned(11).pinned == ()
    assert shelf.unpinned(77) == shelf


@given(STEPS)
def test_no_source_is_there_twice_and_there_are_never_too_many(steps):
    shelf = Shelf()
    for what, source in steps:
        match what:
            case "seen":
                shelf = shelf.seen(source)
            case "pin":
                shelf = shelf.with_pinned([source, source])
            case "unpin":
                shelf = shelf.unpinned(source)
            case _:
                shelf = shelf.without(source)
                assert source not in shelf.sources
    assert len(set(shelf.sources)) == len(shelf.sources)
    assert len(shelf.recent) <= MOST_RECENT
    assert len(shelf.pinned) <= MOST_PINNED


def test_it_is_remembered(tmp_path):
    settings = QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat)
    shelf = Shelf().with_pinned([40, 12]).seen(11).seen(13)
    keep_shelf(settings, shelf)
    settings.sync()
    again = QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat)
    assert kept_shelf(again) == shelf


@pytest.mark.parametrize("text", ["", "|", "rubbish", "1 2 x|4", "-1|", "99999999999|3 3 3", "1 1|1"])
def test_what_makes_no_sense_is_left_out(tmp_path, text):
    settings = QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat)
    settings.setValue("strip/shelf", text)
    sources = kept_shelf(settings).sources
    assert len(set(sources)) == len(sources)
    assert set(sources) <= {1, 2, 3, 4}
