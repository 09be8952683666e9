"""Talking from a tile: for as long as its key or its button is held."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from tests.ui.widgets.fakes import CAMERAS, scene_of
from tests.ui.widgets.live_video import FakeVideos
from ui.models.video_sources import VideoSources
from ui.theme.look import Look
from ui.widgets.video.tile import VideoTile

SOURCE, CAMERA = 11, 41


class Talked:
    """Remembers what is asked; nobody hears a camera."""

    def __init__(self) -> None:
        self.done: list[object] = []

    def why_not(self, source):
        return "A camera has nobody to talk to" if source == CAMERA else ""

    def hold(self, source, *, stays):
        self.done.append((source, stays))

    def let_go(self):
        self.done.append("let go")


@pytest.fixture
def talked():
    return Talked()


@pytest.fixture
def tile(qtbot, tmp_path, talked):
    scene = scene_of(cameras=CAMERAS)
    made = VideoTile(FakeVideos(), VideoSources(scene), Look(), scene.clock, tmp_path, talk=talked)
    qtbot.addWidget(made)
    made.resize(400, 260)
    made.set_source(SOURCE)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    made.setFocus()
    return made


def test_the_key_is_held_and_its_repeats_are_one(tile, talked):
    QTest.keyPress(tile, Qt.Key.Key_T)
    for kind in (QEvent.Type.KeyRelease, QEvent.Type.KeyPress):
        QApplication.sendEvent(tile, QKeyEvent(kind, Qt.Key.Key_T, Qt.KeyboardModifier.NoModifier, "t", True))
    assert talked.done == [(SOURCE, False)]
    QTest.keyRelease(tile, Qt.Key.Key_T)
    assert talked.done == [(SOURCE, False), "let go"]


def test_the_button_is_held(tile, talked):
    button = tile._buttons._buttons["talk"]
    QTest.mousePress(button, Qt.MouseButton.LeftButton)
    assert talked.done == [(SOURCE, False)]
    QTest.mouseRelease(button, Qt.MouseButton.LeftButton)
    assert talked.done[-1] == "let go"


@pytest.mark.parametrize("happens", ["focus", "source", "hidden"])
def test_it_ends_when_the_tile_is_no_longer_that_of_the_unit(tile, talked, qtbot, happens):
    QTest.keyPress(tile, Qt.Key.Key_T)
    if happens == "focus":
        QLineEdit(tile).setFocus()
        tile.clearFocus()
    elif happens == "source":
        tile.set_source(CAMERA)
    else:
        tile.hide()
    assert talked.done == [(SOURCE, False), "let go"]


def test_why_one_cannot_talk_stands_on_the_button(tile, talked):
    tile.set_source(CAMERA)
    QTest.keyClick(tile, Qt.Key.Key_T)
    button = tile._buttons._buttons["talk"]
    assert (button.isEnabled(), button.toolTip()) == (False, "A camera has nobody to talk to")
    assert talked.done == []
