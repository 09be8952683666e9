"""The blocks that were decoded last. Trails and details ask for the same unit again and again."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable

from app.domain.fixes import Fixes

#: Counted in fixes: some 15 MB.
CACHED_FIXES = 500_000


class Cache:
    """Decoded blocks by row. A row's blob never changes and its number is never given again."""

    def __init__(self, limit: int = CACHED_FIXES) -> None:
        self._limit = limit
        self._count = 0
        self._kept: OrderedDict[int, Fixes] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, row: int, make: Callable[[], Fixes]) -> Fixes:
        """The fixes of a row; made, outside any lock, when they are not here."""
        with self._lock:
            if row in self._kept:
                self._kept.move_to_end(row)
                return self._kept[row]
        made = make()
        with self._lock:
            if row not in self._kept:
                self._kept[row] = made
                self._count += len(made)
            while self._count > self._limit:
                _, dropped = self._kept.popitem(last=False)
                self._count -= len(dropped)
        return made

    def clear(self) -> None:
        with self._lock:
            self._kept.clear()
            self._count = 0
