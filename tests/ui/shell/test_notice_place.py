from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, QRect, QSize

from ui.shell.notice_place import covered, place

ROOM = QRect(0, 40, 800, 500)
CARD = QSize(380, 80)


def test_where_nothing_is_to_be_pressed_they_stand_in_the_lower_right_corner():
    assert place(CARD, ROOM, []) == QPoint(420, 460)


def test_they_stand_just_above_what_is_to_be_pressed():
    assert place(CARD, ROOM, [QRect(700, 500, 90, 30)]) == QPoint(420, 420)


def test_where_all_of_the_right_is_taken_they_stand_in_the_middle():
    assert place(CARD, ROOM, [QRect(600, 0, 200, 600)]).x() < 220


rects = st.builds(QRect, *(st.integers(0, 700) for _ in range(2)), *(st.integers(1, 300) for _ in range(2)))


@given(taken=st.lists(rects, max_size=6))
def test_they_stay_in_their_room_and_cover_no_more_than_in_the_corner(taken):
    corner = place(CARD, ROOM, taken)
    assert ROOM.contains(QRect(corner, CARD))
    assert covered(QRect(corner, CARD), taken) <= covered(QRect(QPoint(420, 460), CARD), taken)
