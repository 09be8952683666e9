"""Faces: what each tile of a wall shows now, and what runs behind those that change by themselves."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from app.domain.unit import UnitStatus
from ui.wall.follower import Follower
from ui.wall.guards import Guards
from ui.wall.kit import WallKit
from ui.wall.plan import Content, Following, Pinned, Touring, WallPlan
from ui.wall.tour import TourRun

#: Kept longest when there is not enough for all: crews that are at work on something.
_AT_WORK = (UnitStatus.EN_ROUTE, UnitStatus.ON_SCENE)
_USUAL, _IMPORTANT = 1, 2

translate = QCoreApplication.translate


@dataclass(frozen=True, slots=True)
class Face:
    """What one tile shows.

    Args:
        note: why it shows this source, when nobody put it there by hand.
        importance: see ``ui.bridge.video_status.Showing``.
        is_marked: its unit or camera is chosen.
    """

    source: int | None
    note: str = ""
    importance: int = _USUAL
    is_marked: bool = False


class Faces:
    """
    Args:
        size_of: device pixels of a tile's picture.
    """

    def __init__(self, kit: WallKit, plan: WallPlan, size_of: Callable[[int], tuple[int, int]]) -> None:
        self._kit, self._plan, self._size_of = kit, plan, size_of
        self._follower = Follower(kit.sources, kit.now_s)
        self._guards = Guards(kit, self._size_of_tour)
        self.set_plan(plan)

    @property
    def move_by_themselves(self) -> bool:
        """Whether ``tick`` may change anything."""
        return any(isinstance(content, Touring | Following) for content in self._plan.shown)

    def set_plan(self, plan: WallPlan) -> None:
        self._plan = plan
        self._follower.update(plan)
        self._guards.set(content.tour for content in plan.contents if isinstance(content, Touring))

    def swap(self, one: int, other: int) -> None:
        """Two tiles change places: to be told before the plan in which they have."""
        self._follower.swap(one, other)

    def tick(self) -> None:
        """Look who is near, and let tours go on; about twice a second."""
        self._follower.update(self._plan)
        self._guards.tick()

    def rest(self) -> None:
        """Nobody sees the wall: have nothing opened ahead."""
        self._guards.rest()

    def sources(self) -> list[int | None]:
        return [self._source(tile, content) for tile, content in enumerate(self._plan.shown)]

    def all(self) -> list[Face]:
        return [self._face(tile, content) for tile, content in enumerate(self._plan.shown)]

    def run(self, tile: int) -> TourRun | None:
        """The tour that runs in this tile."""
        content = self._plan.shown[tile]
        return self._guards.run(content.tour) if isinstance(content, Touring) else None

    def _face(self, tile: int, content: Content) -> Face:
        if content is not None and not self._kit.scene.picture.seq:
            return Face(None, translate("wall", "Waiting for the station"))
        source = self._source(tile, content)
        note = self._note(content, source)
        if source is None:
            return Face(None, note)
        unit, selection = self._kit.sources.unit_of(source), self._kit.selection
        if unit is None:
            return Face(source, note, is_marked=source == selection.camera)
        return Face(source, note, _IMPORTANT if unit.status in _AT_WORK else _USUAL, unit.number in selection)

    def _source(self, tile: int, content: Content) -> int | None:
        match content:
            case Pinned(source):
                return source
            case Touring(tour):
                run = self._guards.run(tour)
                return None if run is None else run.source
            case Following():
                return self._follower.source(tile)
        return None

    def _note(self, content: Content, source: int | None) -> str:
        match content:
            case Touring(tour):
                return self._tour_note(tour)
            case Following() if source is None:
                return translate("wall", "Nobody else near has video")
            case Following():
                away_m = None if source is None else self._follower.distance_m(source)
                nearest = translate("wall", "Nearest · {n} m")
                return translate("wall", "Nearest") if away_m is None else nearest.format(n=_rough(away_m))
        return ""

    def _tour_note(self, number: int) -> str:
        run = self._guards.run(number)
        if run is None:
            return ""
        if not run.tour.stops:
            return translate("wall", "{tour}: no stops yet").format(tour=run.tour.name)
        paused = translate("wall", "{tour} {n}/{count} · paused")
        said = paused if run.is_paused else translate("wall", "{tour} {n}/{count}")
        return said.format(tour=run.tour.name, n=run.position + 1, count=len(run.tour.stops))

    def _size_of_tour(self, tour: int) -> tuple[int, int]:
        tiles = (tile for tile, content in enumerate(self._plan.shown) if content == Touring(tour))
        return self._size_of(next(tiles, 0))


def _rough(metres: float) -> int:
    """To ten or a hundred metres: what moves need not be told to the metre."""
    step = 10 if metres < 1000 else 100
    return round(metres / step) * step
