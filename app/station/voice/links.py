"""All links, by what one looks for them with."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator

from app.station.voice.link import Link

#: Links' own SSRCs are their numbers, which stay below this.
_FIRST_OF_BURSTS = 1 << 24


class Links:
    """Lives on the event loop."""

    def __init__(self) -> None:
        self._last = 0
        self._by_number: dict[int, Link] = {}
        self._by_ssrc: dict[int, Link] = {}
        self._by_terminal: dict[int, Link] = {}

    def __len__(self) -> int:
        return len(self._by_number)

    def __iter__(self) -> Iterator[Link]:
        return iter(list(self._by_number.values()))

    def next_number(self) -> int:
        self._last += 1
        return self._last

    def add(self, link: Link) -> None:
        self._by_number[link.number] = link
        self._by_ssrc[link.number] = link
        if link.caller.terminal is not None:
            self._by_terminal[link.caller.number] = link

    def remove(self, link: Link) -> None:
        self._by_number.pop(link.number, None)
        self._by_ssrc.pop(link.number, None)
        if self._by_terminal.get(link.caller.number) is link:
            del self._by_terminal[link.caller.number]

    def get(self, number: int) -> Link | None:
        return self._by_number.get(number)

    def of_terminal(self, terminal: int) -> Link | None:
        return self._by_terminal.get(terminal)

    @property
    def terminals(self) -> Iterable[int]:
        """Numbers of the terminals that are linked."""
        return self._by_terminal.keys()

    @property
    def desks(self) -> list[Link]:
        return [link for link in self._by_number.values() if link.caller.terminal is None]

    def grant_ssrc(self, link: Link) -> int:
        """An SSRC for a burst of this link, and of no other's."""
        while (ssrc := _FIRST_OF_BURSTS + secrets.randbelow((1 << 32) - _FIRST_OF_BURSTS)) in self._by_ssrc:
            pass
        self._by_ssrc[ssrc] = link
        link.unprotector.allow(ssrc)
        return ssrc

    def end_ssrc(self, link: Link, ssrc: int) -> None:
        self._by_ssrc.pop(ssrc, None)
        link.unprotector.forget(ssrc)

    def by_ssrc(self, ssrc: int) -> Link | None:
        """Whose packets may carry it."""
        return self._by_ssrc.get(ssrc)
