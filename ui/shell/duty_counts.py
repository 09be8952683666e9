"""How many units are on duty, by status: figure, sign and word, so that colour is never the only sign."""

from __future__ import annotations

from collections import Counter

from PySide6.QtCore import QRectF, QSize, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.domain.unit import UnitStatus
from app.picture.changes import Changes
from ui.models.scene import Scene
from ui.theme.look import Look
from ui.theme.signs import SIGN_PX, paint_sign
from ui.widgets.words import status_name

_SHOWN = (
    UnitStatus.AVAILABLE,
    UnitStatus.EN_ROUTE,
    UnitStatus.ON_SCENE,
    UnitStatus.BUSY,
    UnitStatus.OUT_OF_SERVICE,
)
_GAP_PX = 18
_SIGN_GAP_PX = 5


class DutyCounts(QWidget):
    """One line, drawn: cheap to update and never wider than it must be.

    ``set_compact`` leaves the words away and keeps figures and signs.

    Signals:
        resized(): other counts want another width.
    """

    resized = Signal()

    def __init__(self, scene: Scene, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._scene, self._look = scene, look
        self._counts: Counter[UnitStatus] = Counter()
        self._is_compact = False
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        scene.changed.connect(self._on_changed)
        scene.replaced.connect(self._count)
        look.changed.connect(self._relayout)
        self._count()

    @property
    def on_duty(self) -> int:
        return self._counts.total() - self._counts[UnitStatus.OFF_DUTY]

    @property
    def text(self) -> str:
        """All of it in words, for a tooltip and for those who cannot see it."""
        counted = [f"{self._counts[status]} {status_name(status).lower()}" for status in self._shown()]
        return ", ".join([self.tr("{n} on duty").format(n=self.on_duty), *counted])

    def set_compact(self, is_compact: bool) -> None:
        if is_compact != self._is_compact:
            self._is_compact = is_compact
            self._relayout()

    def sizeHint(self) -> QSize:
        return QSize(round(self._draw(None)), QFontMetrics(self.font()).height())

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _: QPaintEvent) -> None:
        self._draw(QPainter(self))

    def _draw(self, painter: QPainter | None) -> float:
        """Draw, or with no painter only measure. Returns the width."""
        pen = _Pen(painter, self.font(), self.height())
        theme = self._look.theme
        before, _, after = self.tr("{n} on duty").partition("{n}")
        pen.write(before, theme.text_2)
        pen.write(str(self.on_duty), theme.text, is_bold=True)
        pen.write(after, theme.text_2)
        for status in self._shown():
            ink = theme.status[status].ink
            pen.skip(theme.px(_GAP_PX))
            pen.write(str(self._counts[status]), ink, is_bold=True)
            pen.skip(theme.px(_SIGN_GAP_PX))
            pen.sign(status, ink, theme.px(SIGN_PX))
            if not self._is_compact:
                pen.skip(theme.px(_SIGN_GAP_PX))
                pen.write(status_name(status).lower(), theme.text_2)
        return pen.x

    def _shown(self) -> list[UnitStatus]:
        return [status for status in _SHOWN if self._counts[status]]

    def _on_changed(self, changes: Changes) -> None:
        if changes.units:
            self._count()

    def _count(self) -> None:
        before = self.sizeHint()
        self._counts = Counter(unit.status for unit in self._scene.picture.units.values())
        self._relayout()
        if self.sizeHint() != before:
            self.resized.emit()

    def _relayout(self) -> None:
        self.setToolTip(self.text)
        self.setAccessibleName(self.text)
        self.updateGeometry()
        self.update()


class _Pen:
    """Writes runs of text and signs one after the other; measures only when there is no painter."""

    def __init__(self, painter: QPainter | None, font: QFont, height: int) -> None:
        self._painter, self._height = painter, height
        self._plain, self._bold = font, QFont(font)
        self._bold.setBold(True)
        metrics = QFontMetrics(font)
        self._baseline = (height + metrics.ascent() - metrics.descent()) / 2
        self.x = 0.0

    def skip(self, width: float) -> None:
        self.x += width

    def write(self, text: str, colour: str, *, is_bold: bool = False) -> None:
        font = self._bold if is_bold else self._plain
        if self._painter is not None:
            self._painter.setFont(font)
            self._painter.setPen(QColor(colour))
            self._painter.drawText(round(self.x), round(self._baseline), text)
        self.x += QFontMetrics(font).horizontalAdvance(text)

    def sign(self, status: UnitStatus, colour: str, side: float) -> None:
        if self._painter is not None:
            square = QRectF(self.x, (self._height - side) / 2, side, side)
            paint_sign(self._painter, square, status, colour)
        self.x += side
