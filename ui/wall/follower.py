"""The follower: finds the sources nearest to a place for the tiles that follow it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ui.models.bearings import distance_m
from ui.models.video_sources import Offer, VideoSources
from ui.wall.nearest import NearestTiles
from ui.wall.plan import Place, WallPlan


class Follower:
    """
    Args:
        now_s: seconds that only go forward.
    """

    def __init__(self, sources: VideoSources, now_s: Callable[[], float]) -> None:
        self._sources, self._now_s = sources, now_s
        self._nearest = NearestTiles()
        self._place: Place | None = None
        self._shown: dict[int, int | None] = {}

    def source(self, tile: int) -> int | None:
        return self._shown.get(tile)

    def distance_m(self, source: int) -> float | None:
        """How far from the place it is now."""
        where = self._sources.place(source)
        return None if where is None or self._place is None else _distance_m(self._place, where)

    def swap(self, one: int, other: int) -> None:
        """Two tiles change places; what they follow goes with them."""
        places = {one: other, other: one}
        self._shown = {places.get(tile, tile): source for tile, source in self._shown.items()}

    def update(self, plan: WallPlan) -> bool:
        """Look who is near now. True when a tile shows another source than before."""
        before = self._shown
        if plan.place != self._place:
            self._place = plan.place
            self._nearest.forget()
        self._shown = self._carried_over(plan.following)
        if plan.place is not None and self._shown:
            self._assign(plan, plan.place)
        return self._shown != before

    def _assign(self, plan: WallPlan, place: Place) -> None:
        pinned = set(plan.sources)
        near = self._sources.nearest(place.lon, place.lat, len(self._shown) + len(pinned))
        ranked = [source for source in near if source not in pinned]
        there = {*ranked, *(source for source in self._shown.values() if source is not None)}
        distances = {
            source: distance
            for source in there - pinned
            if self._sources.offer(source) is not Offer.NONE and (distance := self.distance_m(source)) is not None
        }
        self._shown = self._nearest.assigned(self._shown, ranked, distances, self._now_s())

    def _carried_over(self, tiles: Sequence[int]) -> dict[int, int | None]:
        """What was shown, in the tiles that follow now: some may have moved."""
        kept = {tile: self._shown.get(tile) for tile in tiles}
        moved = [source for tile, source in self._shown.items() if tile not in kept and source is not None]
        for tile, source in kept.items():
            if source is None and tile not in self._shown and moved:
                kept[tile] = moved.pop(0)
        return kept


def _distance_m(place: Place, where: tuple[float, float]) -> float:
    return distance_m((place.lon, place.lat), where)
