"""What an event changed, so that views refresh only what it touches."""

from __future__ import annotations

from dataclasses import dataclass

_NONE: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Changes:
    """Numbers of the rows that are new, different or gone.

    ``streams`` and ``voice_links`` are the numbers of their terminals; ``calls`` those of talkgroups, too.
    ``positions_gone`` are units that have no position from here on: off duty or retired.
    """

    units: frozenset[int] = _NONE
    terminals: frozenset[int] = _NONE
    operators: frozenset[int] = _NONE
    positions_gone: frozenset[int] = _NONE
    streams: frozenset[int] = _NONE
    cameras: frozenset[int] = _NONE
    calls: frozenset[int] = _NONE
    bursts: frozenset[int] = _NONE
    voice_links: frozenset[int] = _NONE

    def __or__(self, other: Changes) -> Changes:
        return Changes(*(getattr(self, name) | getattr(other, name) for name in self.__slots__))

    def __bool__(self) -> bool:
        return any(getattr(self, name) for name in self.__slots__)
