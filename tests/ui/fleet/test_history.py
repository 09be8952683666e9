from __future__ import annotations

from datetime import timedelta

import pytest
from PySide6.QtWidgets import QLabel, QPushButton

from app.domain.audience import AgencyAudience
from app.domain.event import (
    BurstEnded,
    BurstRaised,
    BurstReceived,
    BurstStarted,
    DutyStarted,
    Event,
    Fact,
    StreamEnded,
    StreamStarted,
    TalkgroupRegistered,
    TerminalRegistered,
    UnitStatusSet,
    VoiceLinked,
)
from app.domain.stream import Container, Stream, StreamEnd
from app.domain.talk import (
    Burst,
    BurstEnd,
    BurstRow,
    CallKind,
    Hearing,
    Missed,
    Priority,
    Receipt,
    Talkgroup,
    VoiceLink,
    VoicePath,
)
from app.domain.terminal import Terminal, TerminalKind
from app.domain.unit import UnitStatus
from tests.ui.fleet.past import FakePast
from tests.ui.models.crowd import NOON, happen
from ui.fleet.history import History
from ui.models.scene import Scene
from ui.theme.look import Look
from ui.widgets.durations import clock_text, date_text

BUSY, EN_ROUTE = (UnitStatusSet(unit=1, status=status) for status in (UnitStatus.BUSY, UnitStatus.EN_ROUTE))


@pytest.fixture
def past() -> FakePast:
    return FakePast()


@pytest.fixture
def history(qtbot, scene: Scene, look: Look, past: FakePast) -> History:
    history = History(scene, look, past)
    qtbot.addWidget(history)
    history.show()
    return history


def _event(seq: int, fact: Fact, ago: timedelta = timedelta(), by: str = "station") -> Event:
    return Event(seq=seq, at=NOON - ago, by=by, fact=fact)


def _lines(history: History) -> list[str]:
    return history.lines


def _said(history: History) -> list[str]:
    return [
        widget.text()
        for widget in (*history.findChildren(QLabel), *history.findChildren(QPushButton))
        if widget.isVisible() and widget.text() and "\u2022" not in widget.text()
    ]


def _button(history: History, text: str) -> QPushButton:
    return next(button for button in history.findChildren(QPushButton) if button.text() == text)


def test_it_says_that_it_asks_and_then_tells_what_was_newest_first(history: History, past: FakePast) -> None:
    history.show_unit(1)
    assert _said(history) == ["Asking the station …"]

    past.answer_history([_event(7, EN_ROUTE), _event(3, DutyStarted(unit=1), timedelta(minutes=5))])

    five_before = clock_text(NOON - timedelta(minutes=5))
    assert _lines(history) == [f"{clock_text(NOON)} ▲ En route", f"{five_before} ● On duty"]
    assert "Asking the station …" not in _said(history)


def test_it_goes_on_as_things_happen_without_telling_one_twice(
    history: History, past: FakePast, scene: Scene
) -> None:
    history.show_unit(1)
    happen(scene, BUSY)
    past.answer_history([_event(101, BUSY, by="operator:1"), _event(90, EN_ROUTE)])
    happen(scene, EN_ROUTE, UnitStatusSet(unit=2, status=UnitStatus.BUSY))

    assert [line.split(" ", 1)[1] for line in _lines(history)] == [
        "▲ En route Night shift",
        "◆ Busy Night shift",
        "▲ En route",
    ]


def test_an_answer_for_another_unit_than_is_shown_is_dropped(history: History, past: FakePast) -> None:
    history.show_unit(1)
    history.show_unit(2)

    past.answer_history([_event(7, BUSY)], asked=0)

    assert _lines(history) == []


def test_what_was_on_another_day_is_told_by_its_date(history: History, past: FakePast) -> None:
    history.show_unit(1)

    past.answer_history([_event(7, BUSY, timedelta(days=3))])

    assert _lines(history) == [f"{date_text(NOON - timedelta(days=3))} ◆ Busy"]


def test_a_long_history_shows_the_latest_and_the_rest_on_request(history: History, past: FakePast) -> None:
    history.show_unit(1)
    past.answer_history([_event(seq, BUSY) for seq in range(20, 0, -1)])
    assert len(_lines(history)) == 8

    _button(history, "12 earlier").click()

    assert len(_lines(history)) == 20


def test_when_the_station_cannot_be_asked_it_says_so_and_can_be_asked_again(
    history: History, past: FakePast, scene: Scene
) -> None:
    history.show_unit(1)
    past.fail_history()
    assert _said(history) == ["The station cannot be reached.", "Try again"]

    happen(scene, BUSY)
    assert len(_lines(history)) == 1

    _button(history, "Try again").click()
    assert past.histories_asked == [1, 1]
    past.answer_history([_event(7, EN_ROUTE)])
    assert len(_lines(history)) == 2
    assert "Try again" not in _said(history)


def test_a_unit_without_a_history_says_so(history: History, past: FakePast) -> None:
    history.show_unit(1)

    past.answer_history([])

    assert _said(history) == ["Nothing has happened yet."]


def test_with_no_unit_nothing_is_asked(history: History, past: FakePast, scene: Scene) -> None:
    history.show_unit(None)
    happen(scene, BUSY)

    assert past.histories_asked == []
    assert _said(history) == []


