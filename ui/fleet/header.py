"""The head of the detail pane: badge, callsign and name, and one line of how things stand."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from app.picture.freshness import Freshness
from ui.fleet.cells import heading_text, speed_text, title_text
from ui.models.fleet_model import FleetRow
from ui.theme.badges import Badge, badge_pixmap
from ui.theme.look import Look
from ui.widgets.durations import ago_text
from ui.widgets.elided_label import ElidedLabel
from ui.widgets.labels import label, set_role
from ui.widgets.words import force_name, status_name

_BADGE_PX = 28


class UnitHeader(QWidget):
    """``▲ En route · 3 s ago · 5.2 km/h · 62°``, in the colour of the status, the age amber when it is stale."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._row: FleetRow | None = None
        self._badge = QLabel()
        self._title = ElidedLabel(role="heading")
        self._status, self._age = label(), label(role="secondary")
        self._motion = ElidedLabel(role="secondary")
        layout = QGridLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setHorizontalSpacing(look.theme.px(6))
        layout.setVerticalSpacing(look.theme.px(2))
        layout.addWidget(self._badge, 0, 0, 2, 1, Qt.AlignmentFlag.AlignTop)
        layout.addWidget(self._title, 0, 1, 1, 3)
        for column, widget in enumerate((self._status, self._age, self._motion), 1):
            layout.addWidget(widget, 1, column)
        layout.setColumnStretch(3, 1)
        look.changed.connect(self._draw)

    def show_row(self, row: FleetRow) -> None:
        self._row = row
        self._draw()

    def _draw(self) -> None:
        row = self._row
        if row is None:
            return
        theme, unit = self._look.theme, row.unit
        badge = Badge(unit.force, unit.status, row.freshness)
        self._badge.setPixmap(badge_pixmap(theme, badge, _BADGE_PX, self.devicePixelRatioF()))
        self._badge.setToolTip(force_name(unit.force))
        self._title.setText(title_text(unit))
        look = theme.status[unit.status]
        self._status.setText(f"{look.sign} {status_name(unit.status)}")
        colour = f"color: {look.ink}"
        # Every second this is drawn; styling anew costs more than all the rest of it.
        if self._status.styleSheet() != colour:
            self._status.setStyleSheet(colour)
        set_role(self._age, "warning" if row.freshness in (Freshness.STALE, Freshness.NONE) else "secondary")
        self._age.setText(_dotted(self._age_text(row)))
        self._motion.setText(self._motion_text(row))

    def _motion_text(self, row: FleetRow) -> str:
        # How fast it went a minute ago says nothing about now.
        if row.fix is None or row.freshness is Freshness.STALE:
            return ""
        texts = speed_text(row.fix.speed_mps), heading_text(row.fix.heading_deg)
        return " ".join(_dotted(text) for text in texts if text)

    def _age_text(self, row: FleetRow) -> str:
        if row.age_s is not None:
            return ago_text(row.age_s)
        return self.tr("no position yet") if row.unit.is_on_duty else ""


def _dotted(text: str) -> str:
    return f"· {text}" if text else ""
