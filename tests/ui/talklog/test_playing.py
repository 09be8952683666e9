"""Hearing bursts again, with keys and by hand."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from app.domain.errors import AppError
from app.domain.operator import Role
from app.domain.talk import BurstEnd, CallKind, Hearing, Receipt
from tests.ui.talklog.conftest import ADMIN, TERMINAL
from ui.talklog.player import Phase
from ui.widgets.talk_port import SoundState

Key = Qt.Key


@pytest.fixture
def said(stand):
    """Three bursts that are over; the rows have the keys."""
    for number in (901, 902, 903):
        stand.say(number)
        stand.end(number)
    stand.log.view.setFocus()
    return stand


def press(stand, key, modifiers=Qt.KeyboardModifier.NoModifier):
    QTest.keyClick(stand.log.view, key, modifiers)


def pass_s(stand, seconds):
    for _ in range(round(seconds * 10)):
        stand.speaker.pass_s(0.1)
        stand.log.player.look()


def test_a_burst_is_chosen_played_and_stopped_by_keys_alone(said, qtbot):
    # The focus is on the first row already.
    press(said, Key.Key_Down)
    assert said.log.chosen == 902
    qtbot.waitUntil(lambda: said.log.player.phase is Phase.READY)
    # Who goes along the rows fetches what they stop at.
    assert said.past.fetched == [(902, 1.0)]
    press(said, Key.Key_Return)
    assert said.log.player.is_playing
    pass_s(said, 0.5)
    assert said.log.player.position_s == pytest.approx(0.5)
    assert said.log.view.rows.played == 902
    press(said, Key.Key_Escape)
    assert said.speaker.recording is None
    assert said.log.player.position_s == pytest.approx(0.5)


def test_enter_alone_plays_the_row_that_has_the_focus(said):
    press(said, Key.Key_Return)
    assert said.log.chosen == 903
    assert said.log.player.phase is Phase.FETCHING
    said.log.player._fetch()
    assert said.log.player.is_playing


def test_at_twice_the_speed_the_place_moves_twice_as_fast(said, qtbot):
    said.log.choose(901, plays=True)
    press(said, Key.Key_Plus)
    press(said, Key.Key_Plus)
    assert said.past.fetched[-1] == (901, 2.0)
    assert said.log.player_pane.speed.text() == "2×"
    pass_s(said, 0.4)
    assert said.log.player.position_s == pytest.approx(0.8)
    press(said, Key.Key_Right)
    assert said.log.player.position_s == pytest.approx(2.0)
    press(said, Key.Key_Plus)
    assert said.log.player.speed == 1.0


def test_a_press_on_the_waveform_seeks(said):
    said.log.choose(901, plays=True)
    waveform = said.log.player_pane._waveform
    QTest.mouseClick(waveform, Qt.MouseButton.LeftButton, pos=QPoint(waveform.width() // 2, 20))
    assert said.log.player.position_s == pytest.approx(1.0, abs=0.02)
    assert said.speaker.recording.position_s == pytest.approx(1.0, abs=0.02)


def test_from_here_on_the_next_ones_follow_until_the_last(said):
    said.log.choose(901)
    press(said, Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert said.log.player_pane.run.isChecked()
    for number in (901, 902, 903):
        assert said.log.chosen == number
        assert said.log.player.is_playing
        pass_s(said, 2.0)
        pass_s(said, 0.1)
    assert not said.log.player.is_playing
    assert not said.log.player_pane.run.isChecked()


def test_escape_ends_going_on(said):
    said.log.choose(901)
    press(said, Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    press(said, Key.Key_Escape)
    assert said.speaker.recording is None
    assert not said.log.player_pane.run.isChecked()


def test_without_going_on_one_burst_is_all(said):
    said.log.choose(901, plays=True)
    pass_s(said, 2.0)
    pass_s(said, 0.1)
    assert said.log.chosen == 901
    assert not said.log.player.is_playing
    assert said.log.player.position_s == said.log.player.length_s


def test_what_gives_way_to_something_else_does_not_count_as_heard(said):
    said.log.choose(901)
    said.log._on_run_asked()
    pass_s(said, 0.2)
    said.speaker.stop_recording()
    said.log.player.look()
    assert said.log.chosen == 901
    assert said.log.player.position_s == pytest.approx(0.2)


def test_the_last_burst_of_somebody_else_is_heard_again(said):
    said.say(904, by=ADMIN)
    said.end(904)
    said.say(905)
    said.log.play_last()
    assert said.log.chosen == 903
    assert said.log.player.is_playing


def test_why_a_burst_cannot_be_heard_is_said_and_it_can_be_tried_again(said):
    for burst, error, words in (
        (901, AppError("recording.absent"), "There is no recording of this burst."),
        (902, AppError("recording.unreadable", reason="no Ogg"), "The recording cannot be read: no Ogg."),
        (903, AppError("station.unreachable"), "The station cannot be reached."),
    ):
        said.past.error = error
        said.log.choose(burst, plays=True)
        assert said.log.player_pane.said.startswith(words)
    said.past.error = None
    press(said, Key.Key_Return)
    assert said.log.player.is_playing
    assert said.log.player_pane.said == ""


def test_what_is_being_said_is_heard_as_far_as_it_goes_and_all_of_it_once_it_is_over(stand, qtbot):
    stand.say(901)
    stand.log.choose(901)
    qtbot.waitUntil(lambda: stand.log.player.phase is Phase.READY)
    assert stand.log.player_pane.said.startswith("Still being said")
    stand.end(901, reason=BurstEnd.TIME_LIMIT)
    qtbot.waitUntil(lambda: len(stand.past.fetched) == 2)
    assert stand.log.player_pane.said == "ended by the time limit"


def test_a_burst_that_became_an_emergency_says_so_and_since_when(stand, qtbot):
    stand.say(901)
    stand.clock.pass_s(7)
    stand.make_emergency(901)
    assert "EMERGENCY" in stand.log.model.data(stand.log.model.index(0))
    stand.end(901, reason=BurstEnd.TIME_LIMIT)
    stand.log.choose(901)
    qtbot.waitUntil(lambda: stand.log.player.phase is Phase.READY, timeout=30_000)
    assert stand.log.player_pane.said == "an emergency from 0:07 on · ended by the time limit"


def test_who_may_not_hear_sees_who_heard_and_why_there_is_no_sound(make_stand):
    stand = make_stand(Role.AUDITOR)
    stand.say(901)
    stand.end(901, Receipt(number=TERMINAL, hearing=Hearing.PLAYED, share=1.0))
    stand.log.choose(901, plays=True)
    assert stand.past.fetched == []
    assert stand.log.player_pane.said.startswith("As auditor you see who talked and who heard it")
    assert [line.name for line in stand.log.receipts.model.lines][:1] == ["No terminal to hear it"]
    assert not stand.log.player_pane.play.isEnabled()


def test_without_a_loudspeaker_it_says_so(said):
    said.speaker.sound = SoundState()
    said.speaker.changed.emit()
    said.log.choose(901, plays=True)
    assert said.log.player_pane.said == "No loudspeaker: it plays, and nobody hears it."


def test_a_burst_that_was_said_to_this_desk_is_acknowledged_once(said):
    mine = Receipt(number=ADMIN, hearing=Hearing.PLAYED, share=1.0)
    said.receive(903, mine)
    said.say(904, 60, kind=CallKind.PRIVATE, units=(2,))
    said.end(904)
    for burst in (903, 904):
        said.log.choose(burst)
        # To a whole talkgroup it was not said to this desk, and 904 was not sent here yet.
        assert said.log.receipts.acknowledge.isHidden()
    said.receive(904, mine)
    said.log._follow_chosen()
    assert not said.log.receipts.acknowledge.isHidden()
    press(said, Key.Key_A)
    assert said.acknowledged == [904]
    said.receive(904, mine.model_copy(update={"hearing": Hearing.ACKNOWLEDGED}))
    said.log._follow_chosen()
    assert said.log.receipts.acknowledge.isHidden()
    press(said, Key.Key_A)
    assert said.acknowledged == [904]


def test_along_the_time_a_burst_is_chosen_by_a_press_and_by_keys(said):
    said.log.bar.lanes.setChecked(True)
    lanes = said.log.lanes
    assert [(lane.name, len(lane.bursts)) for lane in lanes.lanes] == [("Patrol", 3)]
    said.log.choose(901)
    QTest.mouseClick(lanes, Qt.MouseButton.LeftButton, pos=lanes.bar_of(903).center() + QPoint(2, 0))
    assert said.log.chosen == 903
    QTest.keyClick(lanes, Key.Key_Down)
    assert said.log.chosen == 902
    width = lanes.bar_of(901).width()
    for _ in range(20):
        QTest.keyClick(lanes, Key.Key_Plus, Qt.KeyboardModifier.ControlModifier)
    assert lanes.bar_of(901).width() > width


def test_who_looks_further_back_along_the_time_is_not_pulled_to_the_chosen_burst(said):
    said.log.bar.lanes.setChecked(True)
    lanes = said.log.lanes
    said.log.choose(903)
    for _ in range(2):
        QTest.mousePress(lanes, Qt.MouseButton.LeftButton, pos=QPoint(20, 300))
        QTest.mouseMove(lanes, QPoint(320, 300))
        QTest.mouseRelease(lanes, Qt.MouseButton.LeftButton, pos=QPoint(320, 300))
    away = lanes.bar_of(903)
    assert not lanes.rect().intersects(away)
    said.receive(903, Receipt(number=TERMINAL, hearing=Hearing.PLAYED, share=1.0))
    said.log._follow_chosen()
    assert lanes.bar_of(903) == away
    said.log.choose(903)
    assert lanes.rect().intersects(lanes.bar_of(903))
