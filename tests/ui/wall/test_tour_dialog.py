from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QSpinBox

from tests.ui.wall.conftest import CAMERA
from ui.wall.tour import Stop
from ui.wall.tour_dialog import TourDialog
from ui.widgets.number_mime import number_mime
from ui.widgets.push_button import PushButton

Key = Qt.Key


@pytest.fixture
def dialog(kit, qtbot):
    kit.tours.add("Gates", (Stop(11), Stop(12, 20), Stop(CAMERA)))
    dialog = TourDialog(kit)
    qtbot.addWidget(dialog)
    with qtbot.waitActive(dialog):
        dialog.show()
        dialog.activateWindow()
    return dialog


def stops(kit):
    return [stop.source for stop in kit.tours.tours[0].stops]


def rows(dialog):
    items = [dialog.page.stops.topLevelItem(i) for i in range(dialog.page.stops.topLevelItemCount())]
    return [(item.text(0), item.text(1)) for item in items]


def choose(dialog, *which):
    dialog.page.stops.clearSelection()
    for row in which:
        dialog.page.stops.topLevelItem(row).setSelected(True)


def press(dialog, qtbot, name):
    button = next(one for one in dialog.findChildren(PushButton) if name in (one.text(), one.accessibleName()))
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def test_it_shows_who_is_seen_and_for_how_long(dialog):
    assert rows(dialog) == [("D-01 Kluuvi", "10 s"), ("D-02 Kamppi", "20 s"), ("Gate north", "10 s")]


def test_a_new_tour_can_be_named_at_once(dialog, kit, qtbot):
    press(dialog, qtbot, "New tour")
    assert QApplication.focusWidget() is dialog.page.findChild(QLineEdit)
    qtbot.keyClicks(QApplication.focusWidget(), "Alleys")
    qtbot.keyClick(QApplication.focusWidget(), Key.Key_Return)
    assert [tour.name for tour in kit.tours.tours] == ["Alleys", "Gates"]
    assert kit.tours.of(dialog.current).name == "Alleys"
    assert dialog.isVisible()


def test_a_tour_cannot_be_without_a_name(dialog, kit):
    line = dialog.page.findChild(QLineEdit)
    line.clear()
    line.editingFinished.emit()
    assert kit.tours.tours[0].name == "Gates"
    assert line.text() == "Gates"


def test_chosen_units_become_the_last_stops(dialog, kit, qtbot):
    kit.selection.set([3, 4])
    press(dialog, qtbot, "Add the chosen units")
    assert stops(kit) == [11, 12, CAMERA, 13, 14]
    assert dialog.page.stops.chosen == [3, 4]


def test_a_unit_is_found_by_typing(dialog, kit, qtbot):
    box = dialog.page.findChild(QComboBox)
    for sought, found in (("mark", 14), ("north", CAMERA)):
        box.lineEdit().setFocus()
        qtbot.keyClicks(box.lineEdit(), sought)
        under = box.completer().popup()
        qtbot.waitUntil(under.isVisible, timeout=20_000)
        qtbot.keyClick(under, Key.Key_Down)
        qtbot.keyClick(under, Key.Key_Return)
        assert stops(kit)[-1] == found
        # Or the next that is typed would stand behind it.
        qtbot.waitUntil(lambda: box.currentText() == "", timeout=20_000)
    assert box.findText("V-07", Qt.MatchFlag.MatchStartsWith) == -1


def test_nothing_is_added_while_one_looks_for_it(dialog, kit, qtbot):
    box, before = dialog.page.findChild(QComboBox), stops(kit)
    at = QPointF(box.rect().center())
    wheel = QWheelEvent(
        at,
        box.mapToGlobal(at),
        QPoint(),
        QPoint(0, -120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(box, wheel)
    qtbot.keyClick(box, Key.Key_Down)
    qtbot.waitUntil(lambda: QApplication.activePopupWidget() is not None, timeout=20_000)
    assert stops(kit) == before
    box.hidePopup()


def test_what_is_dragged_onto_a_row_comes_before_it(dialog, kit):
    view = dialog.page.stops
    at = QPointF(view.visualItemRect(view.topLevelItem(1)).center())
    mime = number_mime([4])
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    entering = QDragEnterEvent(at.toPoint(), Qt.DropAction.CopyAction, mime, buttons, keys)
    QApplication.sendEvent(view.viewport(), entering)
    QApplication.sendEvent(view.viewport(), QDropEvent(at, Qt.DropAction.CopyAction, mime, buttons, keys))
    assert stops(kit) == [11, 14, 12, CAMERA]


def test_chosen_stops_move_together_and_stop_at_the_end(dialog, kit, qtbot):
    choose(dialog, 0, 1)
    press(dialog, qtbot, "Later")
    assert stops(kit) == [CAMERA, 11, 12]
    assert dialog.page.stops.chosen == [1, 2]
    press(dialog, qtbot, "Later")
    assert stops(kit) == [CAMERA, 11, 12]
    press(dialog, qtbot, "Earlier")
    assert stops(kit) == [11, 12, CAMERA]


def test_del_removes_the_chosen_stops(dialog, kit, qtbot):
    choose(dialog, 0, 2)
    qtbot.keyClick(dialog.page.stops, Key.Key_Delete)
    assert stops(kit) == [12]


def test_the_time_is_that_of_the_chosen_stops(dialog, kit):
    spin = dialog.page.findChild(QSpinBox)
    assert not spin.isEnabled()
    choose(dialog, 1)
    assert spin.value() == 20
    choose(dialog, 0, 2)
    spin.setValue(45)
    assert [stop.dwell_s for stop in kit.tours.tours[0].stops] == [45, 20, 45]


def test_a_deleted_tour_leaves_the_next_one_to_be_edited(dialog, kit, qtbot):
    kit.tours.add("Stations", (Stop(13),))
    press(dialog, qtbot, "Delete tour")
    assert [tour.name for tour in kit.tours.tours] == ["Stations"]
    assert rows(dialog) == [("V-03 Harbour", "10 s")]
    press(dialog, qtbot, "Delete tour")
    assert dialog.current is None
    assert not dialog.page.isEnabled()


def test_where_there_is_no_tour_enter_makes_the_first_one(dialog, kit, qtbot):
    dialog.list.setFocus()
    press(dialog, qtbot, "Delete tour")
    assert (kit.tours.tours, QApplication.focusWidget()) == ((), dialog.new_button)
    opened = TourDialog(kit)
    qtbot.addWidget(opened)
    with qtbot.waitActive(opened):
        opened.show()
        opened.activateWindow()
    qtbot.keyClick(QApplication.focusWidget(), Key.Key_Return)
    assert [tour.name for tour in kit.tours.tours] == ["Tour 1"]
