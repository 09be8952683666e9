"""Who is meant by a burst and cannot hear it, and why; for its receipts."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from itertools import islice

from app.domain.audience import AgencyAudience, Audience, TerminalsAudience
from app.domain.terminal import TerminalKind
from app.picture.audience import Deaf
from app.picture.picture import Picture
from app.station.voice.receipts import Receipts

#: So many at a time.
_AT_ONCE = 500


def deaf_terminals(
    audience: Audience, meant: Iterable[int], linked: AbstractSet[int], picture: Picture
) -> Iterator[tuple[int, str]]:
    """Numbers of terminals that are meant and have no link, and why; to be taken a few at a time.

    Args:
        meant: the burst's units. linked: numbers of the terminals that have a link.
    """
    units = frozenset(() if isinstance(audience, TerminalsAudience) else meant)
    chosen = set(audience.terminals) if isinstance(audience, TerminalsAudience) else None
    for terminal in list(picture.terminals.values()):
        is_meant = terminal.unit in units if chosen is None else terminal.number in chosen
        if not is_meant or terminal.number in linked or terminal.kind is TerminalKind.GATEWAY:
            continue
        unit = picture.units.get(terminal.unit or 0)
        is_on_duty = isinstance(audience, AgencyAudience) or (unit is not None and unit.is_on_duty)
        yield terminal.number, Deaf.LINK_LOST if is_on_duty else Deaf.OFF_DUTY


class Unreached:
    """Tells the receipts of bursts who cannot hear them, a few at a time, so that others get their turn."""

    def __init__(self, receipts: Receipts) -> None:
        self._receipts = receipts
        self._waiting: deque[tuple[int, Iterator[tuple[int, str]]]] = deque()

    def put(self, burst: int, deaf: Iterator[tuple[int, str]]) -> None:
        """
        Args:
            deaf: numbers of terminals, and why.
        """
        self._waiting.append((burst, deaf))

    def tell(self) -> None:
        """Take a few of those that were put first."""
        if self._waiting:
            burst, deaf = self._waiting[0]
            some = list(islice(deaf, _AT_ONCE))
            self._receipts.unreached(burst, some)
            if len(some) < _AT_ONCE:
                self._waiting.popleft()

    def finish(self) -> None:
        """Take all of them."""
        while self._waiting:
            self.tell()
