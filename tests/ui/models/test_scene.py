from __future__ import annotations

import time

import pytest

from app.domain.audience import UnitsAudience
from app.domain.camera import Camera
from app.domain.errors import AppError
from app.domain.event import (
    CameraRegistered,
    DutyEnded,
    DutyStarted,
    Event,
    TerminalRegistered,
    UnitStatusSet,
    VoiceLinked,
)
from app.domain.fixes import Fixes
from app.domain.snapshot import Snapshot
from app.domain.talk import VoiceLink, VoicePath
from app.domain.terminal import Terminal, TerminalKind
from app.domain.unit import UnitStatus
from tests.ui.models.crowd import HELSINKI, NOON, NOON_MS, HeldClock, a_scene, a_unit, happen, heard


def _event(seq: int, fact: object) -> Event:
    return Event(seq=seq, at=NOON, by="operator:1", fact=fact)


def test_changes_are_merged_and_told_once_an_interval(qtbot) -> None:
    scene = a_scene([a_unit(1), a_unit(2), a_unit(3)])
    told = []
    scene.changed.connect(told.append)

    with qtbot.waitSignal(scene.changed):
        scene.apply_events([_event(101, UnitStatusSet(unit=1, status=UnitStatus.BUSY))])
        scene.apply_events([_event(102, UnitStatusSet(unit=2, status=UnitStatus.BUSY))])

    assert [changes.units for changes in told] == [{1, 2}]


def test_a_new_camera_is_told_like_any_other_change(qtbot) -> None:
    scene = a_scene([a_unit(1)])
    told = []
    scene.changed.connect(told.append)

    lon, lat = HELSINKI
    gate = Camera(number=40, name="Gate", lon_deg=lon, lat_deg=lat, pulls_from="")
    happen(scene, CameraRegistered(camera=gate), UnitStatusSet(unit=1, status=UnitStatus.BUSY))

    assert [(changes.cameras, changes.units) for changes in told] == [({40}, {1})]


def test_fixes_are_merged_and_told_once_an_interval(qtbot) -> None:
    scene = a_scene([a_unit(1), a_unit(2), a_unit(3)])
    told = []
    scene.fixes_arrived.connect(lambda units: told.append(units.tolist()))

    with qtbot.waitSignal(scene.fixes_arrived):
        scene.apply_fixes(Fixes.of([(2, NOON_MS, *HELSINKI), (1, NOON_MS, *HELSINKI)]))
        scene.apply_fixes(Fixes.of([(2, NOON_MS + 1, *HELSINKI)]))

    assert told == [[1, 2]]


def test_a_fix_of_a_unit_that_is_not_on_duty_is_thrown_away(qtbot) -> None:
    scene = a_scene([a_unit(1), a_unit(2, status=UnitStatus.OFF_DUTY)])

    heard(scene, {1: 0, 2: 0, 99: 0})

    assert scene.fleet.fixes().unit.tolist() == [1]


def test_a_unit_that_goes_off_duty_has_no_position_from_that_moment(qtbot) -> None:
    scene = a_scene([a_unit(1)])
    heard(scene, {1: 3})
    assert scene.age_s(1) == 3.0

    scene.apply_events([_event(101, DutyEnded(unit=1))])

    assert scene.age_s(1) is None
    scene.show_now()


def test_a_new_snapshot_keeps_the_positions_of_units_still_on_duty(qtbot) -> None:
    scene = a_scene([a_unit(1), a_unit(2), a_unit(3)])
    heard(scene, {1: 0, 2: 0, 3: 0})

    with qtbot.waitSignal(scene.replaced):
        units = (a_unit(1), a_unit(2, status=UnitStatus.OFF_DUTY))
        scene.replace(Snapshot(seq=500, at=NOON, station="harbour", units=units))

    assert scene.fleet.fixes().unit.tolist() == [1]
    assert scene.picture.seq == 500


def test_what_waited_to_be_told_is_not_told_after_a_new_snapshot(qtbot) -> None:
    scene = a_scene([a_unit(1)])
    scene.apply_events([_event(101, UnitStatusSet(unit=1, status=UnitStatus.BUSY))])

    scene.replace(Snapshot(seq=500, at=NOON, station="harbour"))

    with qtbot.assertNotEmitted(scene.changed, wait=200):
        scene.show_now()


def test_a_missing_event_is_raised_to_whoever_reads_the_feed(qtbot) -> None:
    scene = a_scene([a_unit(1)])

    with pytest.raises(AppError, match="picture.gap"):
        scene.apply_events([_event(103, DutyStarted(unit=1))])


def test_the_age_of_a_position_goes_by_the_scenes_clock(qtbot) -> None:
    clock = HeldClock()
    scene = a_scene([a_unit(1)], clock)
    heard(scene, {1: 0})

    clock.pass_s(82)

    assert scene.age_s(1) == 82.0
    assert scene.age_s(2) is None


def test_the_facts_that_were_folded_in_are_told_before_what_they_changed(qtbot) -> None:
    scene = a_scene([a_unit(1)])
    told: list[object] = []
    scene.happened.connect(lambda events: told.append([event.seq for event in events]))
    scene.changed.connect(lambda changes: told.append(set(changes.units)))

    scene.apply_events([_event(100, DutyStarted(unit=1)), _event(101, UnitStatusSet(unit=1, status="busy"))])
    scene.apply_events([_event(101, UnitStatusSet(unit=1, status="busy")), _event(102, DutyEnded(unit=1))])
    scene.show_now()

    assert told == [[101, 102], {1}]


def test_thousands_of_events_after_a_long_absence_are_taken_in_quickly(qtbot) -> None:
    count = 5000
    scene = a_scene(a_unit(number) for number in range(1, count + 1))
    busy = [_event(100 + n, UnitStatusSet(unit=n, status=UnitStatus.BUSY)) for n in range(1, count + 1)]
    told = []
    scene.changed.connect(told.append)

    started = time.thread_time()
    scene.apply_events(busy)
    scene.show_now()
    took_s = time.thread_time() - started

    assert len(told[0].units) == count
    # 30 µs an event where this was written; merging one by one took twenty times as long.
    assert took_s < 1.0


def test_who_hears_is_reckoned_once_for_all_who_ask_and_anew_when_it_may_be_otherwise(qtbot) -> None:
    scene, audience = a_scene([a_unit(1), a_unit(2)]), UnitsAudience(units=(1, 2))
    phone = Terminal(number=11, kind=TerminalKind.PHONE, unit=2)
    happen(scene, TerminalRegistered(terminal=phone))
    before = scene.hearers(audience)
    assert scene.hearers(UnitsAudience(units=(1, 2))) is before
    assert before.units == ()
    happen(scene, VoiceLinked(link=VoiceLink(terminal=11, path=VoicePath.UDP)))
    assert scene.hearers(audience).units == (2,)
    assert scene.hearers(UnitsAudience(units=(1,))).units == ()
