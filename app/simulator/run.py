"""A run of the demo city against a station."""

from __future__ import annotations

import logging
import random
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from importlib.util import find_spec
from typing import TYPE_CHECKING

from app.domain.errors import AppError
from app.domain.unit import Unit, UnitStatus
from app.simulator.carrier import Carrier
from app.simulator.city import Member, roster
from app.simulator.crew import Crew, Moment
from app.simulator.dispatcher import Dispatcher
from app.simulator.lookouts import Lookouts
from app.simulator.messages import DIALECTS
from app.simulator.muster import Muster
from app.simulator.office import Office, StoppedError, is_shut_out
from app.simulator.phone import Phone
from app.simulator.receiver import Receiver
from app.simulator.speech import Speech
from app.simulator.streets import Streets
from app.simulator.video.orders import Film, Tell
from app.simulator.video.studio import Studio

if TYPE_CHECKING:
    from app.simulator.voice.radio import Radio

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
    speech: Speech | None = None,
) -> None:
    """Let the demo city live until ``stop``, which is also set when this ends by an error.

    It only uses the station's public doors: signs in, registers what is missing, keeps the statuses, and lets each
    unit's phone report. A station that is away is waited for.

    Args:
        seed: two runs of the same seed move in the same way.
        units: how many; all forces are among any three.
        speedup: simulated seconds a second. Fixes carry the time of the wall clock all the same.
        speech: how units talk; without a codec they do not.
    Raises:
        AppError("session.refused" | "session.locked"): the station does not let this operator in.
        AppError("streets.unreadable"): the street graph is missing.
    """
    city = _City(Streets.load(), seed, speedup, speech or Speech(), stop)
    try:
        city.live(Office(base_url, login, password, stop), units)
    except StoppedError:
        logger.debug("stopped while waiting for the station")
    finally:
        stop.set()
        city.join()


class _City:
    def __init__(self, streets: Streets, seed: int, speedup: float, speech: Speech, stop: threading.Event) -> None:
        self._streets, self._seed, self._speech, self._stop = streets, seed, speech, stop
        self._clock_ms = (_wall_ms(), 1000 / speedup)
        self._studio = Studio()
        self._radio: Radio | None = None
        self._lookouts: Lookouts | None = None
        self._looking_out: threading.Thread | None = None
        self._unlinked: frozenset[int] = frozenset()
        #: What is filmed, and whose moments.
        self._films: list[tuple[Film, Crew]] = []
        self._carriers = [Carrier(f"phones-{i + 1}", self._now_s, stop) for i in range(_CARRIERS)]

    def live(self, office: Office, units: int) -> None:
        for carrier in self._carriers:
            carrier.start()
        muster, dispatcher = Muster(office, self._seed, office.snapshot()), Dispatcher(office)
        self._radio = _tuned(self._speech, self._seed)
        # Units one after the other, so that they get the same numbers in each new city; the rest side by side.
        self._unlinked = _unlinked(units, self._speech.unlinked, self._seed)
        found = [(member, self._unit(member, muster)) for member in roster(self._streets, units)]
        with ThreadPoolExecutor(_CARRIERS, "muster") as pool:
            joining = [
                pool.submit(self._join, i, member, unit, muster, dispatcher)
                for i, (member, unit) in enumerate(found)
                if unit is not None
            ]
        joined = [future.result() for future in joining]
        crews = dict(pair for pair in joined if pair is not None)
        logger.info("%d units of the demo city report", len(crews))
        # Painting streets takes the processor for seconds: phones come first.
        for film, _ in self._films:
            self._studio.order(film)
        if self._studio.is_open:
            # A server takes its time to start, and crews do not wait for it.
            self._looking_out = threading.Thread(
                target=self._look_out, args=(muster,), name="lookouts", daemon=True
            )
            self._looking_out.start()
        while not self._stop.wait(_DISPATCH_EVERY_S):
            for number, crew in crews.items():
                dispatcher.tell(number, crew.status)
                self._tell_radio(number, crew)
            for film, crew in self._films:
                self._studio.order(_told(film.terminal, crew.moment))

    def join(self) -> None:
        self._studio.stop()
        if self._radio is not None:
            self._radio.stop()
        if self._looking_out is not None:
            self._looking_out.join(timeout=2.0)
        if self._lookouts is not None:
            self._lookouts.stop()
        for carrier in self._carriers:
            carrier.join(timeout_s=2.0)

    def _tell_radio(self, unit: int, crew: Crew) -> None:
        if self._radio is not None:
            self._radio.tell(unit, is_on_duty=crew.status is not UnitStatus.OFF_DUTY)

    def _look_out(self, muster: Muster) -> None:
        self._lookouts = Lookouts(muster, self._studio, self._seed)
        try:
            self._lookouts.start()
        except StoppedError:
            logger.debug("stopped while registering fixed cameras")
        except AppError as error:
            logger.warning("fixed cameras stay out of the demo city: %s", error.code)

    def _unit(self, member: Member, muster: Muster) -> Unit | None:
        try:
            return muster.unit(member)
        except AppError as error:
            _leave_out(member, error)
            return None

    def _join(
        self, i: int, member: Member, unit: Unit, muster: Muster, dispatcher: Dispatcher
    ) -> tuple[int, Crew] | None:
        """Put a crew on duty and let its phone report."""
        crew = member.crew(self._streets, self._seed)
        receiver = Receiver(self._streets.plane, f"{self._seed}/{member.unit.callsign}/receiver")
        try:
            account = muster.account(member, unit)
            film = muster.film(member, unit) if self._studio.is_open else None
            handsets = [] if self._radio is None or i in self._unlinked else list(muster.handsets(member, unit))
        except AppError as error:
            _leave_out(member, error)
            return None
        dispatcher.tell(unit.number, crew.status, known=unit.status)
        # The station wants nothing from before it knew of the duty.
        now_s = self._now_s()
        for moment in crew.live(now_s):
            receiver.hear(moment)
        receiver.switch_on(now_s)
        phone = Phone(crew, receiver, account, DIALECTS[i % len(DIALECTS)], self._clock_ms)
        self._carriers[i % len(self._carriers)].add(phone)
        if film is not None:
            self._films.append((film, crew))
        if self._radio is not None:
            for handset in handsets:
                self._radio.carry(handset)
            self._tell_radio(unit.number, crew)
        return unit.number, crew

    def _now_s(self) -> float:
        # By the wall clock: after the machine slept, fixes must not stay behind for ever.
        began_ms, second_ms = self._clock_ms
        return (_wall_ms() - began_ms) / second_ms


def _tuned(speech: Speech, seed: int) -> Radio | None:
    """The city's radio, running; None where nothing can be decoded."""
    if find_spec("opuslib_next") is None:
        logger.warning("opuslib-next is not installed: the demo city does not talk")
        return None
    from app.simulator.voice.radio import Radio

    radio = Radio(speech, seed)
    radio.start()
    return radio


def _told(terminal: int, moment: Moment) -> Tell:
    is_on_duty = moment.status is not UnitStatus.OFF_DUTY
    return Tell(terminal=terminal, speed_mps=moment.speed_mps, is_on_duty=is_on_duty)


def _unlinked(units: int, share: float, seed: int) -> frozenset[int]:
    """Places in the roster of those whose terminals have no link for speech."""
    return frozenset(random.Random(f"{seed}/unlinked").sample(range(units), int(units * share)))


def _wall_ms() -> int:
    return time.time_ns() // 1_000_000


def _leave_out(member: Member, error: AppError) -> None:
    if is_shut_out(error):
        raise error
    logger.warning("%s stays out of the demo city: %s", member.unit.callsign, error.code)
