"""Who got a burst, collected for a second at a time: a thousand ends are one fact, not a thousand."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence

from app.domain import event as facts
from app.domain.talk import Hearing, Missed, Receipt
from app.station.notes import Notes

#: So many bursts are remembered, with so many ends in all; what is said of older ones is passed over.
_MOST_BURSTS, _MOST_KNOWN = 500, 100_000
#: Of one fact: what is more is another, so that others get their turn between the two.
_MOST_RECEIPTS = 200
#: Ends that were never reached are told by reason where they are more than this.
_MOST_DEAF = 100
_RANK = {Hearing.SENT: 0, Hearing.FAILED: 1, Hearing.PLAYED: 2, Hearing.ACKNOWLEDGED: 3}


class Receipts:
    """Lives on the event loop."""

    def __init__(self, notes: Notes) -> None:
        self._notes = notes
        #: By burst: the last word of each end that the burst was sent to, or could not be.
        self._known: OrderedDict[int, dict[int, Receipt]] = OrderedDict()
        self._known_count = 0
        self._news: dict[int, dict[int, Receipt]] = {}
        self._deaf: dict[int, dict[str, list[int]]] = {}

    def sent(self, burst: int, end: int) -> None:
        self._put(burst, Receipt(number=end, hearing=Hearing.SENT))

    def missed(self, burst: int, end: int, reason: str) -> None:
        """An end that is meant cannot hear it, or has not heard it to its end."""
        self._put(burst, Receipt(number=end, hearing=Hearing.FAILED, reason=reason))

    def said(self, burst: int, end: int, hearing: Hearing, reason: str = "", share: float | None = None) -> None:
        """An end says so itself; only of a burst sent to it. Who acknowledges has played as much as before."""
        held = self._known.get(burst, {}).get(end)
        if held is not None:
            share = held.share if share is None else round(share, 3)
            self._put(burst, Receipt(number=end, hearing=hearing, reason=reason, share=share))

    def unreached(self, burst: int, deaf: Sequence[tuple[int, str]]) -> None:
        """Ends that are meant and have no link, with the reasons."""
        if len(deaf) > _MOST_DEAF or burst in self._deaf:
            reasons = self._deaf.setdefault(burst, {})
            for end, reason in deaf:
                reasons.setdefault(reason, []).append(end)
        else:
            for end, reason in deaf:
                self.missed(burst, end, reason)

    def tell(self) -> None:
        """Put on the log what is new."""
        deaf, self._deaf = self._deaf, {}
        for burst in [*self._news, *(burst for burst in deaf if burst not in self._news)]:
            news = self._news.pop(burst, {})
            told = [news[end] for end in sorted(news)]
            missed = [Missed(reason=why, ends=tuple(sorted(ends))) for why, ends in deaf.get(burst, {}).items()]
            for begin in range(0, len(told) or 1, _MOST_RECEIPTS):
                some = tuple(told[begin : begin + _MOST_RECEIPTS])
                self._notes.put(
                    facts.BurstReceived(burst=burst, receipts=some, missed=() if begin else tuple(missed))
                )

    def _put(self, burst: int, receipt: Receipt) -> None:
        known = self._known.setdefault(burst, {})
        held = known.get(receipt.number)
        if held is not None and _RANK[held.hearing] >= _RANK[receipt.hearing]:
            return
        self._known_count += held is None
        known[receipt.number] = receipt
        self._news.setdefault(burst, {})[receipt.number] = receipt
        while len(self._known) > _MOST_BURSTS or (self._known_count > _MOST_KNOWN and len(self._known) > 1):
            _, forgotten = self._known.popitem(last=False)
            self._known_count -= len(forgotten)
