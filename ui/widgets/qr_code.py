"""A QR code: always dark on white with its quiet zone, since phones read nothing else for sure."""

from __future__ import annotations

import segno
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from ui.theme.look import Look

#: About so large; it is whole pixels a module, so that none is wider than its neighbour.
_SIDE_PX = 240
_SMALLEST_MODULE_PX = 3
#: Modules of white around it (ISO/IEC 18004, 9.1).
_QUIET = 4


class QrCode(QWidget):
    """Covered until ``set_shown``: what it says may be a secret."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._rows: tuple[bytearray, ...] = ()
        self._is_shown = False
        self.setAccessibleName(self.tr("QR code"))

    def put(self, text: str) -> None:
        # Low correction keeps the modules large: it is read from a screen, undamaged.
        self._rows = tuple(segno.make(text, error="l", boost_error=False, micro=False).matrix) if text else ()
        self.updateGeometry()
        self.update()

    def set_shown(self, is_shown: bool) -> None:
        self._is_shown = is_shown
        self.update()

    def sizeHint(self) -> QSize:
        side = self._module_px() * (len(self._rows) + 2 * _QUIET) if self._rows else self._look.theme.px(_SIDE_PX)
        return QSize(side, side)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _: QPaintEvent) -> None:
        theme = self._look.theme
        module = self._module_px()
        side = self.sizeHint().width()
        painter = QPainter(self)
        square = QRectF(0, 0, side, side)
        if not self._is_shown or not self._rows:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QColor(theme.edge))
            painter.setBrush(QColor(theme.raised))
            painter.drawRoundedRect(square.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
            painter.setPen(QColor(theme.text_3))
            painter.drawText(square, Qt.AlignmentFlag.AlignCenter, self.tr("Hidden"))
            return
        painter.fillRect(square, Qt.GlobalColor.white)
        start = _QUIET * module
        for y, row in enumerate(self._rows):
            for x, is_dark in enumerate(row):
                if is_dark:
                    painter.fillRect(start + x * module, start + y * module, module, module, Qt.GlobalColor.black)

    def _module_px(self) -> int:
        modules = len(self._rows) + 2 * _QUIET
        return max(self._look.theme.px(_SMALLEST_MODULE_PX), self._look.theme.px(_SIDE_PX) // modules)
