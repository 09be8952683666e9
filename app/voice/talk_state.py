"""How it stands with one's own talking, from the press of the key until it is up."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from app.domain.talk import BurstEnd

#: So long before the end of its time a burst is said to end soon.
NEAR_S = 10.0


class Phase(StrEnum):
    IDLE = "idle"
    #: The key is down; the floor, or the call that it is for, is asked for.
    ASKED = "asked"
    QUEUED = "queued"
    ON_AIR = "on_air"
    #: No floor; until the key is up.
    DENIED = "denied"
    #: Had to stop; until the key is up.
    REVOKED = "revoked"

    @property
    def is_held(self) -> bool:
        """Whether the floor is asked for or had."""
        return self in {Phase.ASKED, Phase.QUEUED, Phase.ON_AIR}


@dataclass(frozen=True, slots=True)
class TalkState:
    """How it stands with one's own talking.

    Args:
        call: what is talked into; None while that is not open yet. burst: what is said; None before the grant.
        position: in the queue, 1 for the next. holder: who has the floor, where that is why one has not.
        code: why it was denied, a code that the desk has a sentence for. end: why it was revoked.
        since_s: of the phase, by ``time.monotonic``. pressed_s: of the press of the key. limit_s: of the burst.
        is_emergency: asked for with the priority that cuts off everybody.
    """

    phase: Phase = Phase.IDLE
    call: int | None = None
    position: int = 0
    holder: int | None = None
    code: str = ""
    end: BurstEnd | None = None
    since_s: float = 0.0
    pressed_s: float = 0.0
    limit_s: float = 0.0
    is_emergency: bool = False
    burst: int | None = None

    @property
    def near_s(self) -> float:
        """How long before its end a burst is said to end soon."""
        return min(NEAR_S, self.limit_s / 4)

    def left_s(self, now_s: float) -> float:
        """Until the time of the burst is over; while on the air."""
        return max(0.0, self.limit_s - (now_s - self.since_s))
