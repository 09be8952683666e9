from __future__ import annotations

import pytest

from app.domain.errors import AppError
from app.domain.operator import Operator, Role
from app.station.tickets import Tickets

DORA = Operator(number=4, login="dora", role=Role.DISPATCHER)


class Desk:
    """Tickets of a station with one dispatcher and a clock that is set by hand."""

    def __init__(self, key: bytes = b"k" * 32) -> None:
        self.now_ms = 1_000_000
        self.operators = {DORA.number: DORA}
        self.tickets = Tickets(key, lambda: self.operators, lambda: self.now_ms)

    def refuses(self, ticket: str, terminal: int = 9) -> bool:
        with pytest.raises(AppError, match=r"ticket\.refused"):
            self.tickets.operator_of(ticket, terminal)
        return True


def test_a_ticket_opens_its_terminal_for_a_minute_as_often_as_the_line_breaks() -> None:
    desk = Desk()
    ticket, until_ms = desk.tickets.issue(DORA, 9)
    assert until_ms == desk.now_ms + 60_000

    desk.now_ms += 59_999
    assert desk.tickets.operator_of(ticket, 9) == DORA.number
    assert desk.tickets.operator_of(ticket, 9) == DORA.number

    desk.now_ms += 1
    assert desk.refuses(ticket)


def test_a_ticket_opens_no_other_terminal_and_no_other_station() -> None:
    desk = Desk()
    ticket, _ = desk.tickets.issue(DORA, 9)

    assert desk.refuses(ticket, terminal=8)
    assert Desk(b"x" * 32).refuses(ticket)


@pytest.mark.parametrize("ticket", ["", "x", "a.b.c", "\ud800", "é" * 500])
def test_what_is_no_ticket_is_refused(ticket: str) -> None:
    assert Desk().refuses(ticket)


def test_who_may_not_watch_any_more_is_out_at_once() -> None:
    desk = Desk()
    ticket, _ = desk.tickets.issue(DORA, 9)

    desk.operators[DORA.number] = DORA.model_copy(update={"role": Role.AUDITOR})
    assert desk.refuses(ticket)
    assert not desk.tickets.may_watch(DORA.number)

    desk.operators.clear()
    assert desk.refuses(ticket)
