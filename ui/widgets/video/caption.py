"""The caption bar of a tile: who it is, how old the picture is, and how good the stream."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter

from app.domain.unit import Force, UnitStatus
from app.media.state import Level
from ui.bridge.video_status import SourceState, SourceStatus
from ui.theme.badges import Badge, badge_pixmap
from ui.theme.icons import Icon, icon_pixmap
from ui.theme.tokens import Theme
from ui.widgets.durations import age_text, lag_text, translate
from ui.widgets.media_words import rate_text
from ui.widgets.video.meter import paint_meter
from ui.widgets.video.type import Letters, TileType

_HEIGHT_PX, _COMPACT_PX = 24, 18
_BADGE_PX, _COMPACT_BADGE_PX = 18, 14
_METER_PX = 30
_GAP_PX = 6
_SOUND_PX = 14


class Caption:
    """What the bar says; ``is_compact`` has room for little more than the name."""

    def __init__(self) -> None:
        self.is_compact = False
        self.title = ""
        self.badge: Badge | None = None
        self.is_camera = False
        self.is_muted = True
        self.status: SourceStatus | None = None

    def show_unit(self, title: str, force: Force | None, status: UnitStatus | None, *, is_camera: bool) -> None:
        self.title, self.is_camera = title, is_camera
        self.badge = None if force is None or status is None else Badge(force, status)

    def height(self, theme: Theme) -> int:
        return theme.px(_COMPACT_PX if self.is_compact else _HEIGHT_PX)

    @property
    def age(self) -> str:
        """How old what is shown is: the delay of a live picture, the age of one that is not."""
        if self.status is None or self.status.picture_age_s is None:
            return ""
        if self.status.state is SourceState.LIVE:
            return lag_text(self.status.latency_ms / 1000)
        return age_text(self.status.picture_age_s)

    @property
    def figures(self) -> list[str]:
        """Pictures a second and bits a second, the more important first; none unless live and measured."""
        if self.status is None or self.status.state is not SourceState.LIVE or not self.status.fps:
            return []
        fps = translate("video", "{n} fps").format(n=round(self.status.fps))
        return [fps, rate_text(self.status.bitrate_bps)]

    @property
    def level(self) -> Level | None:
        """How loud it is now; nothing of a sound that has stopped."""
        is_live = self.status is not None and self.status.state is SourceState.LIVE
        return self.status.level if self.status is not None and is_live else None

    @property
    def has_level(self) -> bool:
        """Whether there is something to hear, and room to show how loud it is."""
        return not self.is_compact and self.status is not None and self.status.has_sound

    def paint(self, painter: QPainter, bar: QRect, theme: Theme, type_: TileType, ratio: float) -> None:
        painter.fillRect(bar, QColor(theme.panel))
        gap = theme.px(_GAP_PX) if not self.is_compact else theme.px(4)
        left, right = bar.x() + gap, bar.right() - gap
        left = self._paint_badge(painter, bar, left, theme, ratio) + gap
        right = self._paint_right(painter, bar, left, right, theme, type_, ratio)
        letters = type_.small if self.is_compact else type_.title
        painter.setPen(QColor(theme.text))
        letters.paint(painter, left, bar, self._fitting_title(letters.metrics, max(0, right - left)))

    def _fitting_title(self, metrics: QFontMetrics, width: int) -> str:
        """In a narrow bar the callsign alone, rather than the beginning of it and dots."""
        if metrics.horizontalAdvance(self.title) <= width:
            return self.title
        first = self.title.partition(" ")[0]
        part = metrics.horizontalAdvance(f"{first} …")
        if self.is_compact and metrics.horizontalAdvance(first) <= width < part:
            return first
        return metrics.elidedText(self.title, Qt.TextElideMode.ElideRight, width)

    def _paint_badge(self, painter: QPainter, bar: QRect, left: int, theme: Theme, ratio: float) -> int:
        side_px = _COMPACT_BADGE_PX if self.is_compact else _BADGE_PX
        side = theme.px(side_px)
        at = QPoint(left, bar.y() + (bar.height() - side) // 2)
        if self.badge is not None:
            painter.drawPixmap(at, badge_pixmap(theme, self.badge, side_px, ratio))
        elif self.is_camera:
            painter.drawPixmap(at, icon_pixmap(theme, Icon.CAMERA, side, ratio))
        else:
            return left
        return left + side

    def _paint_right(
        self, painter: QPainter, bar: QRect, left: int, right: int, theme: Theme, type_: TileType, ratio: float
    ) -> int:
        """From the right: age, sound, figures, if they leave room for the name. Returns where they begin."""
        letters = type_.small if self.is_compact else type_.figures
        gap = theme.px(_GAP_PX)
        if self.age:
            right -= self._paint_age(painter, bar, right, theme, letters) + gap
        if not self.is_muted:
            side = theme.px(_SOUND_PX)
            at = QPoint(right - side, bar.y() + (bar.height() - side) // 2)
            painter.drawPixmap(at, icon_pixmap(theme, Icon.SOUND_ON, side, ratio, theme.accent))
            right -= side + gap
        if self.is_compact:
            return right
        if self.has_level and right - left > theme.px(160):
            width = theme.px(_METER_PX)
            height = bar.height() * 0.5
            box = QRectF(right - width, bar.y() + (bar.height() - height) / 2, width, height)
            paint_meter(painter, box, theme, self.level)
            right -= width + gap
        name = type_.title.width(self.title)
        painter.setPen(QColor(theme.text_2))
        for figure in self.figures:
            width = letters.width(figure)
            if right - left - width - gap < name:
                break
            letters.paint(painter, right - width, bar, figure)
            right -= width + gap
        return right

    def _paint_age(self, painter: QPainter, bar: QRect, right: int, theme: Theme, letters: Letters) -> int:
        is_live = self.status is not None and self.status.state is SourceState.LIVE
        hue = theme.good if is_live else theme.warning
        text = f"{hue.sign} {self.age}"
        width = letters.width(text)
        painter.setPen(QColor(hue.ink))
        letters.paint(painter, right - width, bar, text)
        return width
