"""What is known of a unit: agency, beat, terminals, duty, and where it is."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from app.domain.terminal import Terminal
from app.geo.coordinates import format_lon_lat, format_mgrs
from app.picture.freshness import Freshness
from ui.fleet.cells import accuracy_text, battery_text, terminal_title
from ui.models.fleet_model import FleetRow
from ui.theme.icons import Icon, keep_tinted
from ui.theme.look import Look
from ui.widgets.durations import clock_text, date_text, span_text
from ui.widgets.labels import label, set_role
from ui.widgets.push_button import PushButton
from ui.widgets.words import force_name, protocol_name

translate = QCoreApplication.translate


class Facts(QWidget):
    """A line each, with its caption; one that has nothing to say is left away."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(look.theme.px(12))
        self._grid.setVerticalSpacing(look.theme.px(3))
        self._grid.setColumnStretch(1, 1)
        self._lines: dict[str, tuple[QLabel, QLabel]] = {}
        captions = {
            "agency": self.tr("Agency"),
            "beat": self.tr("Beat"),
            "terminal": self.tr("Terminal"),
            "battery": self.tr("Battery"),
            "duty": self.tr("Duty"),
            "position": self.tr("Position"),
            "mgrs": self.tr("MGRS"),
            "accuracy": self.tr("Accuracy"),
        }
        for line, (name, caption) in enumerate(captions.items()):
            self._lines[name] = label(caption, "caption"), label(wraps=True)
            for column, widget in enumerate(self._lines[name]):
                self._grid.addWidget(widget, line, column, Qt.AlignmentFlag.AlignTop)
        self._copies = {name: self._copy_button(look, name) for name in ("position", "mgrs")}

    def show_unit(self, row: FleetRow, terminals: Sequence[Terminal], now_ms: int) -> None:
        unit, fix = row.unit, row.fix
        self._put("agency", f"{unit.agency} · {force_name(unit.force)}")
        self._put("beat", unit.beat)
        self._put("terminal", "\n".join(self._terminal_text(one) for one in terminals) or self.tr("none"))
        self._put("duty", since_text(unit.on_duty_at, now_ms) if unit.on_duty_at else "")
        self._put("battery", battery_text(fix.battery) if fix else "")
        self._put("position", format_lon_lat(fix.lon_deg, fix.lat_deg) if fix else "")
        self._put("mgrs", format_mgrs(fix.lon_deg, fix.lat_deg) if fix else "")
        self._put("accuracy", accuracy_text(fix.accuracy_m) if fix else "")
        self._lines["position"][0].setText(
            self.tr("Last seen at") if row.freshness is Freshness.STALE else self.tr("Position")
        )
        for name, button in self._copies.items():
            button.setVisible(fix is not None)
            set_role(self._lines[name][1], "secondary" if row.freshness is Freshness.STALE else "")

    def _put(self, name: str, text: str) -> None:
        caption, value = self._lines[name]
        if value.text() != text:
            value.setText(text)
        caption.setVisible(bool(text))
        value.setVisible(bool(text))

    def _terminal_text(self, terminal: Terminal) -> str:
        named = terminal_title(terminal)
        if terminal.first_heard_at is None:
            return self.tr("{terminal} · not heard yet").format(terminal=named)
        return self.tr("{terminal} · {protocol} since {date}").format(
            terminal=named,
            protocol=protocol_name(terminal.first_heard_by),
            date=date_text(terminal.first_heard_at),
        )

    def _copy_button(self, look: Look, name: str) -> PushButton:
        caption, value = self._lines[name]
        button = PushButton()
        button.setProperty("role", "link")
        button.setToolTip(self.tr("Copy: {what}").format(what=caption.text()))
        button.setAccessibleName(button.toolTip())
        # No taller than the line it stands in.
        button.setStyleSheet("QPushButton { min-height: 0px; padding: 0px 2px; }")
        keep_tinted(look, button, Icon.COPY)
        button.clicked.connect(lambda: QGuiApplication.clipboard().setText(value.text()))
        self._grid.addWidget(button, list(self._lines).index(name), 2)
        return button


def since_text(at: datetime, now_ms: int) -> str:
    """``since 18:00 (3 h 48 min)``, with the date when that was another day."""
    span_s = max(0.0, now_ms / 1000 - at.timestamp())
    now = datetime.fromtimestamp(now_ms / 1000, UTC)
    time = clock_text(at, has_seconds=False)
    if at.astimezone().date() != now.astimezone().date():
        time = f"{date_text(at)} {time}"
    return translate("Facts", "since {time} ({span})").format(time=time, span=span_text(span_s))
