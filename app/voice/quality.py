"""How well an end is received, as the station reports it."""

from __future__ import annotations

from dataclasses import dataclass

from app.voice.rtcp import ReportBlock

#: Of one report, so much is believed at once.
_WEIGHT = 0.3


@dataclass(frozen=True, slots=True)
class Quality:
    """How the other end receives.

    Args:
        loss: share of the packets that were lost lately, 0.0 to 1.0. jitter_ms: of their arrival.
    """

    loss: float = 0.0
    jitter_ms: float = 0.0

    def moved(self, block: ReportBlock) -> Quality:
        """With another report taken in."""
        return Quality(
            self.loss + (block.loss - self.loss) * _WEIGHT,
            self.jitter_ms + (block.jitter_ms - self.jitter_ms) * _WEIGHT,
        )
