"""A window that is nothing but a wall: on a monitor of its own, or filling the screen."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRect, Qt, Signal
from PySide6.QtGui import QCloseEvent, QGuiApplication, QKeyEvent, QMoveEvent, QResizeEvent, QScreen
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.wall.pane import WallPane
from ui.wall.placement import Area, Monitor, Placement, settled

_TITLE_PX = 32


class WallWindow(QWidget):
    """
    Args:
        foot: stands below the wall while that fills the screen, where nothing else of the desk is to be seen.

    It comes to a screen that is there when its own goes, and back to its own when that is there again.

    Signals:
        closed(): somebody has closed it.
        left_full_screen(): Esc.
    """

    closed = Signal()
    left_full_screen = Signal()

    def __init__(self, pane: WallPane, title: str, foot: QWidget | None = None) -> None:
        super().__init__()
        self.pane = pane
        self.setWindowTitle(title)
        self.setMinimumSize(320, 180)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(pane, 1)
        self._foot = foot
        if foot is not None:
            foot.hide()
            layout.addWidget(foot)
        pane.show()
        self.setFocusProxy(pane)
        #: Where it belongs, and where it had to go instead.
        self._home: Placement | None = None
        self._refuge: Placement | None = None
        #: Where it stood last on a monitor that is there.
        self._stood: Placement | None = None

    @property
    def placement(self) -> Placement:
        """Where it stands, or where it belongs while that monitor is gone and nobody has moved it since."""
        now = self._now()
        if self._home is not None and now == self._refuge:
            return self._home
        return self._stood if self._stood is not None and not _is_there(self._stood.monitor) else now

    def place(self, placement: Placement, monitors: Sequence[Monitor] | None = None) -> None:
        """Show it there, or on a monitor that there is."""
        there = settled(placement, monitors if monitors is not None else present_monitors())
        area = there.area
        screen = next((one for one in QGuiApplication.screens() if one.name() == there.monitor), None)
        if screen is not None:
            self.setScreen(screen)
        self.setGeometry(QRect(area.x, area.y, area.width, area.height))
        self.set_full_screen(there.is_full_screen)
        moved = there.monitor != placement.monitor
        self._home, self._refuge = (placement, self._now()) if moved else (None, None)

    def settle(self) -> None:
        """Other monitors are there than before."""
        self.place(self.placement)

    def set_full_screen(self, is_full: bool) -> None:
        if is_full:
            self.showFullScreen()
        else:
            self.showNormal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.isFullScreen():
            self.left_full_screen.emit()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.WindowStateChange and self._foot is not None:
            self._foot.setVisible(self.isFullScreen())

    def moveEvent(self, event: QMoveEvent) -> None:
        super().moveEvent(event)
        self._note_place()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._note_place()

    def closeEvent(self, event: QCloseEvent) -> None:
        super().closeEvent(event)
        self.closed.emit()

    def _note_place(self) -> None:
        # Qt itself takes windows away from a monitor that goes: that is nobody's wish.
        if self._stood is None or _is_there(self._stood.monitor):
            self._stood = self._now()

    def _now(self) -> Placement:
        rect = (
            self.normalGeometry() if self.isFullScreen() and self.normalGeometry().isValid() else self.geometry()
        )
        area = Area(rect.x(), rect.y(), rect.width(), rect.height())
        return Placement(area, self.screen().name(), self.isFullScreen())


def present_monitors() -> list[Monitor]:
    """The main one first."""
    main = QGuiApplication.primaryScreen()
    others = [screen for screen in QGuiApplication.screens() if screen is not main]
    return [_monitor(screen) for screen in ([main, *others] if main is not None else others)]


def _is_there(monitor: str) -> bool:
    return any(one.name == monitor for one in present_monitors())


def _monitor(screen: QScreen) -> Monitor:
    # A window's place is told without its title bar, which has to be on the screen too.
    room = screen.availableGeometry().adjusted(0, _TITLE_PX, 0, 0)
    return Monitor(screen.name(), Area(room.x(), room.y(), room.width(), room.height()))
