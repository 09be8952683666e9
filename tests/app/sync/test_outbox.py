"""The outbox: orders survive, go out in order, have one effect, and never vanish unseen."""

from __future__ import annotations

import logging
import threading
import time

import pytest

from app.domain.command import Command, Receipt, StartDuty
from app.domain.errors import AppError
from app.sync.faults import RefusedError
from tests.app.sync.outbox_listener import WAIT_S, OpenOutbox, Told, accept, unreachable

pytestmark = pytest.mark.usefixtures("quick")


def test_orders_go_out_in_the_order_in_which_they_were_given(open_outbox: OpenOutbox, told: Told) -> None:
    sent: list[tuple[int, str]] = []

    def send(command: Command, key: str) -> Receipt:
        assert isinstance(command, StartDuty)
        sent.append((command.unit, key))
        return Receipt(seq=1, events=())

    outbox = open_outbox(send)
    keys = [outbox.put(StartDuty(unit=unit)) for unit in range(20)]
    outbox.start()
    told.until(lambda: len(told.receipts) == 20)
    assert sent == list(enumerate(keys))
    assert told.receipts == keys
    assert outbox.orders() == ()


def test_an_order_that_cannot_be_delivered_is_tried_again_with_its_key(
    open_outbox: OpenOutbox, told: Told
) -> None:
    keys: list[str] = []

    def send(command: Command, key: str) -> Receipt:
        keys.append(key)
        if len(keys) < 4:
            raise AppError("station.failed", status=502)
        return accept(command, key)

    outbox = open_outbox(send)
    outbox.start()
    key = outbox.put(StartDuty(unit=1))
    told.until(lambda: told.receipts == [key])
    assert keys == [key] * 4
    assert told.waiting == [(key, "station.failed")]


def test_a_refused_order_stays_until_it_was_seen_and_the_next_go_on(open_outbox: OpenOutbox, told: Told) -> None:
    def send(command: Command, key: str) -> Receipt:
        if command == StartDuty(unit=1):
            raise RefusedError("unit.unknown", unit=1)
        return accept(command, key)

    outbox = open_outbox(send)
    refused, fine = outbox.put(StartDuty(unit=1)), outbox.put(StartDuty(unit=2))
    outbox.start()
    told.until(lambda: told.receipts == [fine])
    assert told.refused == [(refused, "unit.unknown")]
    (left,) = outbox.orders()
    assert (left.key, left.command) == (refused, StartDuty(unit=1))
    assert left.refusal is not None
    assert (left.refusal.code, left.refusal.params) == ("unit.unknown", {"unit": 1})
    outbox.acknowledge(refused)
    assert outbox.orders() == ()


def test_a_refusal_is_still_there_after_a_restart_and_is_not_sent_again(
    open_outbox: OpenOutbox, told: Told
) -> None:
    def refuse(_: Command, __: str) -> Receipt:
        raise RefusedError("unit.unknown")

    first = open_outbox(refuse)
    key = first.put(StartDuty(unit=1))
    first.start()
    told.until(lambda: told.refused == [(key, "unit.unknown")])
    first.stop()
    second = open_outbox(accept)
    second.start()
    later = second.put(StartDuty(unit=2))
    told.until(lambda: told.receipts == [later])
    assert [order.key for order in second.orders()] == [key]


def test_acknowledging_does_not_delete_what_waits(open_outbox: OpenOutbox) -> None:
    outbox = open_outbox(accept)
    key = outbox.put(StartDuty(unit=1))
    outbox.acknowledge(key)
    assert [order.key for order in outbox.orders()] == [key]


def test_an_order_can_be_withdrawn_while_it_waits(open_outbox: OpenOutbox, told: Told) -> None:
    def send(command: Command, key: str) -> Receipt:
        if command == StartDuty(unit=1):
            raise AppError("station.failed", status=500)
        return accept(command, key)

    outbox = open_outbox(send)
    stuck, behind = outbox.put(StartDuty(unit=1)), outbox.put(StartDuty(unit=2))
    outbox.start()
    told.until(lambda: told.waiting == [(stuck, "station.failed")])
    outbox.withdraw(stuck)
    told.until(lambda: told.receipts == [behind])
    assert outbox.orders() == ()


def test_one_key_is_one_order(open_outbox: OpenOutbox) -> None:
    outbox = open_outbox(accept)
    outbox.put(StartDuty(unit=1), key="k")
    with pytest.raises(AppError, match=r"order\.key_taken"):
        outbox.put(StartDuty(unit=2), key="k")


def test_a_kick_ends_the_pause(open_outbox: OpenOutbox, told: Told, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.sync.backoff.random.uniform", lambda low, high: 60.0)
    is_up = threading.Event()

    def send(command: Command, key: str) -> Receipt:
        return (accept if is_up.is_set() else unreachable)(command, key)

    outbox = open_outbox(send)
    outbox.start()
    key = outbox.put(StartDuty(unit=1))
    told.until(lambda: len(told.waiting) == 1)
    is_up.set()
    outbox.kick()
    told.until(lambda: told.receipts == [key])


def test_it_stops_in_time_and_quietly_while_it_sends(
    open_outbox: OpenOutbox, never: threading.Event, told: Told, caplog: pytest.LogCaptureFixture
) -> None:
    sending = threading.Event()

    def send(command: Command, key: str) -> Receipt:
        sending.set()
        never.wait()
        return accept(command, key)

    outbox = open_outbox(send)
    outbox.start()
    key = outbox.put(StartDuty(unit=1))
    assert sending.wait(WAIT_S)
    # It comes back although what it sends does not.
    outbox.stop()
    assert told.waiting == []
    assert caplog.records == []
    never.set()
    assert [order.key for order in open_outbox(accept).orders()] == [key]


def test_it_stops_in_time_during_a_pause(
    open_outbox: OpenOutbox, told: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.sync.backoff.random.uniform", lambda low, high: 300.0)
    outbox = open_outbox(unreachable)
    outbox.start()
    outbox.put(StartDuty(unit=1))
    told.until(lambda: len(told.waiting) == 1)
    started_s = time.monotonic()
    outbox.stop()
    # A busy machine may need a part of it; the pause would take ten times as long.
    assert time.monotonic() - started_s < 30


def test_an_error_nobody_expected_does_not_end_the_outbox(
    open_outbox: OpenOutbox, told: Told, caplog: pytest.LogCaptureFixture
) -> None:
    broken = [ValueError("a slip of the pen")]

    def send(command: Command, key: str) -> Receipt:
        if broken:
            raise broken.pop()
        return accept(command, key)

    outbox = open_outbox(send)
    outbox.start()
    key = outbox.put(StartDuty(unit=1))
    told.until(lambda: told.receipts == [key])
    assert "nobody expected" in caplog.text


def test_only_the_first_failure_and_the_recovery_are_logged(
    open_outbox: OpenOutbox, told: Told, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "app.sync.outbox")
    tries: list[str] = []

    def send(command: Command, key: str) -> Receipt:
        tries.append(key)
        return (accept if len(tries) > 5 else unreachable)(command, key)

    outbox = open_outbox(send)
    outbox.start()
    outbox.put(StartDuty(unit=1))
    told.until(lambda: len(told.receipts) == 1)
    assert [record.message for record in caplog.records] == [
        "an order waits: station.unreachable {'reason': 'refused'}",
        "orders are moving again",
    ]
