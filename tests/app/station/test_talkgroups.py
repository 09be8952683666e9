"""Who may open how many calls: a pure rule on a state."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from app.domain.audience import UnitsAudience
from app.domain.errors import AppError
from app.domain.event import CallOpened
from app.domain.talk import Call, CallKind
from app.domain.terminal import Terminal, TerminalKind
from app.domain.unit import Force, Unit
from app.station.state import State
from app.station.talkgroups import closing, opening

TERMINAL, ANOTHER, OPERATOR = 11, 12, 22
SHIFT_AT = datetime(2026, 3, 1, 8, tzinfo=UTC)


@pytest.fixture
def state() -> State:
    state = State()
    for unit, terminal in ((1, TERMINAL), (2, ANOTHER)):
        state.picture.units[unit] = Unit(
            callsign=f"V-0{unit}", force=Force.VOLUNTEER, agency="Patrol", number=unit, status_at=SHIFT_AT
        )
        state.picture.terminals[terminal] = Terminal(kind=TerminalKind.PHONE, number=terminal, unit=unit)
    state.next_number = 100
    return state


def open_call(state: State, by: int) -> int:
    """What the rule says is put into the picture, as the log does. Returns the call's number."""
    (opened,) = opening(CallKind.PRIVATE, UnitsAudience(units=(1,)), "", by)(state)
    assert isinstance(opened, CallOpened)
    state.picture.calls[opened.call.number] = opened.call
    state.next_number += 1
    return opened.call.number


@pytest.mark.parametrize(("by", "most"), [(TERMINAL, 8), (OPERATOR, 64)])
def test_nobody_has_more_calls_open_than_one_can_use_and_closing_one_frees_its_place(
    state: State, by: int, most: int
) -> None:
    calls = [open_call(state, by) for _ in range(most)]
    with pytest.raises(AppError) as refused:
        open_call(state, by)
    assert (refused.value.code, refused.value.params) == ("call.too_many_own", {"most": most})
    assert open_call(state, ANOTHER), "others open theirs"
    assert closing(calls[3])(state)
    del state.picture.calls[calls[3]]
    assert open_call(state, by)
    with pytest.raises(AppError, match=r"call\.too_many_own"):
        open_call(state, by)


def test_the_station_holds_a_thousand_calls(state: State) -> None:
    audience = UnitsAudience(units=(1,))
    for number in range(1_000, 1_999):
        # Each of somebody else.
        state.picture.calls[number] = Call(
            number=number, kind=CallKind.PRIVATE, audience=audience, opened_by=10_000 + number
        )
    open_call(state, OPERATOR)
    with pytest.raises(AppError) as refused:
        open_call(state, OPERATOR)
    assert (refused.value.code, refused.value.params) == ("call.too_many", {"most": 1_000})
