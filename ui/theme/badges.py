"""A unit's badge, the same on list, map and detail: force as letter, status as fill and shape, age as fading."""

from __future__ import annotations

import math
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QIcon,
    QImage,
    QPainter,
    QPainterPath,
    QPen,
    QPixmap,
    QPixmapCache,
    QPolygonF,
)

from app.domain.unit import Force, UnitStatus
from app.picture.freshness import Freshness
from ui.theme.contrast import mix
from ui.theme.fonts import ui_font
from ui.theme.scale import BADGE_PX, ICON_PX
from ui.theme.tokens import FORCE_LETTERS, Shape, Theme

#: How much of the fill is left while a position ages, before it turns hollow.
AGEING_SHARE = 0.5
_HOLLOW = (Freshness.STALE, Freshness.NONE)


@dataclass(frozen=True, slots=True)
class Badge:
    """What a badge tells of a unit; ``freshness`` is that of its position."""

    force: Force
    status: UnitStatus
    freshness: Freshness = Freshness.FRESH


def badge_pixmap(theme: Theme, badge: Badge, size_px: int = BADGE_PX, device_ratio: float = 1.0) -> QPixmap:
    """The badge, from Qt's pixmap cache when it was drawn before.

    Args:
        size_px: side of the square it fills, before the theme's scale.
        device_ratio: of the screen it is drawn on (``QPaintDevice.devicePixelRatioF``).
    """
    what = f"{badge.force}/{badge.status}/{badge.freshness}"
    key = f"badge/{theme.mode}/{theme.scale}/{what}/{size_px}/{device_ratio}"
    pixmap = QPixmap()
    if not QPixmapCache.find(key, pixmap):
        pixmap = QPixmap.fromImage(badge_image(theme, badge, size_px, device_ratio))
        QPixmapCache.insert(key, pixmap)
    return pixmap


def badge_image(theme: Theme, badge: Badge, size_px: int = BADGE_PX, device_ratio: float = 1.0) -> QImage:
    """The badge as an image, premultiplied ARGB: for sprites and files. Sizes as in ``badge_pixmap``."""
    side = theme.px(size_px)
    pixels = math.ceil(side * device_ratio)
    image = QImage(pixels, pixels, QImage.Format.Format_ARGB32_Premultiplied)
    image.setDevicePixelRatio(device_ratio)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    paint_badge(painter, QRectF(0, 0, side, side), theme, badge)
    painter.end()
    return image


def paint_badge(painter: QPainter, square: QRectF, theme: Theme, badge: Badge) -> None:
    """Paint the badge into a square. Off duty and stale are hollow; a stale one keeps the shape of its status."""
    look = theme.status[badge.status]
    hollow = badge.freshness in _HOLLOW or look.shape is Shape.RING
    line = max(1.0, square.width() / 14)
    path = shape_path(look.shape, square.adjusted(line / 2, line / 2, -line / 2, -line / 2))
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if hollow:
        painter.setPen(QPen(QColor(theme.text_3), line))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        letter = theme.text_2
    else:
        ageing = badge.freshness is Freshness.AGEING
        fill = mix(theme.panel, look.fill, AGEING_SHARE) if ageing else look.fill
        # On light grounds an amber or green fill alone is too close to white.
        outlined = ageing or not theme.is_dark
        painter.setPen(QPen(QColor(look.ink), line) if outlined else Qt.PenStyle.NoPen)
        painter.setBrush(QColor(fill))
        letter = theme.text if ageing else look.on_fill
    painter.drawPath(path)
    painter.setPen(QColor(letter))
    painter.setFont(_letter_font(theme, square.width()))
    painter.drawText(square, Qt.AlignmentFlag.AlignCenter, FORCE_LETTERS[badge.force])
    painter.restore()


def shape_path(shape: Shape, square: QRectF) -> QPainterPath:
    """Outline of a badge of this shape inside the square."""
    path = QPainterPath()
    side = square.width()
    centre = square.center()
    if shape is Shape.SQUARE:
        inset = side * 0.04
        path.addRoundedRect(square.adjusted(inset, inset, -inset, -inset), side * 0.16, side * 0.16)
    elif shape is Shape.DIAMOND:
        path.addPolygon(_polygon(centre, side * 0.56, 4, 0))
        path.closeSubpath()
    elif shape is Shape.HEXAGON:
        path.addPolygon(_polygon(centre, side * 0.52, 6, 0))
        path.closeSubpath()
    elif shape is Shape.LEAF:
        path.addEllipse(square)
        corner = QPainterPath()
        corner.addRoundedRect(QRectF(square.topLeft(), square.size() / 2), side * 0.14, side * 0.14)
        path = path.united(corner)
    else:
        path.addEllipse(square)
    return path


def status_icon(theme: Theme, status: UnitStatus) -> QIcon:
    """The status alone, as the shape of its badge: for menus."""
    side = theme.px(ICON_PX)
    image = QImage(2 * side, 2 * side, QImage.Format.Format_ARGB32_Premultiplied)
    image.setDevicePixelRatio(2)
    image.fill(Qt.GlobalColor.transparent)
    look = theme.status[status]
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(look.ink), 1))
    painter.setBrush(Qt.BrushStyle.NoBrush if look.shape is Shape.RING else QColor(look.fill))
    inset = side * 0.14
    painter.drawPath(shape_path(look.shape, QRectF(inset, inset, side - 2 * inset, side - 2 * inset)))
    painter.end()
    return QIcon(QPixmap.fromImage(image))


def _polygon(centre: QPointF, radius: float, corners: int, turn: float) -> QPolygonF:
    angles = [turn + 2 * math.pi * i / corners for i in range(corners)]
    return QPolygonF([centre + QPointF(radius * math.cos(a), radius * math.sin(a)) for a in angles])


def _letter_font(theme: Theme, side: float) -> QFont:
    font = ui_font(theme, BADGE_PX, QFont.Weight.Bold)
    font.setPixelSize(max(1, round(side * 0.52)))
    return font
