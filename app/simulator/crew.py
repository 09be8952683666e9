"""A crew: what one unit does all day, as a function of its seed and of simulated time alone."""

from __future__ import annotations

import math
import random
from collections.abc import Iterator
from dataclasses import dataclass

from app.domain.unit import UnitStatus
from app.simulator.streets import Corner, Streets, Travel
from app.simulator.trip import STEP_S, Gait, Trip

#: A call sends a unit this far at most, as the crow flies.
_CALL_RADIUS_M = 700.0

#: What a crew is doing when the city begins, and how often.
_BEGINNINGS = {
    UnitStatus.AVAILABLE: 68,
    UnitStatus.EN_ROUTE: 14,
    UnitStatus.ON_SCENE: 8,
    UnitStatus.OFF_DUTY: 5,
    UnitStatus.BUSY: 3,
    UnitStatus.OUT_OF_SERVICE: 2,
}
#: How long each state lasts while standing, seconds, least and most.
_STAYS_S = {
    UnitStatus.ON_SCENE: (90.0, 360.0),
    UnitStatus.BUSY: (60.0, 240.0),
    UnitStatus.OUT_OF_SERVICE: (120.0, 300.0),
    UnitStatus.OFF_DUTY: (120.0, 420.0),
}
#: A shift is short, so that within minutes somebody is seen to come and to go.
_SHIFT_S = (1_800.0, 5_400.0)


@dataclass(frozen=True, slots=True)
class Habit:
    """How a crew spends its shift.

    Args:
        travel: on foot or in a vehicle.
        home: the middle of its beat, (x, y) metres; roams_m: how far from there it patrols.
        pauses_s: how long it stands between two walks, least and most.
        calls: the chance that its next move is a call rather than patrol.
    """

    travel: Travel
    home: Corner
    roams_m: float
    pauses_s: tuple[float, float]
    calls: float


@dataclass(frozen=True, slots=True)
class Moment:
    """Where a crew truly is: (x, y) metres on the plane of its streets; heading None before it first moved."""

    at_s: float
    place: Corner
    speed_mps: float
    heading_deg: float | None
    status: UnitStatus


class Crew:
    """A crew in motion. Two of the same streets, habit and seed live the same life."""

    def __init__(self, streets: Streets, habit: Habit, seed: str) -> None:
        self._streets, self._habit = streets, habit
        self._chance = random.Random(seed)
        self._gait = _gait(habit.travel, self._chance)
        self._beat = streets.near(habit.home, habit.travel, habit.roams_m)
        self._node = self._chance.choice(self._beat)
        self._place = streets.nodes[self._node]
        self._heading_deg: float | None = None
        self._steps = 0
        self._trip: Trip | None = None
        self._begin()

    @property
    def moment(self) -> Moment:
        speed_mps = self._trip.speed_mps if self._trip else 0.0
        return Moment(self._now_s, self._place, speed_mps, self._heading_deg, self._status)

    @property
    def status(self) -> UnitStatus:
        return self._status

    def live(self, until_s: float) -> Iterator[Moment]:
        """Go on to this simulated time, a moment every ``STEP_S``; nothing when it is past already."""
        while (self._steps + 1) * STEP_S <= until_s:
            self._step()
            yield self.moment

    @property
    def _now_s(self) -> float:
        return self._steps * STEP_S

    def _begin(self) -> None:
        statuses = list(_BEGINNINGS)
        (self._status,) = self._chance.choices(statuses, list(_BEGINNINGS.values()))
        # Shifts are under way already.
        self._shift_ends_s = self._chance.uniform(300.0, _SHIFT_S[1])
        self._waits_until_s = self._chance.uniform(0.0, _STAYS_S.get(self._status, (0.0, 30.0))[1])
        if self._status is UnitStatus.EN_ROUTE:
            self._answer_call()

    def _step(self) -> None:
        self._steps += 1
        if self._trip is None:
            if self._now_s >= self._waits_until_s:
                self._decide()
            return
        self._trip.step(self._now_s)
        self._place = self._trip.path.place(self._trip.distance_m)
        heading_deg = self._trip.path.heading_deg(self._trip.distance_m)
        self._heading_deg = self._heading_deg if heading_deg is None else heading_deg
        if self._trip.is_over:
            self._arrive()

    def _arrive(self) -> None:
        assert self._trip is not None
        self._node, self._trip = self._trip.path.end, None
        if self._status is UnitStatus.EN_ROUTE:
            self._stay(UnitStatus.ON_SCENE)
        else:
            self._wait(*self._habit.pauses_s)

    def _decide(self) -> None:
        """What to do next, having stood long enough."""
        if self._status is UnitStatus.OFF_DUTY:
            self._shift_ends_s = self._now_s + self._chance.uniform(*_SHIFT_S)
        elif self._now_s >= self._shift_ends_s:
            self._stay(UnitStatus.OFF_DUTY)
            return
        was_available = self._status is UnitStatus.AVAILABLE
        self._status = UnitStatus.AVAILABLE
        lot = self._chance.random()
        if was_available and lot < self._habit.calls:
            self._status = UnitStatus.EN_ROUTE
            self._answer_call()
        elif was_available and lot > 0.97:
            self._stay(UnitStatus.BUSY)
        elif was_available and lot > 0.955:
            self._stay(UnitStatus.OUT_OF_SERVICE)
        else:
            self._go(self._beat)

    def _answer_call(self) -> None:
        self._go(self._streets.near(self._place, self._habit.travel, _CALL_RADIUS_M))

    def _go(self, places: list[int]) -> None:
        end = self._chance.choice(places)
        self._trip = Trip(self._streets.path(self._node, end, self._habit.travel), self._gait)

    def _stay(self, status: UnitStatus) -> None:
        self._status = status
        self._wait(*_STAYS_S[status])

    def _wait(self, least_s: float, most_s: float) -> None:
        self._waits_until_s = self._now_s + self._chance.uniform(least_s, most_s)


def _gait(travel: Travel, chance: random.Random) -> Gait:
    if travel is Travel.FOOT:
        return Gait(top_mps=chance.uniform(1.2, 1.6), speed_up_mps2=1.0, brake_mps2=1.5, drives=False)
    speed_up_mps2 = chance.uniform(1.2, 1.8)
    return Gait(top_mps=math.inf, speed_up_mps2=speed_up_mps2, brake_mps2=2.0, drives=True)
