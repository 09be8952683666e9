"""Signs of the unit states (● ▲ ■ ◆ ✕ –), drawn: as characters each has a size of its own."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPen, QPixmap, QPixmapCache, QPolygonF

from app.domain.unit import UnitStatus
from ui.theme.tokens import Theme

SIGN_PX = 10


def paint_sign(painter: QPainter, square: QRectF, status: UnitStatus, colour: str) -> None:
    """Paint a status's sign into a square, in one colour (``theme.status[status].ink``, or a text colour)."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if status in _STROKES:
        pen = QPen(QColor(colour), max(1.4, square.width() * 0.17))
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        for x1, y1, x2, y2 in _STROKES[status]:
            painter.drawLine(_at(square, x1, y1), _at(square, x2, y2))
    else:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colour))
        painter.drawPath(_filled(status, square))
    painter.restore()


def sign_pixmap(theme: Theme, status: UnitStatus, colour: str | None = None, device_ratio: float = 1.0) -> QPixmap:
    """The sign alone, from Qt's pixmap cache when drawn before; in the status's ink unless told otherwise."""
    ink = colour or theme.status[status].ink
    side = theme.px(SIGN_PX)
    key = f"sign/{status}/{ink}/{side}/{device_ratio}"
    pixmap = QPixmap()
    if not QPixmapCache.find(key, pixmap):
        pixels = round(side * device_ratio)
        image = QImage(pixels, pixels, QImage.Format.Format_ARGB32_Premultiplied)
        image.setDevicePixelRatio(device_ratio)
        image.fill(Qt.GlobalColor.transparent)
        painter = QPainter(image)
        paint_sign(painter, QRectF(0, 0, side, side), status, ink)
        painter.end()
        pixmap = QPixmap.fromImage(image)
        QPixmapCache.insert(key, pixmap)
    return pixmap


#: Lines in a square of side 1.
_STROKES = {
    UnitStatus.OFF_DUTY: ((0.15, 0.5, 0.85, 0.5),),
    UnitStatus.OUT_OF_SERVICE: ((0.18, 0.18, 0.82, 0.82), (0.82, 0.18, 0.18, 0.82)),
}
#: Corners in a square of side 1.
_CORNERS = {
    UnitStatus.EN_ROUTE: ((0.5, 0.04), (1.0, 0.94), (0.0, 0.94)),
    UnitStatus.ON_SCENE: ((0.08, 0.08), (0.92, 0.08), (0.92, 0.92), (0.08, 0.92)),
    UnitStatus.BUSY: ((0.5, -0.04), (1.04, 0.5), (0.5, 1.04), (-0.04, 0.5)),
}


def _filled(status: UnitStatus, square: QRectF) -> QPainterPath:
    path = QPainterPath()
    if status in _CORNERS:
        path.addPolygon(QPolygonF([_at(square, x, y) for x, y in _CORNERS[status]]))
        path.closeSubpath()
    else:
        path.addEllipse(square)
    return path


def _at(square: QRectF, x: float, y: float) -> QPointF:
    return QPointF(square.x() + x * square.width(), square.y() + y * square.height())
