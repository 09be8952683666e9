"""One place in the strip: a small tile, and the pin that keeps it there."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QEnterEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QToolButton, QWidget

from ui.theme.icons import Icon, icon
from ui.theme.look import Look
from ui.widgets.video.caption import Caption
from ui.widgets.video.tile import VideoTile

_PIN_PX, _PIN_ICON_PX = 22, 14

_STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}


class StripTile(QWidget):
    """
    Signals:
        pin_pressed(): pin it, or let it go: by its button, or P.
        stepped(int): the keyboard's focus is to go so many tiles to the right.
    """

    pin_pressed = Signal()
    stepped = Signal(int)

    def __init__(self, source: int, make_tile: Callable[[], VideoTile], look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self._look = look
        self._is_pinned = False
        self.tile = make_tile()
        self.tile.setParent(self)
        self.tile.set_source(source)
        self._pin = QToolButton(self)
        self._pin.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._pin.setCursor(Qt.CursorShape.ArrowCursor)
        self._pin.clicked.connect(self.pin_pressed)
        look.changed.connect(self._draw_pin)
        self.setFocusProxy(self.tile)
        self._draw_pin()

    @property
    def is_pinned(self) -> bool:
        return self._is_pinned

    def set_pinned(self, is_pinned: bool) -> None:
        self._is_pinned = is_pinned
        # Somebody wants to keep an eye on what is pinned; the others merely were of interest.
        self.tile.set_importance(1 if is_pinned else 0)
        self._draw_pin()

    def width_for(self, height: int) -> int:
        """So wide that the picture above the caption is 16:9."""
        caption = Caption()
        caption.is_compact = True
        return round(max(1, height - caption.height(self._look.theme)) * 16 / 9)

    def _draw_pin(self) -> None:
        theme = self._look.theme
        side = theme.px(_PIN_ICON_PX)
        which = Icon.PIN if not self._is_pinned else Icon.PINNED
        self._pin.setIcon(icon(theme, which, theme.accent if self._is_pinned else theme.text))
        self._pin.setIconSize(QSize(side, side))
        self._pin.setFixedSize(theme.px(_PIN_PX), theme.px(_PIN_PX))
        # Over a picture of any colour.
        self._pin.setStyleSheet(f"QToolButton {{ background: {theme.panel}; border: none; padding: 0px; }}")
        self._pin.setToolTip(self.tr("Let go of it (P)") if self._is_pinned else self.tr("Keep it here (P)"))
        self._pin.setAccessibleName(self._pin.toolTip())
        self._show_pin()

    def _show_pin(self) -> None:
        self._pin.setVisible(self._is_pinned or self.underMouse())
        self._pin.raise_()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys that mean nothing to the tile; those of the row before its scroll area takes them."""
        key = Qt.Key(event.key())
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            super().keyPressEvent(event)
        elif key in _STEPS:
            self.stepped.emit(_STEPS[key])
        elif key == Qt.Key.Key_P:
            self.pin_pressed.emit()
        else:
            super().keyPressEvent(event)

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self._show_pin()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._show_pin()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.tile.setGeometry(self.rect())
        self._pin.move(2, 2)
