"""What the fleet's figures and rows read: short texts, and nothing where nothing is known."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QLocale

from app.domain.terminal import Terminal
from app.domain.unit import Unit
from ui.models.fleet_model import Column, FleetRow
from ui.widgets.durations import age_text
from ui.widgets.words import force_name, status_name, terminal_kind_name

translate = QCoreApplication.translate

_KMH_PER_MPS = 3.6


def cell_text(row: FleetRow, column: Column) -> str:
    """One cell of the fleet."""
    unit, fix = row.unit, row.fix
    match column:
        case Column.CALLSIGN:
            return unit.callsign
        case Column.NAME:
            return unit.name
        case Column.FORCE:
            return force_name(unit.force)
        case Column.AGENCY:
            return unit.agency
        case Column.STATUS:
            return status_name(unit.status)
        case Column.BEAT:
            return unit.beat
        case Column.AGE:
            return position_age_text(row)
        case Column.SPEED:
            return "" if fix is None else speed_text(fix.speed_mps)
        case Column.BATTERY:
            return "" if fix is None else battery_text(fix.battery)


def position_age_text(row: FleetRow) -> str:
    """The age of the position; ``no fix`` for a unit on duty that has none; nothing off duty."""
    if row.age_s is not None:
        return age_text(row.age_s)
    return translate("fleet", "no fix") if row.unit.is_on_duty else ""


def title_text(unit: Unit) -> str:
    """Callsign and name: ``V-07 Kamppi foot patrol``."""
    return f"{unit.callsign} {unit.name}".rstrip()


def place_text(unit: Unit) -> str:
    """Agency and beat: ``Security volunteers · Kamppi``."""
    return " · ".join(part for part in (unit.agency, unit.beat) if part)


def terminal_title(terminal: Terminal) -> str:
    """Kind and label, without saying the kind twice: ``Phone Pixel 7``, ``D-09 phone``."""
    kind = terminal_kind_name(terminal.kind)
    return terminal.label if kind.casefold() in terminal.label.casefold() else f"{kind} {terminal.label}".rstrip()


def speed_text(speed_mps: float | None) -> str:
    if speed_mps is None:
        return ""
    return translate("fleet", "{n} km/h").format(n=QLocale().toString(speed_mps * _KMH_PER_MPS, "f", 1))


def heading_text(heading_deg: float | None) -> str:
    return "" if heading_deg is None else translate("fleet", "{n}°").format(n=round(heading_deg) % 360)


def accuracy_text(accuracy_m: float | None) -> str:
    return "" if accuracy_m is None else translate("fleet", "± {n} m").format(n=max(1, round(accuracy_m)))


def battery_text(battery: float | None) -> str:
    return "" if battery is None else translate("fleet", "{n} %").format(n=round(battery * 100))
