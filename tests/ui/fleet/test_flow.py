from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from ui.fleet.flow import FlowLayout


@pytest.fixture
def box(qtbot) -> QWidget:
    box = QWidget()
    qtbot.addWidget(box)
    flow = FlowLayout(4, box)
    for _ in range(5):
        item = QWidget()
        item.setFixedSize(50, 20)
        flow.addWidget(item)
    flow.setContentsMargins(8, 2, 8, 6)
    return box


def _places(box: QWidget) -> list[tuple[int, int]]:
    items = [box.layout().itemAt(i).widget() for i in range(box.layout().count())]
    return [(item.x(), item.y()) for item in items if not item.isHidden()]


def test_items_stand_in_a_line_while_there_is_room(box: QWidget) -> None:
    box.resize(8 + 5 * 50 + 4 * 4 + 8, 100)
    box.layout().activate()

    assert _places(box) == [(8, 2), (62, 2), (116, 2), (170, 2), (224, 2)]
    assert box.layout().heightForWidth(box.width()) == 28


def test_one_pixel_less_begins_another_line(box: QWidget) -> None:
    box.resize(8 + 5 * 50 + 4 * 4 + 8 - 1, 100)
    box.layout().activate()

    assert _places(box)[-1] == (8, 26)
    assert box.layout().heightForWidth(box.width()) == 52


def test_a_hidden_item_takes_no_place(box: QWidget) -> None:
    box.layout().itemAt(0).widget().hide()
    box.resize(400, 100)
    box.layout().activate()

    assert _places(box)[0] == (8, 2)


def test_in_a_right_to_left_language_the_line_begins_at_the_right(box: QWidget) -> None:
    box.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    box.resize(300, 100)
    box.layout().activate()

    assert [x for x, _ in _places(box)] == [242, 188, 134, 80, 26]


def test_an_item_wider_than_the_line_stands_alone(box: QWidget) -> None:
    box.layout().itemAt(1).widget().setFixedWidth(500)
    box.resize(120, 100)
    box.layout().activate()

    assert _places(box)[:3] == [(8, 2), (8, 26), (8, 50)]
