"""The shelf: which sources stand in the strip, and in which order."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from PySide6.QtCore import QSettings

#: So many of those that were looked at last stay.
MOST_RECENT = 6
#: As many as a wide desk has room for; further ones push out none, they are not taken.
MOST_PINNED = 16
_KEY = "strip/shelf"


@dataclass(frozen=True, slots=True)
class Shelf:
    """Numbers of sources, pinned ones first, in the order in which they were pinned; none is there twice.

    Args:
        recent: the one that came last first.
    """

    pinned: tuple[int, ...] = ()
    recent: tuple[int, ...] = ()

    @property
    def sources(self) -> tuple[int, ...]:
        return (*self.pinned, *self.recent)

    def seen(self, source: int) -> Shelf:
        """Somebody has looked at it. One that is there stays where it is: nothing moves without need."""
        if source in self.sources:
            return self
        return replace(self, recent=(source, *self.recent)[:MOST_RECENT])

    def with_pinned(self, sources: Iterable[int]) -> Shelf:
        new = [source for source in dict.fromkeys(sources) if source not in self.pinned]
        pinned = (*self.pinned, *new)[:MOST_PINNED]
        return Shelf(pinned, tuple(source for source in self.recent if source not in pinned))

    def unpinned(self, source: int) -> Shelf:
        """No longer pinned, it is the most recent."""
        if source not in self.pinned:
            return self
        return self.without(source).seen(source)

    def without(self, source: int) -> Shelf:
        return Shelf(
            tuple(each for each in self.pinned if each != source),
            tuple(each for each in self.recent if each != source),
        )


def keep_shelf(settings: QSettings, shelf: Shelf) -> None:
    # Blanks and a bar, not commas: those would make a list of it.
    settings.setValue(_KEY, "|".join(" ".join(map(str, part)) for part in (shelf.pinned, shelf.recent)))


def kept_shelf(settings: QSettings) -> Shelf:
    """As it was left; an empty one where nothing (or nothing that makes sense) is kept."""
    pinned, _, recent = str(settings.value(_KEY, "")).partition("|")
    shelf = Shelf().with_pinned(_numbers(pinned))
    for source in reversed(_numbers(recent)):
        shelf = shelf.seen(source)
    return shelf


def _numbers(text: str) -> list[int]:
    return [int(word) for word in text.split() if word.isdecimal() and len(word) < 10]
