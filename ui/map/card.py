"""The hover card: what is said of the units or the camera under the pointer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QCoreApplication, QLocale

from app.domain.unit import Unit, UnitStatus
from app.picture.fleet import LatestFix
from ui.models.scene import Scene
from ui.theme.tokens import Theme
from ui.widgets.words import camera_view_text

translate = QCoreApplication.translate

#: So many units are named on a card; of more, the number.
NAMED = 8


def card(scene: Scene, theme: Theme, units: Sequence[int]) -> dict[str, Any]:
    """Title, subtitle and lines (label, value) for one unit or several; see ``CardModel`` on the page."""
    known = [unit for number in units if (unit := scene.picture.units.get(number)) is not None]
    if len(known) == 1:
        return _of_one(scene, theme, known[0])
    lines = [
        (f"{theme.status[unit.status].sign} {unit.callsign}", status_text(unit.status)) for unit in known[:NAMED]
    ]
    if len(known) > NAMED:
        lines.append(("…", translate("map", "and {n} more").format(n=len(known) - NAMED)))
    return {"title": translate("map", "{n} units").format(n=len(known)), "subtitle": "", "lines": lines}


def camera_card(scene: Scene, number: int) -> dict[str, Any]:
    """The same for a camera; empty for one that is gone."""
    camera = scene.picture.cameras.get(number)
    if camera is None:
        return {"title": "", "subtitle": "", "lines": []}
    lines = [(translate("map", "Looks"), camera_view_text(camera))]
    if not camera.pulls_from:
        lines.append((translate("map", "Video"), translate("map", "no address yet")))
    return {"title": camera.name, "subtitle": camera.agency, "lines": lines}


def _of_one(scene: Scene, theme: Theme, unit: Unit) -> dict[str, Any]:
    look = theme.status[unit.status]
    fix = scene.fleet.of(unit.number)
    age_s = scene.age_s(unit.number)
    lines = [(translate("map", "Status"), f"{look.sign} {status_text(unit.status)}")]
    if age_s is not None:
        lines.append((translate("map", "Last fix"), age_text(age_s)))
    if fix is not None:
        lines += _of_fix(fix)
    title = f"{unit.callsign} {unit.name}".strip()
    place = [unit.agency, unit.beat] if unit.beat else [unit.agency]
    return {"title": title, "subtitle": " · ".join(place), "lines": lines}


def _of_fix(fix: LatestFix) -> list[tuple[str, str]]:
    number = QLocale().toString
    lines = []
    if fix.speed_mps is not None:
        kmh = translate("map", "{n} km/h").format(n=number(fix.speed_mps * 3.6, "f", 1))
        heading = "" if fix.heading_deg is None else f" · {round(fix.heading_deg)}°"
        lines.append((translate("map", "Speed"), kmh + heading))
    if fix.accuracy_m is not None:
        lines.append(
            (translate("map", "Accuracy"), translate("map", "± {n} m").format(n=number(fix.accuracy_m, "f", 0)))
        )
    if fix.battery is not None:
        lines.append((translate("map", "Battery"), translate("map", "{n} %").format(n=round(fix.battery * 100))))
    return lines


def age_text(age_s: float) -> str:
    if age_s < 120:
        return translate("map", "{n} s ago").format(n=int(age_s))
    return translate("map", "{n} min ago").format(n=int(age_s // 60))


def status_text(status: UnitStatus) -> str:
    return {
        UnitStatus.OFF_DUTY: translate("map", "Off duty"),
        UnitStatus.AVAILABLE: translate("map", "Available"),
        UnitStatus.EN_ROUTE: translate("map", "En route"),
        UnitStatus.ON_SCENE: translate("map", "On scene"),
        UnitStatus.BUSY: translate("map", "Busy"),
        UnitStatus.OUT_OF_SERVICE: translate("map", "Out of service"),
    }[status]
