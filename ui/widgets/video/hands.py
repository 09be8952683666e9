"""Hands on a tile: its keys, its buttons, its menu, the mouse, and what is dropped on it."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable

from PySide6.QtCore import QEvent, QRect, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QEnterEvent,
    QKeyEvent,
    QMouseEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from ui.theme.look import Look
from ui.widgets.key_up import KeyUp
from ui.widgets.number_mime import NUMBERS, numbers_in
from ui.widgets.video.buttons import TileButtons
from ui.widgets.video.face import TileFace
from ui.widgets.video.keys import HELD_KEYS, OwnKeys, is_held, name_of
from ui.widgets.video.menu import open_menu
from ui.widgets.video.mouse import TileMouse
from ui.widgets.video.talk import TileTalk, TileTalking
from ui.widgets.video.zoom import STEP, Zoom


class TileHands(QWidget):
    """What one can do with a tile, by whatever way; the tile itself says what it shows.

    Args:
        face: whose picture is enlarged and pushed along, and which makes room for the buttons.
        talk: through which one talks to a source's unit.
    Signals:
        activated(): double click or Enter.
        clear_asked(): the operator wants the tile empty.
        numbers_dropped(list[int]): units, terminals or cameras were dropped here.
    """

    activated = Signal()
    clear_asked = Signal()
    numbers_dropped = Signal(list)

    def __init__(self, face: TileFace, look: Look, talk: TileTalk | None, parent: QWidget | None) -> None:
        super().__init__(parent)
        self._look, self._face = look, face
        self._picture = picture = face.picture
        self._source: int | None = None
        self._doing: dict[str, Callable[[], None]] = {
            "mute": self.toggle_muted,
            "snapshot": self.take_snapshot,
            "zoom_in": lambda: self._zoom(picture.zoom.by(STEP)),
            "zoom_out": lambda: self._zoom(picture.zoom.by(1 / STEP)),
            "zoom_reset": lambda: self._zoom(Zoom()),
            "talk": lambda: self._talking.begin(self._source),
            "clear": self.clear_asked.emit,
        }
        self._keys, self._mouse = OwnKeys(self), TileMouse(self, picture, self._zoom)
        self._buttons = TileButtons(look, self._do, lambda _: self._talking.end(), self)
        self._talking = TileTalking(talk, self._buttons)
        # Whatever is held with it: it came up.
        self._held_up = KeyUp(self)
        self._held_up.came_up.connect(self._talking.end)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAcceptDrops(True)

    @abstractmethod
    def toggle_muted(self) -> None: ...

    @abstractmethod
    def take_snapshot(self) -> None: ...

    @abstractmethod
    def _zoom(self, zoom: Zoom) -> None: ...

    @abstractmethod
    def _repaint_area(self) -> None: ...

    def _show_buttons(self) -> None:
        """They are there while the mouse or the keyboard's focus is on it, and there is room for them."""
        is_wanted = self._source is not None and (self.underMouse() or self.hasFocus())
        if is_wanted:
            self._talking.look(self._source)
        is_shown = is_wanted and not self._face.caption.is_compact
        self._buttons.setVisible(is_shown)
        self._face.buttons = self._buttons.geometry() if is_shown else QRect()
        self._repaint_area()

    def _do(self, name: str) -> None:
        self._doing[name]()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        name = name_of(event)
        if name:
            if not is_held(name) or not (self._held_up.is_second_half(event) or event.isAutoRepeat()):
                self._do(name)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.activated.emit()
        else:
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        if event.key() in HELD_KEYS and not event.isAutoRepeat():
            self._held_up.release(event)
        else:
            super().keyReleaseEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self.activated.emit()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._mouse.press(event)

    def mouseReleaseEvent(self, _: QMouseEvent) -> None:
        self._mouse.release()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._mouse.move(event, self._source)

    def wheelEvent(self, event: QWheelEvent) -> None:
        self._mouse.wheel(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        open_menu(self, event.globalPos(), self._look.theme, self._source, self._do, self._talking)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasFormat(NUMBERS):
            event.acceptProposedAction()
            self._aim_at(True)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        super().dragLeaveEvent(event)
        self._aim_at(False)

    def dropEvent(self, event: QDropEvent) -> None:
        self._aim_at(False)
        numbers = numbers_in(event.mimeData())
        if numbers:
            event.acceptProposedAction()
            self.numbers_dropped.emit(numbers)

    def _aim_at(self, is_target: bool) -> None:
        """On a wall full of tiles one is to see which of them would be another."""
        self._face.is_target = is_target
        self.update()

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self._show_buttons()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._show_buttons()
