"""Layouts: how a wall is divided into tiles."""

from __future__ import annotations

from dataclasses import dataclass

#: Between tiles, device-independent pixels; so little that nothing of the screen is given away.
GAP_PX = 2


@dataclass(frozen=True, slots=True)
class Cell:
    """The place of one tile, in columns and rows of the layout's grid."""

    column: int
    row: int
    width: int = 1
    height: int = 1


@dataclass(frozen=True, slots=True)
class Box:
    """The place of one tile in pixels."""

    x: int
    y: int
    width: int
    height: int

    @property
    def middle(self) -> tuple[float, float]:
        return self.x + self.width / 2, self.y + self.height / 2


@dataclass(frozen=True, slots=True)
class Layout:
    """A grid whose cells the tiles stand in, in reading order.

    Args:
        name: stable, for what is remembered.
        has_main: the first tile is the large one, which a small one changes places with when it is opened.
    """

    name: str
    columns: int
    rows: int
    cells: tuple[Cell, ...]
    has_main: bool = False

    @property
    def count(self) -> int:
        return len(self.cells)

    def boxes(self, width: int, height: int, gap: int = GAP_PX) -> list[Box]:
        """The tiles' places on a ground of this size: edge to edge, all of the ground but the gaps used.

        Columns differ by a pixel where the width does not divide evenly.
        """
        lefts = [round(i * (width + gap) / self.columns) for i in range(self.columns + 1)]
        tops = [round(i * (height + gap) / self.rows) for i in range(self.rows + 1)]

        def box(cell: Cell) -> Box:
            x, y = lefts[cell.column], tops[cell.row]
            right, bottom = lefts[cell.column + cell.width], tops[cell.row + cell.height]
            return Box(x, y, max(0, right - x - gap), max(0, bottom - y - gap))

        return [box(cell) for cell in self.cells]


def neighbour(boxes: list[Box], at: int, right: int, down: int) -> int:
    """The tile that one comes to from ``at`` by an arrow key; the same where the wall ends.

    Args:
        right, down: −1, 0 or 1; one of them is 0.
    """
    x, y = boxes[at].middle

    def way(i: int) -> tuple[float, float]:
        """How far ahead a tile is, and how far aside."""
        to_x, to_y = boxes[i].middle
        ahead = (to_x - x) * right + (to_y - y) * down
        return ahead, abs((to_x - x) * down) + abs((to_y - y) * right)

    ahead = [i for i in range(len(boxes)) if i != at and _is_beyond(boxes[at], boxes[i], right, down)]
    # A tile straight ahead counts more than one that is nearer but aside.
    return min(ahead, key=lambda i: (way(i)[0] + 2 * way(i)[1], i), default=at)


def _is_beyond(one: Box, other: Box, right: int, down: int) -> bool:
    if right:
        return other.x >= one.x + one.width if right > 0 else other.x + other.width <= one.x
    return other.y >= one.y + one.height if down > 0 else other.y + other.height <= one.y


def _even(name: str, side: int) -> Layout:
    cells = tuple(Cell(column, row) for row in range(side) for column in range(side))
    return Layout(name, side, side, cells)


_SIX = (Cell(0, 0, 2, 2), Cell(2, 0), Cell(2, 1), Cell(0, 2), Cell(1, 2), Cell(2, 2))
_STRIP = (Cell(0, 0, 6, 5), *(Cell(column, 5) for column in range(6)))

LAYOUTS = (
    _even("one", 1),
    _even("four", 2),
    Layout("six", 3, 3, _SIX, has_main=True),
    _even("nine", 3),
    _even("sixteen", 4),
    _even("twenty_five", 5),
    Layout("strip", 6, 6, _STRIP, has_main=True),
)
_BY_NAME = {layout.name: layout for layout in LAYOUTS}
#: In which a wall grows by itself: every tile alike.
_GROWING = tuple(layout for layout in LAYOUTS if not layout.has_main)


def layout_named(name: str) -> Layout | None:
    return _BY_NAME.get(name)


def layout_for(count: int, present: Layout) -> Layout:
    """The present one, or the smallest larger one that has so many tiles; the largest where none has."""
    if count <= present.count:
        return present
    enough = (layout for layout in _GROWING if layout.count >= count)
    return next(enough, _GROWING[-1])
