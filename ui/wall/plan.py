"""The plan of a wall: what stands in which tile. A value; every change gives another plan."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from ui.wall.layouts import Layout, layout_for, layout_named


@dataclass(frozen=True, slots=True)
class Place:
    """WGS-84 degrees."""

    lon: float
    lat: float


@dataclass(frozen=True, slots=True)
class Pinned:
    """The tile shows this source until somebody changes it."""

    source: int


@dataclass(frozen=True, slots=True)
class Following:
    """The tile shows one of the sources nearest to the plan's place."""


@dataclass(frozen=True, slots=True)
class Touring:
    """The tile goes through the sources of a guard tour, by the tour's number."""

    tour: int


Content = Pinned | Following | Touring | None


@dataclass(frozen=True, slots=True)
class WallPlan:
    """
    Args:
        layout: its name.
        contents: tile by tile; those beyond the layout wait for a larger one.
        place: what the following tiles are near to; None while none follows.
    """

    layout: str = "nine"
    contents: tuple[Content, ...] = ()
    place: Place | None = None

    @property
    def grid(self) -> Layout:
        layout = layout_named(self.layout)
        assert layout is not None
        return layout

    @property
    def shown(self) -> tuple[Content, ...]:
        """What stands in the layout's tiles."""
        count = self.grid.count
        return (self.contents + (None,) * count)[:count]

    @property
    def waiting(self) -> int:
        """How many find no tile in this layout."""
        return sum(content is not None for content in self.contents[self.grid.count :])

    @property
    def sources(self) -> tuple[int, ...]:
        """The pinned ones, in their order, waiting ones too."""
        return tuple(content.source for content in self.contents if isinstance(content, Pinned))

    @property
    def following(self) -> tuple[int, ...]:
        """The tiles that follow the place."""
        return tuple(i for i, content in enumerate(self.shown) if isinstance(content, Following))

    def with_layout(self, name: str) -> WallPlan:
        """The same in another layout. Free tiles are closed up when something would wait otherwise."""
        changed = replace(self, layout=name)
        return changed._closed_up() if changed.waiting else changed

    def showing_all(self) -> WallPlan:
        """In the smallest layout that nothing waits for, as far as there is one."""
        count = sum(content is not None for content in self.contents)
        return self.with_layout(layout_for(count, self.grid).name)

    def filled(self, tile: int, sources: Iterable[int]) -> WallPlan:
        """These stand in this tile and those after it, in place of what stood there; each of them only here."""
        new = list(dict.fromkeys(sources))
        contents = [None if _is_pinned(content, new) else content for content in self.contents]
        contents += [None] * (tile + len(new) - len(contents))
        contents[tile : tile + len(new)] = [Pinned(source) for source in new]
        return self._with(contents)

    def added(self, sources: Iterable[int]) -> WallPlan:
        """These too, in free tiles; where there are too few, in a larger layout. Those that are there stay."""
        here = set(self.sources)
        new = [Pinned(source) for source in dict.fromkeys(sources) if source not in here]
        used = sum(content is not None for content in self.contents)
        grown = self.with_layout(layout_for(used + len(new), self.grid).name)
        contents = list(grown.contents) + [None] * (grown.grid.count - len(grown.contents))
        for i, content in enumerate(contents):
            if content is None and new:
                contents[i] = new.pop(0)
        return grown._with([*contents, *new])

    def swapped(self, one: int, other: int) -> WallPlan:
        contents = list(self.contents) + [None] * (max(one, other) + 1 - len(self.contents))
        contents[one], contents[other] = contents[other], contents[one]
        return self._with(contents)

    def cleared(self, tile: int) -> WallPlan:
        return self.with_content(tile, None)

    def emptied(self) -> WallPlan:
        """Nothing on the wall and nothing that waits."""
        return WallPlan(self.layout)

    def with_content(self, tile: int, content: Content) -> WallPlan:
        contents = list(self.contents) + [None] * (tile + 1 - len(self.contents))
        contents[tile] = content
        return self._with(contents)

    def replaced(self, source: int, by: int) -> WallPlan:
        """Another source wherever this one is pinned."""
        return self._with([Pinned(by) if content == Pinned(source) else content for content in self.contents])

    def near(self, place: Place) -> WallPlan:
        """The free tiles, and those that follow already, follow this place. A full wall grows for it."""
        grown = self
        if None not in self.shown and not self.following:
            grown = self.with_layout(layout_for(self.grid.count + 1, self.grid).name)
        contents = [Following() if content is None else content for content in grown.shown]
        return replace(grown, place=place)._with([*contents, *grown.contents[grown.grid.count :]])

    def not_near(self) -> WallPlan:
        """No tile follows; those that did are free."""
        return self._with([None if isinstance(content, Following) else content for content in self.contents])

    def touring(self, tile: int, tour: int) -> WallPlan:
        """The tour runs in this tile, and in no other of this wall."""
        return self.without_tour(tour).with_content(tile, Touring(tour))

    def without_tour(self, tour: int) -> WallPlan:
        return self._with([None if content == Touring(tour) else content for content in self.contents])

    def _with(self, contents: Sequence[Content]) -> WallPlan:
        kept = list(contents)
        while kept and kept[-1] is None:
            kept.pop()
        follows = any(isinstance(content, Following) for content in kept)
        return replace(self, contents=tuple(kept), place=self.place if follows else None)

    def _closed_up(self) -> WallPlan:
        return self._with([content for content in self.contents if content is not None])


def _is_pinned(content: Content, sources: Sequence[int]) -> bool:
    return isinstance(content, Pinned) and content.source in sources
