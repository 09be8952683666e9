from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester

from app.domain.event import DutyEnded, DutyStarted, UnitChanged, UnitRegistered, UnitRetired, UnitStatusSet
from app.domain.snapshot import Snapshot
from app.domain.unit import Force, UnitStatus
from app.picture.freshness import STALE_S, Freshness
from tests.ui.models.crowd import NOON, HeldClock, a_scene, a_unit, happen, heard
from ui.models.fleet_model import Column, FleetModel, FleetRow
from ui.models.fleet_query import FleetQuery, SortKey
from ui.models.scene import Scene


def _text(row: FleetRow, column: Column) -> str:
    return {Column.CALLSIGN: row.unit.callsign, Column.STATUS: str(row.unit.status)}.get(column, "")


@pytest.fixture
def clock() -> HeldClock:
    return HeldClock()


@pytest.fixture
def scene(qapp: object, clock: HeldClock) -> Iterator[Scene]:
    scene = a_scene(
        [a_unit(1, "V-10"), a_unit(2, "V-9"), a_unit(3, "D-3"), a_unit(4, "D-4", status="off_duty")], clock
    )
    yield scene
    scene.deleteLater()


@pytest.fixture
def model(scene: Scene) -> FleetModel:
    model = FleetModel(scene, _text, scene)
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal, model)
    return model


def _callsigns(model: FleetModel) -> list[str]:
    return [model.row_at(row).unit.callsign for row in range(model.rowCount())]


def _changes_of(model: FleetModel) -> list[tuple[int, int, Column, Column]]:
    told: list[tuple[int, int, Column, Column]] = []
    model.dataChanged.connect(
        lambda top, bottom: told.append((top.row(), bottom.row(), Column(top.column()), Column(bottom.column())))
    )
    return told


def test_rows_are_the_units_on_duty_by_callsign(model: FleetModel) -> None:
    assert _callsigns(model) == ["D-3", "V-9", "V-10"]
    assert model.data(model.index(1, Column.CALLSIGN)) == "V-9"
    assert model.data(model.index(1, Column.STATUS)) == "available"
    assert model.data(model.index(1, Column.CALLSIGN), FleetModel.NUMBER_ROLE) == 2
    assert model.data(model.index(1, 0), Qt.ItemDataRole.AccessibleTextRole) == "V-9, available"
    assert model.headerData(Column.AGE, Qt.Orientation.Horizontal) == "Age"


def test_units_off_duty_are_shown_when_asked_for(model: FleetModel) -> None:
    model.set_query(FleetQuery(off_duty_too=True))

    assert _callsigns(model) == ["D-3", "D-4", "V-9", "V-10"]


def test_a_unit_that_goes_on_duty_comes_in_at_its_place(scene: Scene, model: FleetModel, qtbot) -> None:
    with qtbot.waitSignal(model.rowsInserted) as inserted:
        happen(scene, DutyStarted(unit=4))

    assert inserted.args[1:] == [1, 1]
    assert _callsigns(model) == ["D-3", "D-4", "V-9", "V-10"]
    assert model.counts.on_duty == 4


def test_a_unit_that_goes_off_duty_goes(scene: Scene, model: FleetModel, qtbot) -> None:
    with qtbot.waitSignal(model.rowsRemoved) as removed:
        happen(scene, DutyEnded(unit=2))

    assert removed.args[1:] == [1, 1]
    assert _callsigns(model) == ["D-3", "V-10"]


def test_a_status_is_told_of_its_own_row_and_columns(scene: Scene, model: FleetModel) -> None:
    told = _changes_of(model)

    happen(scene, UnitStatusSet(unit=2, status=UnitStatus.BUSY))

    assert told == [(1, 1, Column.STATUS, Column.BATTERY)]
    assert model.row_at(1).unit.status is UnitStatus.BUSY


def test_a_changed_callsign_moves_its_row(scene: Scene, model: FleetModel) -> None:
    told = _changes_of(model)

    happen(scene, UnitChanged(unit=a_unit(3, "W-1")))

    assert _callsigns(model) == ["V-9", "V-10", "W-1"]
    assert told == [(2, 2, Column.CALLSIGN, Column.BATTERY)]


def test_a_fix_is_told_of_its_own_row_and_columns(scene: Scene, model: FleetModel) -> None:
    told = _changes_of(model)

    heard(scene, {1: 0, 3: 0})

    assert told == [(0, 0, Column.AGE, Column.BATTERY), (2, 2, Column.AGE, Column.BATTERY)]


def test_every_second_the_ages_that_are_seen_are_told_and_no_others(scene: Scene, model: FleetModel) -> None:
    model.set_window(1, 2)
    told = _changes_of(model)

    model.tick()

    assert told == [(1, 2, Column.AGE, Column.AGE)]


def test_it_ticks_by_itself(scene: Scene, model: FleetModel, qtbot) -> None:
    with qtbot.waitSignal(model.dataChanged):
        pass


