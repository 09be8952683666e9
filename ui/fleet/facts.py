"""What is known of a unit: agency, beat, terminals, duty, and where it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from app.domain.stream import Stream
from app.domain.talk import VoiceLink
from app.domain.terminal import Terminal
from app.geo.coordinates import format_lon_lat, format_mgrs
from app.picture.freshness import Freshness
from ui.fleet.cells import accuracy_text, battery_text, terminal_title
from ui.fleet.fact_lines import FactLines
from ui.fleet.terminal_words import link_text, stream_text
from ui.models.fleet_model import FleetRow
from ui.theme.look import Look
from ui.widgets.durations import clock_text, date_text, span_text
from ui.widgets.labels import set_role
from ui.widgets.words import force_name, protocol_name

translate = QCoreApplication.translate


class Facts(FactLines):
    """Of one unit."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        captions = {
            "agency": translate("Facts", "Agency"),
            "beat": translate("Facts", "Beat"),
            "terminal": translate("Facts", "Terminal"),
            "video": translate("Facts", "Video"),
            "speech": translate("Facts", "Speech"),
            "battery": translate("Facts", "Battery"),
            "duty": translate("Facts", "Duty"),
            "position": translate("Facts", "Position"),
            "mgrs": translate("Facts", "MGRS"),
            "accuracy": translate("Facts", "Accuracy"),
        }
        super().__init__(captions, ("position", "mgrs"), look, parent)

    def show_unit(
        self,
        row: FleetRow,
        terminals: Sequence[Terminal],
        streams: Sequence[Stream],
        links: Sequence[VoiceLink],
        now_ms: int,
    ) -> None:
        """
        Args:
            streams, links: what these terminals send now, and how those hear that are linked for speech.
        """
        unit, fix = row.unit, row.fix
        self.put("agency", f"{unit.agency} · {force_name(unit.force)}")
        self.put("beat", unit.beat)
        self.put("terminal", "\n".join(self._terminal_text(one) for one in terminals) or self.tr("none"))
        self.put("video", _by_terminal({one.terminal: stream_text(one) for one in streams}, terminals))
        self.put("speech", _by_terminal({one.terminal: link_text(one) for one in links}, terminals))
        self.put("duty", since_text(unit.on_duty_at, now_ms) if unit.on_duty_at else "")
        self.put("battery", battery_text(fix.battery) if fix else "")
        self.put("position", format_lon_lat(fix.lon_deg, fix.lat_deg) if fix else "")
        self.put("mgrs", format_mgrs(fix.lon_deg, fix.lat_deg) if fix else "")
        self.put("accuracy", accuracy_text(fix.accuracy_m) if fix else "")
        self.line("position")[0].setText(
            self.tr("Last seen at") if row.freshness is Freshness.STALE else self.tr("Position")
        )
        for name in ("position", "mgrs"):
            set_role(self.line(name)[1], "secondary" if row.freshness is Freshness.STALE else "")

    def _terminal_text(self, terminal: Terminal) -> str:
        named = terminal_title(terminal)
        if terminal.first_heard_at is None:
            return self.tr("{terminal} · not heard yet").format(terminal=named)
        return self.tr("{terminal} · {protocol} since {date}").format(
            terminal=named,
            protocol=protocol_name(terminal.first_heard_by),
            date=date_text(terminal.first_heard_at),
        )


def _by_terminal(texts: Mapping[int, str], terminals: Sequence[Terminal]) -> str:
    """One a line; with the terminal's name where there are several."""
    if len(texts) < 2:
        return "".join(texts.values())
    told = [(terminal_title(one), texts[one.number]) for one in terminals if one.number in texts]
    return "\n".join(f"{name} · {text}" for name, text in told)


def since_text(at: datetime, now_ms: int) -> str:
    """``since 18:00 (3 h 48 min)``, with the date when that was another day."""
    span_s = max(0.0, now_ms / 1000 - at.timestamp())
    now = datetime.fromtimestamp(now_ms / 1000, UTC)
    time = clock_text(at, has_seconds=False)
    if at.astimezone().date() != now.astimezone().date():
        time = f"{date_text(at)} {time}"
    return translate("Facts", "since {time} ({span})").format(time=time, span=span_text(span_s))
