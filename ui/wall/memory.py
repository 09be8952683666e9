"""What the walls remember over a restart: layouts, contents, windows and guard tours, as JSON.

It may have been written by another version or by hand: what makes no sense is left out, the rest is kept.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from PySide6.QtCore import QSettings

from ui.wall.layouts import layout_named
from ui.wall.placement import Area, Placement
from ui.wall.plan import Content, Following, Pinned, Place, Touring, WallPlan
from ui.wall.tour import LONGEST_S, SHORTEST_S, Stop, Tour

#: Goes up when what was written before would be misread.
_VERSION = 1
_KEY = "wall/state"
#: Nobody has more than this; a file that says so is broken.
_MOST_TILES, _MOST_WINDOWS, _MOST_TOURS, _MOST_STOPS = 400, 16, 200, 400
_LONGEST_NAME = 80
_NEAR = "near"


@dataclass(frozen=True, slots=True)
class KeptWindow:
    plan: WallPlan
    placement: Placement


@dataclass(frozen=True, slots=True)
class WallState:
    """
    Args:
        plan: of the wall in the main window.
        windows: those that were open.
    """

    plan: WallPlan = field(default_factory=WallPlan)
    windows: tuple[KeptWindow, ...] = ()
    tours: tuple[Tour, ...] = ()


def keep(settings: QSettings, state: WallState) -> None:
    settings.setValue(_KEY, to_json(state))


def kept(settings: QSettings) -> WallState:
    return from_json(str(settings.value(_KEY, "")))


def to_json(state: WallState) -> str:
    raw = {
        "version": _VERSION,
        "plan": _plan_out(state.plan),
        "windows": [_window_out(window) for window in state.windows],
        "tours": [
            {"number": tour.number, "name": tour.name, "stops": [[s.source, s.dwell_s] for s in tour.stops]}
            for tour in state.tours
        ],
    }
    return json.dumps(raw, separators=(",", ":"))


def from_json(text: str) -> WallState:
    """Never fails: an empty wall where nothing can be made of it."""
    try:
        raw = json.loads(text)
    except (ValueError, RecursionError):
        return WallState()
    fields = _fields(raw)
    if fields.get("version") != _VERSION:
        return WallState()
    tours: dict[int, Tour] = {}
    for tour in map(_tour_in, _items(fields.get("tours"), _MOST_TOURS)):
        if tour is not None:
            tours.setdefault(tour.number, tour)
    windows = map(_window_in, _items(fields.get("windows"), _MOST_WINDOWS))
    return WallState(
        _without_lost_tours(_plan_in(fields.get("plan")), tours),
        tuple(
            KeptWindow(_without_lost_tours(window.plan, tours), window.placement)
            for window in windows
            if window is not None
        ),
        tuple(tours.values()),
    )


def _plan_out(plan: WallPlan) -> dict[str, Any]:
    place = None if plan.place is None else [plan.place.lon, plan.place.lat]
    return {"layout": plan.layout, "contents": [_content_out(one) for one in plan.contents], "place": place}


def _content_out(content: Content) -> Any:
    match content:
        case Pinned(source):
            return source
        case Touring(tour):
            return {"tour": tour}
        case Following():
            return _NEAR
    return None


def _window_out(window: KeptWindow) -> dict[str, Any]:
    area = window.placement.area
    return {
        "plan": _plan_out(window.plan),
        "area": [area.x, area.y, area.width, area.height],
        "monitor": window.placement.monitor,
        "full_screen": window.placement.is_full_screen,
    }


def _plan_in(raw: object) -> WallPlan:
    fields = _fields(raw)
    layout = fields.get("layout")
    plan = WallPlan(layout) if isinstance(layout, str) and layout_named(layout) else WallPlan()
    place = _place_in(fields.get("place"))
    for tile, content in enumerate(map(_content_in, _items(fields.get("contents"), _MOST_TILES))):
        is_repeated = isinstance(content, Pinned) and content.source in plan.sources
        if content is not None and not is_repeated and (place is not None or not isinstance(content, Following)):
            plan = plan.with_content(tile, content)
    return WallPlan(plan.layout, plan.contents, place if Following() in plan.contents else None)


def _content_in(raw: object) -> Content:
    if raw == _NEAR:
        return Following()
    if isinstance(raw, dict):
        tour = _number(raw.get("tour"))
        return None if tour is None else Touring(tour)
    source = _number(raw)
    return None if source is None else Pinned(source)


def _place_in(raw: object) -> Place | None:
    numbers = _floats(raw, 2)
    if numbers is None:
        return None
    lon, lat = numbers
    return Place(lon, lat) if abs(lon) <= 180 and abs(lat) <= 90 else None


def _window_in(raw: object) -> KeptWindow | None:
    fields = _fields(raw)
    numbers = _floats(fields.get("area"), 4)
    if numbers is None or max(map(abs, numbers)) > 1e6 or min(numbers[2:]) < 1:
        return None
    monitor = fields.get("monitor")
    x, y, width, height = map(int, numbers)
    placement = Placement(
        Area(x, y, width, height),
        monitor if isinstance(monitor, str) else "",
        fields.get("full_screen") is True,
    )
    return KeptWindow(_plan_in(fields.get("plan")), placement)


def _tour_in(raw: object) -> Tour | None:
    fields = _fields(raw)
    number, name = _number(fields.get("number")), fields.get("name")
    if number is None or not isinstance(name, str) or not name.strip():
        return None
    stops = map(_stop_in, _items(fields.get("stops"), _MOST_STOPS))
    return Tour(number, name.strip()[:_LONGEST_NAME], tuple(stop for stop in stops if stop is not None))


def _stop_in(raw: object) -> Stop | None:
    if not isinstance(raw, list) or len(raw) != 2:
        return None
    source, dwell_s = _number(raw[0]), raw[1]
    if source is None or not isinstance(dwell_s, int):
        return None
    return Stop(source, min(max(dwell_s, SHORTEST_S), LONGEST_S))


def _without_lost_tours(plan: WallPlan, tours: Iterable[int]) -> WallPlan:
    for content in plan.contents:
        if isinstance(content, Touring) and content.tour not in tours:
            plan = plan.without_tour(content.tour)
    return plan


def _fields(raw: object) -> dict[str, Any]:
    return raw if isinstance(raw, dict) else {}


def _items(raw: object, most: int) -> list[Any]:
    return raw[:most] if isinstance(raw, list) else []


def _number(raw: object) -> int | None:
    """A number that the station may have given, or one of ours."""
    return raw if isinstance(raw, int) and not isinstance(raw, bool) and 0 < raw < 2**32 else None


def _floats(raw: object, count: int) -> list[float] | None:
    if not isinstance(raw, list) or len(raw) != count:
        return None
    # Not isinstance(…, int) alone: an int of a thousand figures is no float.
    if not all(isinstance(one, int | float) and not isinstance(one, bool) and abs(one) < 1e9 for one in raw):
        return None
    numbers = [float(one) for one in raw]
    return numbers if all(map(math.isfinite, numbers)) else None
