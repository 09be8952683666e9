"""Which bursts somebody looks for."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.talk import BurstRow, CallKind
from app.picture.picture import Picture
from ui.widgets.burst_words import burst_title, carrier_of


@dataclass(frozen=True, slots=True)
class BurstQuery:
    """
    Args:
        call: only of this talkgroup or call. kind: only of calls of this kind.
        unit: only those that were meant for it, or that it said.
        last_s: only of so many seconds before now.
        text: only those in whose title all of these words are.
    """

    call: int | None = None
    kind: CallKind | None = None
    unit: int | None = None
    last_s: int | None = None
    text: str = ""

    @property
    def is_filtered(self) -> bool:
        return self != BurstQuery()

    def begin_ms(self, now_ms: int) -> int:
        """Unix ms before which nothing is looked for."""
        return 0 if self.last_s is None else now_ms - self.last_s * 1000

    def finds(self, burst: BurstRow, picture: Picture, now_ms: int) -> bool:
        if self.call is not None and burst.call != self.call:
            return False
        if self.kind is not None and burst.kind is not self.kind:
            return False
        if self.last_s is not None and burst.started_at.timestamp() * 1000 < self.begin_ms(now_ms):
            return False
        if self.unit is not None and self.unit not in burst.units and carrier_of(burst.by, picture) != self.unit:
            return False
        if not self.text:
            return True
        title = burst_title(burst, picture).casefold()
        return all(word in title for word in self.text.casefold().split())
