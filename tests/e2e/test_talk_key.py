"""The talk key at a whole desk: wherever the focus is and whatever is open, it talks, and does nothing else."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QMenu, QPlainTextEdit, QTabWidget, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from tests.contract.station_process import StationProcess
from tests.contract.voice_end import Town
from tests.e2e.conftest import OpenDesk
from ui.workplace import Workplace

Key = Qt.Key
WAIT_MS = 30_000
#: What opens a window or a pane, by the names of the actions.
OPENING = (
    "open_units",
    "open_terminals",
    "open_cameras",
    "open_talkgroups",
    "open_operators",
    "change_password",
    "open_settings",
    "announce",
    "edit_tours",
    "open",
    "find",
    "shortcuts",
    "about",
)


class Walk:
    """Goes from one to the next, and tries the key there."""

    def __init__(self, workplace: Workplace, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
        self.window, self._qtbot = workplace.window, qtbot
        self.done: list[str] = []
        #: What each stop was, and what the key did there.
        self.tried: list[str] = []
        self.silent: list[str] = []
        self._key, voice = workplace.voice.key, workplace.voice.voice
        monkeypatch.setattr(voice, "press", lambda *_, **__: self.done.append("press"))
        monkeypatch.setattr(voice, "release", lambda: self.done.append("release"))

    def through(self, window: QWidget) -> None:
        """All that can have the focus in it, on every page, and the lists that open there."""
        self._be_in_front(window)
        pages = [pages for pages in window.findChildren(QTabWidget) if pages.isVisible()]
        for page in range(pages[0].count()) if pages else [0]:
            if pages:
                pages[0].setCurrentIndex(page)
            for holder in list(_holders(window)):
                self._at(window, holder)

    def through_menu(self, menu: QMenu) -> None:
        menu.popup(self.window.mapToGlobal(self.window.rect().center()))
        self._try(menu, menu)
        menu.close()

    def _at(self, window: QWidget, holder: QWidget) -> None:
        # What happened meanwhile may have taken it away.
        if not (isValid(holder) and holder.isVisible() and holder.isEnabled()):
            return
        holder.setFocus()
        if QApplication.focusWidget() is not holder:
            # A proxy has it, which is a stop of its own.
            return
        self._try(window, holder)
        if isinstance(holder, QComboBox) and holder.count():
            holder.showPopup()
            self._try(holder.view().window(), holder.view())
            holder.hidePopup()
            self._be_in_front(window)

    def _try(self, shown: QWidget, holder: QWidget) -> None:
        to = shown.windowHandle()
        self._qtbot.waitUntil(lambda: to.isExposed() and QGuiApplication.focusWindow() is to, timeout=WAIT_MS)
        self.done.clear()
        QTest.keyClick(to, Key.Key_Space)
        # Else the next, which follows soon, were the second of a double press, which stays.
        self._key.release()
        name = f"{type(holder).__name__} {holder.accessibleName()!r} in {shown.window().windowTitle()!r}"
        assert self.done in (["press", "release"], []), name
        assert shown.isVisible(), f"{name} was closed"
        (self.tried if self.done else self.silent).append(name)
        if not self.done:
            assert _is_typed_into(holder), name

    def _be_in_front(self, window: QWidget) -> None:
        window.raise_()
        window.activateWindow()
        self._qtbot.waitUntil(lambda: QGuiApplication.focusWindow() is window.windowHandle(), timeout=WAIT_MS)


def _holders(window: QWidget) -> Iterator[QWidget]:
    for widget in window.findChildren(QWidget):
        is_here = widget.window() is window and widget.isVisible() and widget.isEnabled()
        if is_here and widget.focusPolicy() != Qt.FocusPolicy.NoFocus:
            yield widget


def _is_typed_into(holder: QWidget) -> bool:
    if isinstance(holder, QComboBox):
        return holder.isEditable()
    return isinstance(holder, QLineEdit | QPlainTextEdit) and not holder.isReadOnly()


def test_wherever_the_focus_is_and_whatever_is_open_the_key_talks_unless_somebody_types(
    station: StationProcess, open_desk: OpenDesk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    town = Town(station)
    town.terminal(town.unit("D-01"))
    workplace = open_desk(station)
    qtbot.waitUntil(lambda: workplace.feed.state.is_live, timeout=WAIT_MS)
    qtbot.waitUntil(lambda: bool(workplace.scene.picture.talkgroups), timeout=WAIT_MS)
    walk, window = Walk(workplace, qtbot, monkeypatch), workplace.window
    walk.through(window)
    for menu in (window.top_bar.perspective_menu, window.top_bar.desk_menu):
        walk.through_menu(menu)
    actions = {action.objectName(): action for action in window.desk_actions()}
    for name in OPENING:
        before = {top for top in QApplication.topLevelWidgets() if top.isVisible()}
        actions[name].trigger()
        opened = [top for top in QApplication.topLevelWidgets() if top.isVisible() and top not in before]
        for top in opened or [window]:
            walk.through(top)
        for top in opened:
            top.close()
        walk._be_in_front(window)
    assert len(walk.tried) > 60 and len(walk.silent) > 10, (walk.tried, walk.silent)
