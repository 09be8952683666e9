from __future__ import annotations

import pytest

from ui.wall.tour import Stop
from ui.wall.tour_book import TourBook


@pytest.fixture
def book(qapp):
    return TourBook()


def test_tours_stand_by_name_and_keep_their_number(book):
    gates, booths = book.add("gates"), book.add("Booths")
    assert [tour.name for tour in book.tours] == ["Booths", "gates"]
    book.change(gates.number, name="Alleys")
    assert [tour.number for tour in book.tours] == [gates.number, booths.number]


def test_a_number_is_not_given_again_while_a_later_one_is_there(book):
    first, second = book.add("A"), book.add("B")
    book.remove(first.number)
    assert book.add("C").number > second.number


def test_a_change_that_changes_nothing_is_not_told(book, qtbot):
    tour = book.add("Gates", [Stop(1)])
    with qtbot.assertNotEmitted(book.changed):
        book.change(tour.number, name="Gates", stops=[Stop(1)])
    with qtbot.waitSignal(book.changed):
        book.change(tour.number, stops=[Stop(1, 20)])
