"""What the desk knows of floors, and of the calls that it has opened."""

from __future__ import annotations

from app.domain.audience import UnitsAudience
from app.domain.talk import CallKind, Priority
from app.domain.voice import CallOpenedFor, CallRefused, FloorIdle, FloorQueue, FloorTaken
from ui.bridge.floors import Floors
from ui.bridge.opened_calls import OpenedCalls
from ui.widgets.talk_port import CallTarget, NewCall

LASSO = NewCall(CallKind.GROUP, UnitsAudience(units=(1, 2)))


def taken(burst: int, priority: Priority = Priority.UNIT, call: int = 5) -> FloorTaken:
    return FloorTaken(call=call, burst=burst, ssrc=burst, by=7, priority=priority, is_shout=False, is_heard=True)


def test_an_emergency_is_news_once_also_when_somebody_makes_one_of_what_is_said() -> None:
    floors = Floors()
    assert not floors.take(taken(1))
    since_s = floors.held[5].since_s
    assert floors.take(taken(1, Priority.EMERGENCY))
    assert not floors.take(taken(1, Priority.EMERGENCY))
    assert floors.held[5].is_emergency and floors.held[5].since_s == since_s
    floors.take(FloorIdle(call=5, burst=9, packets=0))
    assert 5 in floors.held, "another burst is over"
    floors.take(FloorIdle(call=5, burst=1, packets=0))
    assert not floors.held
    assert floors.take(taken(2, Priority.EMERGENCY))


def test_who_waits_is_known_of_calls_that_are_heard() -> None:
    floors = Floors()
    floors.take(FloorQueue(call=5, waiting=(7, 8)))
    floors.take(FloorQueue(call=6, waiting=(9,)))
    floors.keep([5])
    assert (floors.queue(5), floors.queue(6)) == ((7, 8), ())
    floors.clear()
    assert floors.queue(5) == ()


def test_a_call_is_opened_once_and_anew_when_it_was_closed() -> None:
    asked = []
    calls = OpenedCalls(asked.append)
    assert calls.call_of(CallTarget(3)) == 3 and calls.call_of(LASSO) is calls.call_of(None) is None
    calls.open(LASSO)
    assert (asked[0].call, asked[0].audience) == (CallKind.GROUP, LASSO.audience)
    assert not calls.take(CallOpenedFor(request="another's", call=8, hearers=1))
    assert calls.take(CallOpenedFor(request=asked[0].request, call=9, hearers=1))
    assert (calls.call_of(LASSO), list(calls.calls)) == (9, [9])
    assert not calls.forget([8]) and calls.forget([9]) and calls.call_of(LASSO) is None
    calls.open(LASSO)
    assert calls.take(CallRefused(request=asked[1].request, code="call.nobody", params={}))
    assert calls.call_of(LASSO) is None
    calls.open(LASSO)
    calls.cut_off()
    assert not calls.take(CallOpenedFor(request=asked[2].request, call=10, hearers=1))
