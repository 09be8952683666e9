"""A phone: hears its place, keeps what it could not send yet, and sends it in order."""

from __future__ import annotations

from collections import deque

from app.simulator.crew import Crew
from app.simulator.messages import Account, Dialect, Message
from app.simulator.receiver import PhoneFix, Receiver

#: A phone keeps this many unsent fixes, some hours of them; then the oldest go.
_KEPT = 5_000


class Phone:
    """The phone of one crew.

    Args:
        crew: who carries it. receiver: its satellites and its network.
        account: the station's address as typed into it. dialect: the app it runs.
        clock_ms: the Unix milliseconds of simulated second 0, and how many of them make a simulated second.
    """

    def __init__(
        self, crew: Crew, receiver: Receiver, account: Account, dialect: Dialect, clock_ms: tuple[int, float]
    ) -> None:
        self.crew, self._receiver = crew, receiver
        self._account, self._dialect = account, dialect
        self._origin_ms, self._second_ms = clock_ms
        self._unsent: deque[PhoneFix] = deque(maxlen=_KEPT)

    @property
    def device_id(self) -> str:
        return self._account.device_id

    def live(self, until_s: float) -> list[PhoneFix]:
        """Go on to this simulated time. Returns the fixes of that time, which now wait to be sent."""
        heard = [fix for moment in self.crew.live(until_s) if (fix := self._receiver.hear(moment))]
        self._unsent.extend(heard)
        return heard

    def next_message(self) -> Message | None:
        """What to send next; None when there is nothing, or no network."""
        if not self._unsent or not self._receiver.has_network:
            return None
        fix = self._unsent[0]
        return self._dialect(self._account, fix, self._origin_ms + round(fix.at_s * self._second_ms))

    def sent(self) -> None:
        """The last message was answered; go on to the next."""
        self._unsent.popleft()
