from __future__ import annotations

import pytest

from app.domain.errors import AppError
from app.station.allowance import PHONE, Allowance, Rate

SLOW = Rate(per_s=2, burst=10)


def seconds_to_wait(allowance: Allowance, reports: int, now_ms: int, terminal: int = 1) -> int:
    try:
        allowance.spend(terminal, reports, SLOW, now_ms)
    except AppError as error:
        return int(error.params["retry_after_s"] or 0)
    return 0


def test_a_burst_passes_and_what_is_beyond_waits_for_the_rate() -> None:
    allowance = Allowance()
    assert [seconds_to_wait(allowance, 1, 0) for _ in range(11)] == [0] * 10 + [1]
    assert seconds_to_wait(allowance, 4, 0) == 2


def test_whoever_waits_as_long_as_told_is_served() -> None:
    allowance = Allowance()
    seconds_to_wait(allowance, 10, 0)
    wait_s = seconds_to_wait(allowance, 5, 0)
    assert seconds_to_wait(allowance, 5, wait_s * 1000) == 0


def test_asking_too_often_does_not_lengthen_the_wait() -> None:
    allowance = Allowance()
    seconds_to_wait(allowance, 10, 0)
    assert [seconds_to_wait(allowance, 2, now_ms) for now_ms in range(0, 1000, 10)] == [1] * 100
    assert seconds_to_wait(allowance, 2, 1000) == 0


def test_a_message_larger_than_a_burst_passes_when_the_bucket_is_full() -> None:
    allowance = Allowance()
    assert seconds_to_wait(allowance, 30, 0) == 0
    assert seconds_to_wait(allowance, 1, 0) == 11


def test_terminals_do_not_spend_from_each_other() -> None:
    allowance = Allowance()
    seconds_to_wait(allowance, 10, 0, terminal=1)
    assert seconds_to_wait(allowance, 10, 0, terminal=2) == 0


def test_a_clock_that_goes_back_takes_nothing_away() -> None:
    allowance = Allowance()
    seconds_to_wait(allowance, 1, 1_000_000)
    assert seconds_to_wait(allowance, 9, 0) == 0


def test_a_phone_may_empty_hours_of_buffer_at_once() -> None:
    allowance = Allowance()
    for _ in range(PHONE.burst):
        allowance.spend(1, 1, PHONE, 0)
    with pytest.raises(AppError) as raised:
        allowance.spend(1, 1, PHONE, 0)
    assert raised.value.code == "report.too_many"