def test_a_row_knows_how_old_its_position_is(scene: Scene, model: FleetModel, clock: HeldClock) -> None:
    heard(scene, {3: 0})
    assert model.row_at(0).freshness is Freshness.FRESH
    assert model.row_at(1).freshness is Freshness.NONE

    clock.pass_s(82)

    assert model.row_at(0).age_s == 82.0
    assert model.row_at(0).freshness is Freshness.STALE


def test_a_position_that_is_gone_from_the_picture_is_gone_from_its_row_at_once(
    scene: Scene, model: FleetModel
) -> None:
    heard(scene, {3: 0})
    model.set_held(True)

    happen(scene, DutyEnded(unit=3))

    row = model.row_at(0)
    assert (row.unit.status, row.fix, row.age_s) == (UnitStatus.OFF_DUTY, None, None)


def test_a_unit_that_the_picture_has_lost_can_still_be_drawn_until_it_is_told(
    scene: Scene, model: FleetModel
) -> None:
    del scene.picture.units[3]

    assert _callsigns(model) == ["D-3", "V-9", "V-10"]


def test_an_order_by_age_is_made_anew_as_seconds_pass(scene: Scene, model: FleetModel, clock: HeldClock) -> None:
    heard(scene, {1: 5, 2: 9, 3: 1})
    model.set_query(FleetQuery(sort=SortKey.AGE))
    assert _callsigns(model) == ["V-9", "V-10", "D-3"]

    clock.pass_s(10)
    heard(scene, {2: 0})
    assert _callsigns(model) == ["V-9", "V-10", "D-3"]

    model.tick()
    assert _callsigns(model) == ["V-10", "D-3", "V-9"]


def test_while_it_is_held_rows_stay_where_they_are(scene: Scene, model: FleetModel) -> None:
    model.set_query(FleetQuery(statuses=frozenset({UnitStatus.AVAILABLE})))
    model.set_held(True)

    happen(scene, DutyStarted(unit=4), UnitStatusSet(unit=3, status=UnitStatus.BUSY))
    assert _callsigns(model) == ["D-3", "V-9", "V-10"]

    model.set_held(False)
    assert _callsigns(model) == ["D-4", "V-9", "V-10"]


def test_a_retired_unit_goes_even_while_it_is_held(scene: Scene, model: FleetModel) -> None:
    model.set_held(True)

    happen(scene, DutyEnded(unit=2), UnitRetired(unit=2))

    assert _callsigns(model) == ["D-3", "V-10"]


def test_what_a_person_asks_for_does_not_wait_while_it_is_held(model: FleetModel) -> None:
    model.set_held(True)

    model.set_query(FleetQuery(text="v-"))

    assert _callsigns(model) == ["V-9", "V-10"]


def test_a_new_unit_is_found_by_its_text(scene: Scene, model: FleetModel) -> None:
    model.set_query(FleetQuery(text="harbour"))
    assert _callsigns(model) == []

    happen(scene, UnitRegistered(unit=a_unit(9, "S-9", name="Harbour walk")))

    assert _callsigns(model) == ["S-9"]


def test_counts_are_told_when_they_differ(scene: Scene, model: FleetModel, clock: HeldClock, qtbot) -> None:
    heard(scene, {1: 0, 2: 0, 3: 0})
    model.tick()
    assert model.counts.stale == 0

    clock.pass_s(STALE_S + 1)
    with qtbot.waitSignal(model.counts_changed):
        model.tick()
    assert model.counts.stale == 3
    assert model.counts.forces[Force.SOCIAL] == 1

    with qtbot.assertNotEmitted(model.counts_changed):
        model.tick()


def test_a_new_snapshot_keeps_the_question(scene: Scene, model: FleetModel) -> None:
    model.set_query(FleetQuery(text="v-"))

    scene.replace(Snapshot(seq=900, at=NOON, station="harbour", units=(a_unit(7, "V-7"), a_unit(8, "D-8"))))

    assert _callsigns(model) == ["V-7"]
    assert model.query.text == "v-"


def test_agencies_and_beats_are_offered_in_order(scene: Scene, model: FleetModel) -> None:
    happen(scene, UnitRegistered(unit=a_unit(9, agency="Äiti walk", beat="Kluuvi")))

    assert "Äiti walk" in model.agencies
    assert model.beats == ["Kluuvi"]


def test_while_nobody_looks_no_second_passes_and_the_first_look_makes_up_for_it(
    scene: Scene, model: FleetModel, qtbot
) -> None:
    heard(scene, {1: 0, 2: 1, 3: 2})
    model.set_query(FleetQuery(sort=SortKey.AGE))
    assert _callsigns(model) == ["D-3", "V-9", "V-10"]

    model.set_watched(False)
    heard(scene, {3: 0})
    with qtbot.assertNotEmitted(model.dataChanged, wait=1200):
        pass

    model.set_watched(True)
    assert _callsigns(model) == ["V-9", "D-3", "V-10"]


def test_only_the_units_that_are_named_are_shown(model: FleetModel) -> None:
    model.set_query(FleetQuery(numbers=frozenset({4, 2, 77}), off_duty_too=True))

    assert _callsigns(model) == ["D-4", "V-9"]
