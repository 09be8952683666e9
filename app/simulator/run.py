"""A run of the demo city against a station."""

from __future__ import annotations

import logging
import threading
import time

from app.domain.errors import AppError
from app.simulator.carrier import Carrier
from app.simulator.city import Member, roster
from app.simulator.crew import Crew
from app.simulator.dispatcher import Dispatcher
from app.simulator.messages import DIALECTS
from app.simulator.muster import Muster
from app.simulator.office import Office, StoppedError, is_shut_out
from app.simulator.phone import Phone
from app.simulator.receiver import Receiver
from app.simulator.streets import Streets

logger = logging.getLogger(__name__)

_CARRIERS = 4
_DISPATCH_EVERY_S = 0.5


def run(
    base_url: str,
    login: str,
    password: str,
    *,
    seed: int,
    stop: threading.Event,
    units: int = 60,
    speedup: float = 1.0,
) -> None:
    """Let the demo city live until ``stop``, which is also set when this ends by an error.

    It only uses the station's public doors: signs in, registers what is missing, keeps the statuses, and lets each
    unit's phone report. A station that is away is waited for.

    Args:
        seed: two runs of the same seed move in the same way.
        units: how many; all forces are among any three.
        speedup: simulated seconds a second. Fixes carry the time of the wall clock all the same.
    Raises:
        AppError("session.refused" | "session.locked"): the station does not let this operator in.
        AppError("streets.unreadable"): the street graph is missing.
    """
    city = _City(Streets.load(), seed, speedup, stop)
    try:
        city.live(Office(base_url, login, password, stop), units)
    except StoppedError:
        logger.debug("stopped while waiting for the station")
    finally:
        stop.set()
        city.join()


class _City:
    def __init__(self, streets: Streets, seed: int, speedup: float, stop: threading.Event) -> None:
        self._streets, self._seed, self._speedup, self._stop = streets, seed, speedup, stop
        self._started_s = time.monotonic()
        self._clock_ms = (time.time_ns() // 1_000_000, 1000 / speedup)
        self._carriers = [Carrier(f"phones-{i + 1}", self._now_s, stop) for i in range(_CARRIERS)]
        self._crews: dict[int, Crew] = {}

    def live(self, office: Office, units: int) -> None:
        for carrier in self._carriers:
            carrier.start()
        muster, dispatcher = Muster(office, self._seed, office.snapshot()), Dispatcher(office)
        for i, member in enumerate(roster(self._streets, units)):
            self._join_in(i, member, muster, dispatcher)
        logger.info("%d units of the demo city report", len(self._crews))
        while not self._stop.wait(_DISPATCH_EVERY_S):
            for unit, crew in self._crews.items():
                dispatcher.tell(unit, crew.status)

    def join(self) -> None:
        for carrier in self._carriers:
            carrier.join(timeout_s=2.0)

    def _join_in(self, i: int, member: Member, muster: Muster, dispatcher: Dispatcher) -> None:
        crew = member.crew(self._streets, self._seed)
        try:
            unit = muster.unit(member)
            account = muster.account(member, unit)
        except AppError as error:
            if is_shut_out(error):
                raise
            logger.warning("%s stays out of the demo city: %s", member.unit.callsign, error.code)
            return
        # On duty first: what a phone reports before is thrown away.
        dispatcher.tell(unit.number, crew.status, known=unit.status)
        self._crews[unit.number] = crew
        receiver = Receiver(self._streets.plane, f"{self._seed}/{member.unit.callsign}/receiver")
        phone = Phone(crew, receiver, account, DIALECTS[i % len(DIALECTS)], self._clock_ms)
        self._carriers[i % len(self._carriers)].add(phone)

    def _now_s(self) -> float:
        return (time.monotonic() - self._started_s) * self._speedup