PHONE = Terminal(number=51, kind=TerminalKind.PHONE, unit=1, label="Pixel")
PATROL = Talkgroup(number=60, name="Patrol", audience=AgencyAudience(agency="Patrol police"))


def _burst(number: int, kind: CallKind, call: int = 61, units: tuple[int, ...] = (1, 2)) -> Burst:
    return Burst(number=number, call=call, kind=kind, priority=Priority.DISPATCHER, by=1, units=units)


def test_a_shout_is_told_with_what_became_of_it_at_the_units_terminal(
    history: History, past: FakePast, scene: Scene
) -> None:
    happen(scene, TerminalRegistered(terminal=PHONE))
    history.show_unit(1)
    past.answer_history([])
    happen(scene, BurstStarted(burst=_burst(901, CallKind.SHOUT)))
    assert _lines(history) == [f"{clock_text(NOON)} Shout by Night shift: being said"]
    heard = Receipt(number=51, hearing=Hearing.ACKNOWLEDGED, share=0.98)
    elsewhere = Receipt(number=52, hearing=Hearing.FAILED, reason="link_lost")
    missed = (Missed(reason="off_duty", ends=(51, 53)),)
    happen(scene, BurstReceived(burst=901, receipts=(elsewhere,), missed=missed))
    assert _lines(history) == [f"{clock_text(NOON)} Shout by Night shift: failed: off duty"]
    happen(scene, BurstReceived(burst=901, receipts=(heard,)))
    acknowledged = f"played 98 %, acknowledged {clock_text(NOON)}"
    assert _lines(history) == [f"{clock_text(NOON)} Shout by Night shift: {acknowledged}"]


def test_what_became_an_emergency_is_one_in_the_history_with_the_time(
    history: History, past: FakePast, scene: Scene
) -> None:
    happen(scene, TerminalRegistered(terminal=PHONE))
    history.show_unit(1)
    past.answer_history([])
    happen(
        scene,
        BurstStarted(burst=_burst(901, CallKind.SHOUT)),
        BurstRaised(burst=901, priority=Priority.EMERGENCY),
    )
    (line,) = _lines(history)
    assert line.endswith("EMERGENCY. Shout by Night shift: being said; an emergency from 0:00 on")


def test_bursts_in_a_talkgroup_are_one_line_and_older_ones_come_from_the_station(
    history: History, past: FakePast, scene: Scene
) -> None:
    happen(scene, TerminalRegistered(terminal=PHONE), TalkgroupRegistered(talkgroup=PATROL))
    history.show_unit(1)
    past.answer_history([])
    older = BurstRow(**dict(_burst(900, CallKind.TALKGROUP, 60)), started_at=NOON - timedelta(minutes=1))
    past.answer_bursts([older])
    for number, hearing in ((901, Hearing.PLAYED), (902, Hearing.FAILED)):
        receipt = Receipt(number=51, hearing=hearing, reason="link_lost" if hearing is Hearing.FAILED else "")
        happen(
            scene,
            BurstStarted(burst=_burst(number, CallKind.TALKGROUP, 60)),
            BurstEnded(burst=number, duration_s=2.0, reason=BurstEnd.RELEASED),
            BurstReceived(burst=number, receipts=(receipt,)),
        )
    happen(scene, BurstStarted(burst=_burst(903, CallKind.TALKGROUP, 60, units=(2,))))
    assert _lines(history) == [f"{clock_text(NOON)} 3 bursts in Patrol: 1 played · 1 failed"]


def test_a_link_for_speech_is_told_when_it_comes_and_not_when_it_gets_worse(
    history: History, past: FakePast, scene: Scene
) -> None:
    happen(scene, TerminalRegistered(terminal=PHONE))
    history.show_unit(1)
    past.answer_history([])
    for loss in (0.0, 0.1, 0.3):
        happen(scene, VoiceLinked(link=VoiceLink(terminal=51, path=VoicePath.UDP, loss=loss)))
    assert [line.split(" ", 1)[1] for line in _lines(history)] == ["Linked for speech by UDP Night shift"]


def test_video_that_goes_on_in_another_quality_is_not_told_to_have_ended(history: History, past: FakePast) -> None:
    def began(number: int) -> StreamStarted:
        return StreamStarted(
            stream=Stream(terminal=51, number=number, container=Container.MPEG_TS, started_at=NOON)
        )

    def ended(number: int, reason: StreamEnd) -> StreamEnded:
        return StreamEnded(terminal=51, number=number, reason=reason)

    history.show_unit(1)
    past.answer_history(
        [
            _event(1, began(1), timedelta(seconds=60)),
            _event(2, ended(1, StreamEnd.TAKEN_OVER), timedelta(seconds=50)),
            _event(3, began(2), timedelta(seconds=49)),
            _event(4, ended(2, StreamEnd.CLOSED), timedelta(seconds=30)),
            _event(5, began(3), timedelta(seconds=20)),
            _event(6, ended(3, StreamEnd.OFF_DUTY), timedelta(seconds=10)),
            _event(7, began(4), timedelta(seconds=9)),
        ]
    )
    told = [line.split(" ", 1)[1] for line in _lines(history)]
    assert told == ["Video began", "Video ended with the duty", "Video began", "Video ended", "Video began"]
