"""The detail pane as a whole: what one reads of one unit, of many, of none."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget

from app.domain.command import EndDuty, SetUnitStatus, StartDuty
from app.domain.event import (
    DutyEnded,
    DutyStarted,
    StreamEnded,
    StreamStarted,
    TerminalHeard,
    TerminalRegistered,
    UnitRetired,
    UnitStatusSet,
    VoiceLinked,
)
from app.domain.fixes import Fixes
from app.domain.operator import Role
from app.domain.snapshot import Snapshot
from app.domain.stream import Container, Stream, StreamEnd
from app.domain.talk import VoiceLink, VoicePath
from app.domain.terminal import Terminal, TerminalKind
from app.domain.unit import UnitStatus
from tests.ui.fleet.past import FakeGiven, FakePast
from tests.ui.models.crowd import HELSINKI, NOON, HeldClock, a_unit, happen, heard
from tests.ui.widgets.fakes import FakeOrders
from tests.ui.widgets.live_video import FakeVideos, tile_maker
from ui.fleet.detail import UnitDetail
from ui.models.scene import Scene
from ui.models.selection import Selection
from ui.models.video_sources import VideoSources
from ui.theme.look import Look
from ui.widgets.unit_actions import UnitActions

PHONE = Terminal(number=11, kind=TerminalKind.PHONE, unit=1, label="Pixel")


@pytest.fixture
def past() -> FakePast:
    return FakePast()


@pytest.fixture
def given(qapp: object, monkeypatch: pytest.MonkeyPatch) -> FakeGiven:
    """Its time and that of who tells how long an order waits stand still."""
    clock = SimpleNamespace(time=NOON.timestamp)
    monkeypatch.setattr("ui.fleet.order_bar.time", clock)
    return FakeGiven(clock.time)


@pytest.fixture
def sent(qapp: object) -> FakeOrders:
    return FakeOrders()


@pytest.fixture
def detail(
    qtbot,
    scene: Scene,
    selection: Selection,
    look: Look,
    past: FakePast,
    given: FakeGiven,
    sent: FakeOrders,
    tmp_path: Path,
) -> UnitDetail:
    actions = UnitActions(scene, selection, sent, look, Role.DISPATCHER, scene)
    make_tile = tile_maker(FakeVideos(), scene, look, tmp_path)
    detail = UnitDetail(scene, selection, look, actions, given, past, past, VideoSources(scene), make_tile)
    qtbot.addWidget(detail)
    detail.resize(360, 900)
    with qtbot.waitActive(detail):
        detail.show()
        detail.activateWindow()
    return detail


def _said(widget: QWidget) -> str:
    return " | ".join(label.text() for label in widget.findChildren(QLabel) if label.isVisible() and label.text())


def _buttons(detail: UnitDetail) -> dict[str, QPushButton]:
    return {button.text(): button for button in detail.findChildren(QPushButton) if button.isVisible()}


def _fix(unit: int, at_ms: int, *, speed_cmps: int, heading_cdeg: int, accuracy_dm: int, battery: int) -> Fixes:
    fixes = Fixes.of([(unit, at_ms, *HELSINKI)])
    fixes.speed_cmps[0], fixes.heading_cdeg[0] = speed_cmps, heading_cdeg
    fixes.accuracy_dm[0], fixes.flags[0] = accuracy_dm, battery
    return fixes


def test_with_nobody_chosen_it_says_how_to_choose(detail: UnitDetail) -> None:
    assert "No unit chosen." in _said(detail)


def test_one_unit_is_told_at_length(detail: UnitDetail, scene: Scene, selection: Selection) -> None:
    now_ms = scene.clock.now_ms()
    scene.apply_fixes(_fix(1, now_ms, speed_cmps=144, heading_cdeg=6_200, accuracy_dm=45, battery=71))
    scene.show_now()

    selection.set([1])

    said = _said(detail)
    assert "D-01 Patrol car | ● Available | · just now | · 5.2 km/h · 62°" in said
    assert "Agency | Patrol police · Dedicated" in said
    assert "Beat | Kluuvi" in said
    assert "Battery | 71 %" in said
    assert "(2 h 0 min)" in said
    assert "Position | 24.94400 E 60.17150 N" in said
    assert "MGRS | 35V LG" in said
    assert "Accuracy | ± 4 m" in said
    assert "History" in said
    assert "Last reports" in said


def test_the_age_goes_on_by_itself(qtbot, detail: UnitDetail, selection: Selection, clock: HeldClock) -> None:
    selection.set([1])
    assert "· 1 s ago" in _said(detail)

    clock.pass_s(7)

    qtbot.waitUntil(lambda: "· 8 s ago" in _said(detail))


def test_a_stale_unit_looks_stale(
    detail: UnitDetail, scene: Scene, selection: Selection, clock: HeldClock
) -> None:
    scene.apply_fixes(_fix(1, clock.now_ms(), speed_cmps=144, heading_cdeg=0, accuracy_dm=45, battery=71))
    scene.show_now()
    clock.pass_s(82)

    selection.set([1])

    said = _said(detail)
    assert "· 82 s ago" in said
    assert "5.2 km/h" not in said.split("Agency")[0]
    assert "Last seen at | 24.94400 E" in said
    age = next(label for label in detail.findChildren(QLabel) if label.text() == "· 82 s ago")
    assert age.property("role") == "warning"


def test_when_duty_ends_the_position_disappears_with_a_sentence(
    detail: UnitDetail, scene: Scene, selection: Selection
) -> None:
    selection.set([1])
    assert "24.94400 E" in _said(detail)

    happen(scene, DutyEnded(unit=1))

    said = _said(detail)
    assert "24.94400 E" not in said
    assert "A unit off duty has no position." in said
    assert "Speed" not in said
    assert "Last reports" not in said

    happen(scene, DutyStarted(unit=1))
    heard(scene, {1: 0})
    # In the facts and in one report: nothing of the duty before has been kept.
    assert _said(detail).count("24.94400 E") == 2


def test_a_unit_that_was_never_heard_says_why(detail: UnitDetail, scene: Scene, selection: Selection) -> None:
    happen(scene, DutyStarted(unit=6))
    selection.set([6])
    assert "no position yet" in _said(detail)
    assert "the unit has no terminal" in _said(detail)

    happen(scene, TerminalRegistered(terminal=PHONE.model_copy(update={"unit": 6})))
    assert "It shows with the terminal's next report." in _said(detail)
    assert "Phone Pixel · not heard yet" in _said(detail)

    happen(scene, TerminalHeard(terminal=11, protocol="osmand"))
    assert "Phone Pixel · OsmAnd since" in _said(detail)


def test_a_position_is_copied(detail: UnitDetail, selection: Selection) -> None:
    selection.set([1])
    copies = [button for button in detail.findChildren(QPushButton) if button.toolTip().startswith("Copy")]

    copies[0].click()
    assert QApplication.clipboard().text() == "24.94400 E 60.17150 N"

    copies[1].click()
    assert QApplication.clipboard().text().startswith("35V LG ")


def test_status_buttons_order_and_the_present_status_is_marked(
    detail: UnitDetail, selection: Selection, sent: FakeOrders
) -> None:
    selection.set([1])
    buttons = _buttons(detail)
    assert buttons["Available"].isChecked()
    assert not buttons["Busy"].isChecked()

    buttons["Busy"].click()
    assert sent.sent == [SetUnitStatus(unit=1, status=UnitStatus.BUSY)]
    assert not buttons["Busy"].isChecked()

    buttons["Available"].click()
    assert len(sent.sent) == 1
    assert buttons["Available"].isChecked()

    buttons["End duty"].click()
    assert sent.sent[-1] == EndDuty(unit=1)


def test_the_focus_stays_on_the_state_that_was_ordered(
    qtbot, detail: UnitDetail, scene: Scene, selection: Selection, sent: FakeOrders
) -> None:
    selection.set([1])
    detail.activateWindow()
    busy = _buttons(detail)["Busy"]
    busy.setFocus()
    qtbot.waitUntil(busy.hasFocus)
    QTest.keyClick(busy, Qt.Key.Key_Return)
    assert sent.sent == [SetUnitStatus(unit=1, status=UnitStatus.BUSY)]
    happen(scene, UnitStatusSet(unit=1, status=UnitStatus.BUSY))
    qtbot.wait(0)
    assert busy.hasFocus()
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    assert len(sent.sent) == 1


def test_off_duty_one_can_only_start(detail: UnitDetail, selection: Selection, sent: FakeOrders) -> None:
    selection.set([6])

    enabled = {text for text, button in _buttons(detail).items() if button.isEnabled() and "Copy" not in text}
    assert enabled == {"Start duty"}

    _buttons(detail)["Start duty"].click()
    assert sent.sent == [StartDuty(unit=6)]


def test_an_order_that_waits_looks_like_it_waits(
    detail: UnitDetail, scene: Scene, selection: Selection, given: FakeGiven
) -> None:
    selection.set([1])
    given.give("a", SetUnitStatus(unit=1, status=UnitStatus.ON_SCENE), ago_s=3.2)
    assert "→ On scene, waiting 3 s" in _said(detail)

    given.hold("a", "station.unreachable")
    assert "→ On scene, waiting 3 s. The station cannot be reached." in _said(detail)

    given.carry_out("a", scene.picture.seq + 1)
    assert "→ On scene" in _said(detail)

    happen(scene, UnitStatusSet(unit=1, status=UnitStatus.ON_SCENE))
    assert "→ On scene" not in _said(detail)
    assert "■ On scene" in _said(detail)


def test_a_refused_order_says_why(detail: UnitDetail, selection: Selection, given: FakeGiven) -> None:
    selection.set([1])
    given.give("a", SetUnitStatus(unit=1, status=UnitStatus.ON_SCENE))

    given.refuse("a", "role.not_allowed")

    assert "✕ On scene: " in _said(detail)


def test_follow_is_a_key_and_a_button_that_shows_that_it_is_on(detail: UnitDetail, selection: Selection) -> None:
    selection.set([1])
    detail.activateWindow()

    QTest.keyClick(detail, Qt.Key.Key_F)
    assert selection.followed == 1
    assert _buttons(detail)["Following  F"].isChecked()

    selection.set([2])
    assert not _buttons(detail)["Follow  F"].isChecked()

    selection.set([1])
    _buttons(detail)["Following  F"].click()
    assert selection.followed is None


def test_show_asks_for_the_map(qtbot, detail: UnitDetail, selection: Selection) -> None:
    selection.set([1])

    with qtbot.waitSignal(detail.zoom_requested):
        _buttons(detail)["Show  Z"].click()


def test_many_units_are_counted_and_listed(
    detail: UnitDetail, scene: Scene, selection: Selection, clock: HeldClock
) -> None:
    selection.set([1, 2, 4])
    clock.pass_s(53)
    detail._tick()

    said = _said(detail)
    assert "3 units chosen" in said
    assert "2 seen within a minute · 1 stale" in said
    assert "● Available 2 · ▲ En route 1" in said
    assert "Dedicated 1 · Social 1 · Volunteer 1" in said
    assert detail._many is not None
    assert detail._many._rows.numbers() == [1, 2, 4]


def test_orders_go_to_all_that_are_chosen(
    detail: UnitDetail, selection: Selection, sent: FakeOrders, given: FakeGiven
) -> None:
    selection.set([1, 2, 6])
    _buttons(detail)["Busy"].click()
    assert sent.sent == [SetUnitStatus(unit=unit, status=UnitStatus.BUSY) for unit in (1, 2)]
    assert {"Start duty", "End duty"} <= set(_buttons(detail))

    for order in sent.sent:
        given.give(str(order.unit), order)
    assert "→ Busy (units: 2), waiting 0 s" in _said(detail)


def test_a_press_on_one_of_many_chooses_it_alone(detail: UnitDetail, selection: Selection) -> None:
    selection.set([1, 2, 4])
    view = detail._many._view

    place = view.visualRect(view.model().index(1, 0)).center()
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)

    assert selection.units == (2,)
    assert "S-02 Bank gate" in _said(detail)


def test_a_retired_unit_is_no_longer_told_of(detail: UnitDetail, scene: Scene, selection: Selection) -> None:
    selection.set([1])

    happen(scene, DutyEnded(unit=1), UnitRetired(unit=1))

    assert "No unit chosen." in _said(detail)


def test_after_a_new_snapshot_the_past_is_asked_for_again(
    detail: UnitDetail, scene: Scene, selection: Selection, past: FakePast
) -> None:
    selection.set([1])
    past.answer_history([])

    scene.replace(Snapshot(seq=900, at=NOON, station="harbour", units=(a_unit(1, "D-99"),)))

    assert "D-99" in _said(detail)
    assert past.histories_asked == [1, 1]
    assert len(past.tracks_asked) == 2


def test_duty_that_began_another_day_is_told_with_its_date(
    detail: UnitDetail, scene: Scene, selection: Selection
) -> None:
    unit = a_unit(1, on_duty_at=NOON - timedelta(days=2))
    scene.replace(Snapshot(seq=900, at=NOON, station="harbour", units=(unit,)))

    selection.set([1])

    assert "(2 d 0 h)" in _said(detail)
    assert "Feb" in _said(detail)


def test_it_stands_in_every_look(detail: UnitDetail, selection: Selection, look: Look) -> None:
    for units in ([], [1], [1, 2]):
        selection.set(units)
        for is_wall in (True, False):
            look.set_wall(is_wall)
            assert not detail.grab().isNull()


def test_it_gives_its_actions_to_the_palette(detail: UnitDetail) -> None:
    assert [(action.text(), action.keys) for action in detail.desk_actions] == [
        ("Follow on the map", "F"),
        ("Show on the map", "Z"),
        ("Show its video on the wall", "W"),
        ("Save a picture of its video", "Ctrl+Shift+S"),
    ]


def test_what_a_units_terminal_sends_and_how_well_it_hears_is_told_as_it_is_now(detail, selection, scene):
    happen(scene, TerminalRegistered(terminal=PHONE))
    selection.set([1])
    assert "Speech" not in _said(detail).split(" | ")
    stream = Stream(terminal=11, number=3, container=Container.MPEG_TS, started_at=NOON, bitrate_bps=2_000_000)
    happen(scene, StreamStarted(stream=stream), VoiceLinked(link=VoiceLink(terminal=11, path=VoicePath.UDP)))
    assert {"Video", "2.0 Mbit/s", "Speech", "UDP"} <= set(_said(detail).split(" | "))
    happen(scene, VoiceLinked(link=VoiceLink(terminal=11, path=VoicePath.UDP, loss=0.1)))
    assert "UDP · 10 % lost" in _said(detail)
    happen(scene, StreamEnded(terminal=11, number=3, reason=StreamEnd.CLOSED))
    assert "2.0 Mbit/s" not in _said(detail)
    happen(scene, TerminalRegistered(terminal=PHONE.model_copy(update={"number": 12, "label": "Spare"})))
    happen(scene, VoiceLinked(link=VoiceLink(terminal=12, path=VoicePath.UDP)))
    assert "Pixel · UDP · 10 % lost" in _said(detail)
    assert "Spare · UDP" in _said(detail)
