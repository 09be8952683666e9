"""The budget line: what video takes of this machine and its line, and what it has to go without."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QLocale, QRectF, QSize
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.media.budget import Limits, Load
from ui.bridge.videos import Videos
from ui.theme.look import Look
from ui.widgets.labels import label, set_role

_METER_PX = (44, 4)
#: From here on a meter warns: it is about to be too little.
_TIGHT = 0.9


class BudgetLine(QWidget):
    """Quiet while there is enough of everything.

    Args:
        sources: those of the wall that it stands under.
    """

    def __init__(
        self,
        videos: Videos,
        sources: Callable[[], list[int | None]],
        look: Look,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._videos, self._sources, self._look = videos, sources, look
        self._held_back = label(role="hint")
        self._machine, self._line = _Meter(look), _Meter(look)
        self._layout = QHBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        for widget in (
            self._held_back,
            label(self.tr("Computer"), "hint"),
            self._machine,
            label(self.tr("Network"), "hint"),
            self._line,
        ):
            self._layout.addWidget(widget)
        videos.changed.connect(self.refresh)
        look.changed.connect(self._on_look_changed)
        self._on_look_changed()
        self.refresh()

    @property
    def text(self) -> str:
        """What is held back, in words; empty when nothing is."""
        return self._held_back.text()

    def refresh(self) -> None:
        load, limits = self._videos.load, self._videos.limits
        self._machine.set_share(load.cpu / limits.cpu)
        self._line.set_share(load.downlink_bps / limits.downlink_bps)
        held = self._held()
        told = self.tr("1 tile held back") if held == 1 else self.tr("{n} tiles held back").format(n=held)
        self._held_back.setText(told if held else "")
        set_role(self._held_back, "warning" if held else "hint")
        self.setToolTip(self._figures(load, limits))
        self.setAccessibleName(self.toolTip())

    def _held(self) -> int:
        shown = {source for source in self._sources() if source is not None}
        return sum(self._videos.status(source).cut_by is not None for source in shown)

    def _figures(self, load: Load, limits: Limits) -> str:
        def figure(value: float, decimals: int) -> str:
            return QLocale().toString(float(value), "f", decimals)

        said = self.tr("Video takes {cores} of {all_cores} processor cores and {rate} of {all_rate} Mbit/s.")
        return said.format(
            cores=figure(load.cpu, 1),
            all_cores=figure(limits.cpu, 1),
            rate=figure(load.downlink_bps / 1e6, 1),
            all_rate=figure(limits.downlink_bps / 1e6, 0),
        )

    def _on_look_changed(self) -> None:
        self._layout.setSpacing(self._look.theme.px(6))


class _Meter(QWidget):
    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._share = 0.0

    def set_share(self, share: float) -> None:
        """Of what video may take; more than 1 is too much."""
        if round(share, 2) != round(self._share, 2):
            self._share = share
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(*(self._look.theme.px(side) for side in _METER_PX))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _: QPaintEvent) -> None:
        theme = self._look.theme
        height = theme.px(_METER_PX[1])
        ground = QRectF(0, (self.height() - height) / 2, self.width(), height)
        filled = QRectF(ground)
        filled.setWidth(ground.width() * min(1.0, self._share))
        painter = QPainter(self)
        painter.fillRect(ground, QColor(theme.line))
        painter.fillRect(filled, QColor(theme.warning.fill if self._share >= _TIGHT else theme.text_3))
