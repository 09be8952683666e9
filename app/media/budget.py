"""The tile budget: what each tile gets when the machine or the line cannot give all of them everything."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from app.media.cost import Cost, Step
from app.media.source import Quality

#: What is given up is given back only when this share of the budget would still be free with it.
_ROOM = 0.2
#: A tile this high (pixels) or less needs the sub stream only.
SUB_HEIGHT = 240
_THUMBNAIL_HEIGHT = 100


@dataclass(frozen=True, slots=True)
class Tile:
    """One tile as the budget sees it.

    Args:
        key: what it shows, e.g. a terminal's number.
        height: pixels on screen.
        importance: larger is kept longer; e.g. 2 for a unit with an open incident.
        main, sub: measured, or assumed while unmeasured; ``sub`` None: there is no sub stream, and nobody to ask
            for a smaller one.
    """

    key: int
    height: int
    is_visible: bool
    is_focused: bool
    importance: int
    main: Cost
    sub: Cost | None = None


@dataclass(frozen=True, slots=True)
class Limits:
    """What all tiles may take together: cores, and bits a second."""

    cpu: float
    downlink_bps: float


@dataclass(frozen=True, slots=True)
class Load:
    """What tiles take together, in the units of ``Limits``."""

    cpu: float
    downlink_bps: float

    def is_within(self, limits: Limits) -> bool:
        return self.cpu <= limits.cpu and self.downlink_bps <= limits.downlink_bps


def wanted(tile: Tile) -> Step:
    """What a tile would have if there were enough of everything: nothing unseen, no more than its size shows."""
    if not tile.is_visible:
        return Step.OFF
    is_small = tile.height <= SUB_HEIGHT and not tile.is_focused
    return Step.SUB if is_small and tile.sub is not None else Step.MAIN


def cost(tile: Tile, step: Step) -> Load:
    """What a tile takes at a step; without a sub stream the main one comes in its stead, at its own cost."""
    if step is Step.OFF:
        return Load(0.0, 0.0)
    stream = tile.sub if step.quality is Quality.SUB and tile.sub is not None else tile.main
    cpu = {Step.KEYS: stream.keys_cpu, Step.SUB_SLOW: stream.slow_cpu, Step.MAIN_SLOW: stream.slow_cpu}
    return Load(cpu.get(step, stream.cpu), stream.downlink_bps)


def total(tiles: Iterable[Tile], steps: Mapping[int, Step]) -> Load:
    loads = [cost(tile, steps[tile.key]) for tile in tiles]
    return Load(sum(load.cpu for load in loads), sum(load.downlink_bps for load in loads))


def shared_out(tiles: Sequence[Tile], limits: Limits, most: Mapping[int, Step] | None = None) -> dict[int, Step]:
    """What every tile gets: the least important gives up first, one step at a time; the focused one nothing.

    Args:
        most: no tile gets more than this, where it is named.
    Returns:
        steps by key. Within the limits whenever the focused tiles alone are.
    """
    steps = {tile.key: min(wanted(tile), (most or {}).get(tile.key, Step.MAIN)) for tile in tiles}
    giving = sorted((tile for tile in tiles if not tile.is_focused), key=_rank)
    # Everyone falls to key frames, the least important first, before anyone is switched off.
    for floor in (Step.SUB_SLOW, Step.KEYS, Step.OFF):
        for tile in giving:
            for step in _steps_down(tile, steps[tile.key], floor):
                now = total(tiles, steps)
                if now.is_within(limits):
                    return steps
                if _helps(cost(tile, steps[tile.key]), cost(tile, step), now, limits):
                    steps[tile.key] = step
    return steps


class TileBudget:
    """Shares out again and again, and gives back what was taken only when there is room to spare: no flapping."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self._steps: dict[int, Step] = {}
        self._wanted: dict[int, Step] = {}

    def share(self, tiles: Sequence[Tile]) -> dict[int, Step]:
        """The steps for these tiles, by key; call it about once a second, with what was measured since."""
        held = {tile.key: self._ceiling(tile) for tile in tiles}
        steps = shared_out(tiles, self.limits, held)
        roomy = Limits(self.limits.cpu * (1 - _ROOM), self.limits.downlink_bps * (1 - _ROOM))
        for tile in sorted(tiles, key=_rank, reverse=True):
            higher = _step_up(tile, steps[tile.key])
            if higher is not None and total(tiles, {**steps, tile.key: higher}).is_within(roomy):
                steps[tile.key] = higher
                break
        self._steps = steps
        self._wanted = {tile.key: wanted(tile) for tile in tiles}
        return dict(steps)

    def _ceiling(self, tile: Tile) -> Step:
        """What a tile had; everything, for a tile that is new, or came into sight, or was given the focus."""
        before = self._steps.get(tile.key)
        if before is None or tile.is_focused or self._wanted[tile.key] is not wanted(tile):
            return Step.MAIN
        return before


def asked_of_terminal(watched_heights: Iterable[int]) -> Quality | None:
    """What a terminal is asked to send, by how high (pixels) those who watch it show it; None: nobody needs it."""
    heights = [height for height in watched_heights if height > 0]
    if any(height > SUB_HEIGHT for height in heights):
        return Quality.MAIN
    if any(height > _THUMBNAIL_HEIGHT for height in heights):
        return Quality.SUB
    return Quality.THUMBNAIL if heights else None


def _helps(before: Load, after: Load, now: Load, limits: Limits) -> bool:
    """A step takes less of what there is too little of: key frames alone spare the machine, but not the line."""
    return (now.cpu > limits.cpu and after.cpu < before.cpu) or (
        now.downlink_bps > limits.downlink_bps and after.downlink_bps < before.downlink_bps
    )


def _rank(tile: Tile) -> tuple[bool, int, int, int]:
    """Least important first; the key makes it the same order every time."""
    return tile.is_focused, tile.importance, tile.height, -tile.key


def _ladder(tile: Tile) -> list[Step]:
    """The steps that differ for this tile."""
    if tile.sub is None:
        return [Step.OFF, Step.KEYS, Step.MAIN_SLOW, Step.MAIN]
    return list(Step)


def _steps_down(tile: Tile, begin: Step, floor: Step) -> list[Step]:
    return [step for step in reversed(_ladder(tile)) if floor <= step < begin]


def _step_up(tile: Tile, step: Step) -> Step | None:
    return next((higher for higher in _ladder(tile) if step < higher <= wanted(tile)), None)
