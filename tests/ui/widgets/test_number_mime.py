from __future__ import annotations

from PySide6.QtCore import QMimeData

from ui.widgets.number_mime import NUMBERS, number_mime, numbers_in


def test_numbers_arrive_in_the_order_in_which_they_were_chosen():
    assert numbers_in(number_mime([12, 3, 40])) == [12, 3, 40]


def test_what_is_no_number_of_ours_is_left_out():
    mime = QMimeData()
    mime.setData(NUMBERS, b"12 -3 x 99999999999 4.5 7")
    assert numbers_in(mime) == [12, 7]


def test_other_things_that_are_dragged_hold_no_numbers():
    mime = QMimeData()
    mime.setText("12")
    assert numbers_in(mime) == []
