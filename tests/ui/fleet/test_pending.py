"""An order that waits looks like it waits, until the picture shows what it did."""

from __future__ import annotations

import pytest

from app.domain.command import ChangeUnit, EndDuty, RegisterUnit, RetireUnit, SetUnitStatus, StartDuty
from app.domain.event import UnitStatusSet
from app.domain.unit import Force, UnitFields, UnitStatus
from tests.ui.fleet.past import FakeGiven
from tests.ui.models.crowd import happen
from ui.fleet.pending import PendingOrders, unit_ordered
from ui.models.scene import Scene

BUSY = SetUnitStatus(unit=1, status=UnitStatus.BUSY)
FORM = UnitFields(callsign="V-07", force=Force.VOLUNTEER, agency="Volunteers")


@pytest.fixture
def given(qapp: object) -> FakeGiven:
    return FakeGiven()


@pytest.fixture
def pending(given: FakeGiven, scene: Scene) -> PendingOrders:
    return PendingOrders(given, scene, scene)


def test_an_order_waits_with_the_unit_it_is_about(given: FakeGiven, pending: PendingOrders, qtbot) -> None:
    with qtbot.waitSignal(pending.changed):
        given.give("a", BUSY)

    assert [one.command for one in pending.of([1])] == [BUSY]
    assert pending.of([2]) == []


def test_what_waited_before_anybody_looked_waits_too(given: FakeGiven, scene: Scene) -> None:
    given.give("a", BUSY)

    assert len(PendingOrders(given, scene, scene).of([1])) == 1


def test_it_waits_on_after_the_answer_until_the_picture_shows_it(
    given: FakeGiven, pending: PendingOrders, scene: Scene
) -> None:
    given.give("a", BUSY)

    given.carry_out("a", scene.picture.seq + 1)
    assert [one.key for one in pending.of([1])] == ["a"]

    happen(scene, UnitStatusSet(unit=1, status=UnitStatus.BUSY))
    assert pending.of([1]) == []


def test_an_answer_that_the_picture_shows_already_ends_it(
    given: FakeGiven, pending: PendingOrders, scene: Scene
) -> None:
    given.give("a", BUSY)

    given.carry_out("a", scene.picture.seq)

    assert pending.of([1]) == []


def test_a_refusal_stays_until_somebody_has_seen_it(given: FakeGiven, pending: PendingOrders) -> None:
    given.give("a", BUSY)
    given.refuse("a", "unit.off_duty")
    assert [one.refusal.code for one in pending.of([1])] == ["unit.off_duty"]

    given.forget("a")
    assert pending.of([1]) == []


def test_several_orders_are_told_the_oldest_first(given: FakeGiven, pending: PendingOrders, scene: Scene) -> None:
    given.give("a", BUSY)
    given.give("b", EndDuty(unit=2))
    given.give("c", RegisterUnit(unit=FORM))
    given.carry_out("a", scene.picture.seq + 1)

    assert [one.key for one in pending.of([1, 2, 3])] == ["a", "b"]


def test_orders_are_sorted_by_the_unit_they_are_about() -> None:
    assert unit_ordered(StartDuty(unit=7)) == 7
    assert unit_ordered(EndDuty(unit=7)) == 7
    assert unit_ordered(BUSY) == 1
    assert unit_ordered(ChangeUnit(number=7, unit=FORM)) == 7
    assert unit_ordered(RetireUnit(number=7)) == 7
    assert unit_ordered(RegisterUnit(unit=FORM)) is None
