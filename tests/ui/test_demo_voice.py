"""What a demo reports of talk is what the picture, the desk's own key and its ear tell."""

from __future__ import annotations

import time
from collections.abc import Mapping
from datetime import UTC, datetime

import pytest
from PySide6.QtCore import QObject, Signal

from app.domain.event import BurstEnded, BurstStarted, Event
from app.domain.talk import Burst, BurstEnd, BurstRow, CallKind, Hearing, Missed, Priority, ReceiptRow
from app.picture.changes import Changes
from app.picture.clock import LiveClock
from app.settings import Settings
from app.voice.sound_file import read_sound
from app.voice.talk_state import Phase, TalkState
from ui.demo import _with_files
from ui.demo_voice import DemoVoice
from ui.models.scene import Scene

OPERATOR, TERMINAL = 1, 30


class FakeVoice(QObject):
    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.own = TalkState()
        self.mouth_to_ear_ms: Mapping[int, tuple[float, ...] | None] = {}

    @property
    def listener(self) -> FakeVoice:
        return self

    def grant(self, pressed_s: float, after_ms: float) -> None:
        self.own = TalkState(Phase.ON_AIR, 5, since_s=pressed_s + after_ms / 1000, pressed_s=pressed_s)
        self.changed.emit()


class FakeLog:
    def __init__(self) -> None:
        self.bursts: dict[int, BurstRow] = {}

    @property
    def numbers(self) -> list[int]:
        return sorted(self.bursts, reverse=True)

    def burst(self, number: int) -> BurstRow | None:
        return self.bursts.get(number)


class Stand:
    def __init__(self) -> None:
        self.scene, self.voice, self.log = Scene(LiveClock()), FakeVoice(), FakeLog()
        self.watched = DemoVoice(self.scene, self.voice, self.log, OPERATOR)  # type: ignore[arg-type]

    def happen(self, *facts: BurstStarted | BurstEnded) -> None:
        at = datetime.now(UTC)
        self.scene.happened.emit([Event(seq=1, at=at, by="station", fact=fact) for fact in facts])

    def burst(
        self,
        number: int,
        by: int,
        missed: tuple[int, ...] = (),
        units: tuple[int, ...] = (7,),
        **hearings: Hearing,
    ) -> None:
        """``n31=…`` is the receipt of number 31."""
        receipts = tuple(ReceiptRow(number=int(end[1:]), hearing=hearing) for end, hearing in hearings.items())
        self.scene.picture.bursts[number] = BurstRow(
            number=number,
            call=5,
            kind=CallKind.TALKGROUP,
            priority=Priority.UNIT,
            by=by,
            units=units,
            started_at=datetime(2026, 1, 1, tzinfo=UTC),
            receipts=receipts,
            missed=(Missed(reason="hearing.link_lost", ends=missed),) if missed else (),
        )
        self.scene.changed.emit(Changes(bursts=frozenset({number})))


@pytest.fixture
def stand(qtbot) -> Stand:
    return Stand()


def test_nothing_was_heard_of_nothing(stand):
    assert stand.watched.figures() == {
        "bursts": 0,
        "access_ms": {"p95": None},
        "mouth_to_ear_ms": {"p95": None},
        "receipts": {"played": 0, "failed": 0},
    }
    assert not stand.watched.has_talked_both_ways


def test_the_last_word_of_each_end_counts_also_of_bursts_that_left_the_picture(stand):
    stand.burst(1, OPERATOR, n31=Hearing.SENT, n32=Hearing.FAILED)
    stand.burst(1, OPERATOR, n31=Hearing.ACKNOWLEDGED, n32=Hearing.FAILED)
    stand.scene.picture.bursts.clear()
    stand.burst(2, TERMINAL, missed=(33, 34), n1=Hearing.PLAYED, n31=Hearing.PLAYED, n32=Hearing.SENT)
    figures = stand.watched.figures()
    assert (figures["bursts"], figures["receipts"]) == (2, {"played": 3, "failed": 3})


def test_talk_went_both_ways_when_each_has_played_the_other(stand):
    stand.burst(1, OPERATOR, n31=Hearing.SENT)
    stand.burst(2, TERMINAL, n31=Hearing.PLAYED)
    assert not stand.watched.has_talked_both_ways
    stand.burst(2, TERMINAL, n1=Hearing.PLAYED)
    assert not stand.watched.has_talked_both_ways
    stand.burst(1, OPERATOR, n31=Hearing.PLAYED)
    assert stand.watched.has_talked_both_ways


def test_access_is_from_the_press_to_the_grant_once_a_burst(stand):
    stand.voice.grant(10.0, after_ms=20)
    stand.voice.changed.emit()
    stand.voice.grant(20.0, after_ms=40)
    assert stand.watched.figures()["access_ms"]["p95"] == pytest.approx(39.0, abs=0.1)


def test_what_the_ear_has_forgotten_still_counts(stand):
    stand.voice.mouth_to_ear_ms = {1: (90.0,) * 95, 2: None}
    stand.burst(1, TERMINAL)
    stand.voice.mouth_to_ear_ms = {3: (140.0,) * 5}
    assert stand.watched.figures()["mouth_to_ear_ms"]["p95"] == pytest.approx(92.5, abs=3)


def test_the_talk_log_is_whole_when_it_has_all_that_was_told_and_who_heard_it(stand):
    now_s = time.monotonic()
    said = Burst(number=1, call=5, kind=CallKind.TALKGROUP, priority=Priority.UNIT, by=TERMINAL)
    assert stand.watched.has_whole_log(now_s)
    stand.happen(BurstStarted(burst=said))
    assert not stand.watched.has_whole_log(now_s)
    stand.burst(1, TERMINAL)
    stand.log.bursts.update(stand.scene.picture.bursts)
    stand.happen(BurstEnded(burst=1, duration_s=2.0, reason=BurstEnd.RELEASED))
    # Those who heard it have a moment to say so.
    assert stand.watched.has_whole_log(now_s)
    assert not stand.watched.has_whole_log(now_s + 60)
    stand.burst(1, TERMINAL, n1=Hearing.PLAYED)
    stand.log.bursts.update(stand.scene.picture.bursts)
    assert stand.watched.has_whole_log(now_s + 60)


def test_what_is_for_nobody_need_not_be_heard(stand):
    """A visit may talk to a group of which nobody is on duty yet."""
    stand.burst(1, OPERATOR, units=())
    stand.log.bursts.update(stand.scene.picture.bursts)
    stand.happen(BurstEnded(burst=1, duration_s=2.0, reason=BurstEnd.RELEASED))
    assert stand.watched.has_whole_log(time.monotonic() + 60)


def test_a_visit_speaks_from_a_file_that_is_there_unless_the_settings_name_another(tmp_path):
    visits = _with_files(Settings(data=tmp_path))
    assert visits.microphone_file is not None
    assert read_sound(visits.microphone_file).any()
    assert visits.loudspeaker_file == tmp_path / "heard.wav"
    named = Settings(data=tmp_path, microphone_file=tmp_path / "mine.wav", loudspeaker_file=tmp_path / "out.wav")
    assert _with_files(named) == named
