"""What hands do with a tile: keys, the mouse, what is dropped on it, and what of that the players are told."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QAction, QColor, QDragEnterEvent, QDragLeaveEvent, QDropEvent, QKeySequence
from PySide6.QtTest import QTest

from app.media.frame import Frame
from tests.ui.widgets.video.tiles import BODY, colour_at, plain, shown
from ui.widgets.number_mime import number_mime


@pytest.mark.parametrize(
    ("key", "does"),
    [
        (Qt.Key.Key_Delete, "clear_asked"),
        (Qt.Key.Key_Return, "activated"),
    ],
)
def test_keys_ask(make, qtbot, key, does):
    tile = make()
    tile.set_source(BODY.number)
    with qtbot.waitSignal(getattr(tile, does)):
        QTest.keyClick(tile, key)


def test_a_double_click_is_what_enter_is(make, qtbot):
    tile = make()
    with qtbot.waitSignal(tile.activated):
        QTest.mouseDClick(tile, Qt.MouseButton.LeftButton)


def test_a_focused_tile_keeps_its_keys_from_the_desks_shortcuts(make, qtbot):
    tile = make()
    tile.set_source(BODY.number)
    stolen = []
    measure = QAction("Measure", tile)
    measure.setShortcut(QKeySequence("M"))
    measure.setShortcutContext(Qt.ShortcutContext.ApplicationShortcut)
    measure.triggered.connect(lambda: stolen.append("M"))
    tile.addAction(measure)
    tile.activateWindow()
    tile.setFocus()
    qtbot.waitUntil(tile.hasFocus)
    QTest.keyClick(tile.windowHandle(), Qt.Key.Key_M)
    assert stolen == []
    assert not tile.is_muted


def test_muting_is_told_to_those_who_play(make):
    tile = make()
    tile.set_source(BODY.number)
    assert tile.is_muted
    assert not tile._showing().is_audible
    tile.set_muted(False)
    assert tile._showing().is_audible
    assert tile._showing().hears


def test_zooming_in_asks_for_more_pixels_but_not_for_more_than_there_are(make):
    tile = make(size=(320, 204))
    frame = plain(size=(320, 180))
    shown(tile, Frame(frame.memory, 320, 180, frame.line_bytes, 0, None, 640, 360))
    for _ in range(3):
        QTest.keyClick(tile, Qt.Key.Key_Plus)
    assert tile._showing().size == (round(320 * 1.25**3), round(180 * 1.25**3))
    for _ in range(4):
        QTest.keyClick(tile, Qt.Key.Key_Plus)
    assert tile._showing().size == (640, 360)
    QTest.keyClick(tile, Qt.Key.Key_0)
    assert tile._showing().size == (320, 180)


def test_what_is_zoomed_is_cut_out_of_the_picture(make):
    tile = make(size=(320, 204))
    half = np.zeros((180, 320, 4), np.uint8)
    half[:, 160:] = 255
    shown(tile, Frame.of(half))
    tile._zoom(tile._picture.zoom.by(4, QPointF(1, 0.5)))
    assert colour_at(tile, 4, 60).red() == 255


def test_numbers_can_be_dropped_on_it(make, qtbot):
    tile, mime = make(), number_mime([2, 31])
    drop = QDropEvent(
        QPointF(5, 5),
        Qt.DropAction.CopyAction,
        mime,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
        QEvent.Type.Drop,
    )
    with qtbot.waitSignal(tile.numbers_dropped) as dropped:
        tile.dropEvent(drop)
    assert dropped.args == [[2, 31]]


def test_where_something_would_be_dropped_is_framed_until_it_is_dropped_or_gone(make, look):
    tile, accent, mime = make(), QColor(look.theme.accent), number_mime([2])
    over = QDragEnterEvent(
        QPoint(5, 5), Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    assert colour_at(tile, 1, 60) != accent
    tile.dragEnterEvent(over)
    assert colour_at(tile, 1, 60) == accent
    tile.dragLeaveEvent(QDragLeaveEvent())
    assert colour_at(tile, 1, 60) != accent
