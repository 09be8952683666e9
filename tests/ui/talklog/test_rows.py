"""The rows of the talk log: what is found, what comes from the station, and what happens meanwhile."""

from __future__ import annotations

import time
from dataclasses import replace
from statistics import median

from PySide6.QtCore import Qt

from app.domain.errors import AppError
from app.domain.talk import CallKind
from tests.ui.talklog.conftest import ADMIN, PATROL, TRAFFIC, older
from ui.talklog.query import BurstQuery
from ui.talklog.shelf import PAGE


def test_what_is_said_comes_first_and_grows_while_it_lasts(stand):
    stand.say(901)
    stand.say(902, TRAFFIC)
    assert stand.rows() == [902, 901]
    stand.clock.pass_s(4)
    assert stand.log.model.length_s(stand.log.model.burst_at(0)) == 4.0
    stand.end(902)
    assert stand.log.model.length_s(stand.log.model.burst_at(0)) == 3.0
    assert not stand.past.asked


def test_the_row_that_was_pressed_stays_in_sight_when_what_is_told_of_it_takes_room(make_stand, qtbot):
    stand = make_stand(bursts=older(40, before=1000))
    view = stand.log.view
    last = view.rows_seen()[1] - 1
    qtbot.mouseClick(
        view.viewport(), Qt.MouseButton.LeftButton, pos=view.visualRect(view.model().index(last)).center()
    )
    stand.log.resize(344, 500)
    qtbot.waitUntil(lambda: view.viewport().height() < (last + 1) * view.row_height)
    qtbot.waitUntil(lambda: view.viewport().rect().contains(view.visualRect(view.model().index(last)).center()))


FOUND = [
    (BurstQuery(call=PATROL), [904, 901]),
    (BurstQuery(kind=CallKind.SHOUT), [903]),
    (BurstQuery(unit=2), [903, 902, 901]),
    (BurstQuery(unit=1), [903, 901]),
    (BurstQuery(last_s=3), [904, 903]),
    (BurstQuery(text="shout adm"), [903]),
    (BurstQuery(text="traffic"), [902]),
    (BurstQuery(call=PATROL, text="nobody"), []),
    (BurstQuery(), [904, 903, 902, 901]),
]


def test_bursts_are_found_by_call_kind_unit_time_and_text(stand):
    stand.say(901)
    # Said by unit 2, whose terminal 11 is.
    stand.say(902, TRAFFIC, units=())
    stand.say(903, 60, by=ADMIN, kind=CallKind.SHOUT)
    stand.say(904, by=ADMIN, units=(3,))
    stand.clock.pass_s(2)
    for query, found in FOUND:
        stand.log.model.set_query(query)
        assert stand.rows() == found, query


def test_older_ones_are_asked_for_page_by_page_and_only_when_they_are_wanted(make_stand):
    stand = make_stand(bursts=older(300, before=1000))
    assert not stand.past.asked
    stand.log.view.verticalScrollBar().setValue(stand.log.view.verticalScrollBar().maximum())
    assert [(asked.before, asked.unit, asked.call) for asked in stand.past.asked] == [(700, None, None)]
    assert "Asking" in stand.log.found.foot.text()
    # What is said while the station is asked comes to the top all the same.
    stand.say(1001)
    stand.past.asked[0].on_ok(older(PAGE, before=700))
    assert len(stand.rows()) == 301 + PAGE
    assert stand.rows() == sorted(stand.rows(), reverse=True)
    stand.log.view.verticalScrollBar().setValue(stand.log.view.verticalScrollBar().maximum())
    assert stand.past.asked[1].before == 500
    stand.past.asked[1].on_ok(older(3, before=500))
    assert not stand.log.model.has_older
    assert stand.log.found.foot_row.isHidden()


def test_a_filter_that_finds_nothing_asks_on_for_a_while_and_says_how_far_it_got(make_stand):
    stand = make_stand(bursts=older(300, before=1000))
    stand.log.model.set_query(BurstQuery(call=TRAFFIC))
    assert (stand.past.asked[-1].call, stand.past.asked[-1].before) == (TRAFFIC, 700)
    stand.past.asked[-1].on_ok(older(2, before=600, call=TRAFFIC))
    assert stand.rows() == [599, 598]
    # Of all bursts those below 700 are not known, whatever is known of one call.
    stand.log.model.set_query(BurstQuery())
    assert stand.rows()[-1] == 700
    stand.log.model.set_query(BurstQuery(text="nobody of this name"))
    before = 700
    while stand.log.model.shelf.is_asking:
        stand.past.asked[-1].on_ok(older(PAGE, before=before))
        before -= PAGE
        if before < 300:
            stand.past.asked[-1].on_error(AppError("station.unreachable"))
    assert stand.log.found.foot.text() == "The station cannot be reached."
    assert stand.log.found.more.text() == "Try again"
    stand.log.found.more.click()
    assert stand.past.asked[-1].before == before


def test_what_the_picture_left_out_is_found_by_unit_at_the_station(make_stand):
    short = [
        burst.model_copy(update={"units": (), "by": ADMIN, "is_short": True}) for burst in older(2, before=903)
    ]
    stand = make_stand(bursts=short)
    stand.say(903, by=ADMIN, units=(1,))
    stand.log.model.set_query(BurstQuery(unit=1))
    assert stand.rows() == [903]
    assert (stand.past.asked[-1].unit, stand.past.asked[-1].before) == (1, 903)
    # Somebody looks for another meanwhile: the answer is not theirs.
    stand.log.model.set_query(BurstQuery(unit=3))
    stand.past.asked[-1].on_ok(
        [burst.model_copy(update={"units": (1,), "by": ADMIN}) for burst in older(2, before=903)]
    )
    assert stand.rows() == []
    stand.log.model.set_query(BurstQuery(unit=1))
    assert stand.rows() == [903, 902, 901]


def test_what_a_time_excludes_is_not_asked_for(make_stand):
    stand = make_stand(bursts=older(300, before=1000))
    stand.log.model.set_query(BurstQuery(last_s=100))
    assert len(stand.rows()) == 100
    assert not stand.past.asked
    stand.clock.pass_s(10)
    stand.log.model.tick()
    assert len(stand.rows()) == 90


def test_the_selection_is_followed_when_that_is_wanted(stand):
    stand.say(901, units=(1,), by=ADMIN)
    stand.say(902, units=(3,), by=ADMIN)
    stand.selection.set([1])
    assert stand.rows() == [902, 901]
    stand.log.bar.follow(True)
    assert stand.rows() == [901]
    stand.selection.set([3])
    assert stand.rows() == [902]
    assert stand.log.bar._unit.text() == "D-11, followed ▾"
    stand.log.bar.clear()
    assert stand.rows() == [902, 901]


def test_ten_thousand_bursts_take_one_more_without_holding_anybody_up(make_stand):
    # Measured in processor time; the limit is several times what it takes where this was written.
    stand = make_stand(bursts=older(300, before=20_000))
    shelf = stand.log.model.shelf
    shelf.bursts |= {burst.number: burst for burst in older(9_700, before=19_700)}
    shelf._reaches[(None, None)] = 10_000
    stand.log.model.set_query(replace(stand.log.model.query, text="patrol"))
    assert len(stand.rows()) == 10_000
    taken = []
    for number in range(20_001, 20_012):
        started = time.thread_time()
        stand.say(number)
        stand.log.view.grab()
        taken.append(time.thread_time() - started)
    assert median(taken) < 0.05
