"""Nearest: which tile shows which of the sources around a place, calmly."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

#: A tile that changed is left alone so long, unless its source is gone.
CALM_S = 10.0
#: Another source must be nearer by so much, or two units that walk side by side would take turns.
_NEARER_SHARE, _NEARER_M = 0.15, 10.0


class NearestTiles:
    """Remembers when each tile changed. Times are seconds of any clock that only goes forward."""

    def __init__(self) -> None:
        self._changed_s: dict[int, float] = {}

    def forget(self) -> None:
        """Another place: every tile may change at once."""
        self._changed_s.clear()

    def assigned(
        self,
        shown: Mapping[int, int | None],
        ranked: Sequence[int],
        distances_m: Mapping[int, float],
        now_s: float,
    ) -> dict[int, int | None]:
        """The source of every following tile from now on.

        Args:
            shown: by tile, what it shows now.
            ranked: the sources that there are, nearest first, without those that are pinned elsewhere.
            distances_m: of those that are ranked or shown; one that is not here is gone.
        """
        result = {tile: source if source in distances_m else None for tile, source in shown.items()}
        wanted = list(ranked[: len(shown)])
        newcomers = [source for source in wanted if source not in result.values()]
        for source in newcomers:
            tile = _free(result)
            if tile is None:
                tile = self._leaving(result, wanted, distances_m, now_s)
            if tile is None:
                break
            old = result[tile]
            if old is not None and not _is_clearly_nearer(distances_m[source], distances_m[old]):
                continue
            result[tile] = source
        self._changed_s |= {tile: now_s for tile in result if result[tile] != shown[tile]}
        return result

    def _leaving(
        self,
        tiles: Mapping[int, int | None],
        wanted: Sequence[int],
        distances_m: Mapping[int, float],
        now_s: float,
    ) -> int | None:
        """The tile whose source is farthest of those that are no longer among the nearest, and may change."""
        may = [
            tile
            for tile, source in tiles.items()
            if source is not None
            and source not in wanted
            and now_s - self._changed_s.get(tile, now_s - CALM_S) >= CALM_S
        ]
        return max(may, key=lambda tile: distances_m[tiles[tile] or 0], default=None)


def _free(tiles: Mapping[int, int | None]) -> int | None:
    return next((tile for tile, source in tiles.items() if source is None), None)


def _is_clearly_nearer(new_m: float, old_m: float) -> bool:
    return old_m - new_m >= max(_NEARER_M, old_m * _NEARER_SHARE)
