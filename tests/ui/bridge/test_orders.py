"""Orders at the desk: taken at once, kept, answered on the GUI thread."""

from __future__ import annotations

import threading
import time
import weakref
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QThread
from pytestqt.qtbot import QtBot

from app.domain.command import Command, Receipt, RegisterOperator, StartDuty
from app.domain.errors import AppError
from app.domain.operator import OperatorFields, Role
from app.sync.faults import RefusedError
from app.sync.outbox import Outbox
from ui.bridge import orders as orders_module
from ui.bridge.jobs import Jobs
from ui.bridge.orders import Orders

#: For what the test itself lets happen: as long as it takes.
PATIENCE_S = 60
WITH_PASSWORD = RegisterOperator(
    operator=OperatorFields(login="bert", role=Role.DISPATCHER), password="a long secret"
)


class Station:
    """Answers orders as the test says."""

    def __init__(self) -> None:
        self.sent: list[tuple[Command, str]] = []
        self.answer: Callable[[], Receipt] = lambda: Receipt(seq=len(self.sent), events=())

    def send(self, command: Command, key: str) -> Receipt:
        self.sent.append((command, key))
        return self.answer()

    def is_away(self) -> Receipt:
        raise AppError("station.unreachable", reason="refused")

    def says_no(self) -> Receipt:
        raise RefusedError("unit.unknown", number=1)


class Heard:
    """What the signals said, in order."""

    def __init__(self, orders: Orders) -> None:
        self.said: list[tuple[str, str, object]] = []
        self.threads: set[QThread] = set()
        for name in ("waiting", "held", "done", "refused"):
            getattr(orders, name).connect(lambda key, what, name=name: self._on_said(name, key, what))

    def _on_said(self, name: str, key: str, what: object) -> None:
        self.said.append((name, key, what.code if isinstance(what, AppError) else what))
        self.threads.add(QThread.currentThread())

    def of(self, key: str) -> list[str]:
        return [name for name, said_key, _ in self.said if said_key == key]


@pytest.fixture
def station() -> Station:
    return Station()


@pytest.fixture
def jobs(qapp: object) -> Iterator[Jobs]:
    made = Jobs()
    yield made
    made.shutdown()


@pytest.fixture
def orders(jobs: Jobs) -> Iterator[Orders]:
    made = Orders(jobs)
    yield made
    made.shutdown()


@pytest.fixture
def heard(orders: Orders) -> Heard:
    return Heard(orders)


@pytest.fixture
def go() -> Iterator[threading.Event]:
    """What somebody waits for who is stuck; not for longer than the test."""
    made = threading.Event()
    yield made
    made.set()


Start = Callable[..., Outbox]


@pytest.fixture
def start(orders: Orders, station: Station, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Start:
    monkeypatch.setattr("app.sync.backoff.random.uniform", lambda low, high: 0.01)

    def start_(owner: str = "s1/7") -> Outbox:
        outbox = Outbox(tmp_path / "orders.sqlite", owner, station.send, orders)
        orders.start(outbox, station.send)
        return outbox

    return start_


def test_an_order_is_taken_and_then_done(
    orders: Orders, heard: Heard, start: Start, station: Station, qtbot: QtBot
) -> None:
    start()
    before_ms = int(time.time() * 1000)
    key = orders.send(StartDuty(unit=1))
    assert heard.said == []
    assert [order.command for order in orders.pending] == [StartDuty(unit=1)]
    assert before_ms <= orders.pending[0].since_ms <= time.time() * 1000
    qtbot.waitUntil(lambda: orders.pending == ())
    assert heard.said == [("waiting", key, StartDuty(unit=1)), ("done", key, Receipt(seq=1, events=()))]
    assert heard.threads == {orders.thread()}
    assert station.sent == [(StartDuty(unit=1), key)]


def test_orders_go_out_in_the_order_in_which_they_were_given(
    orders: Orders, start: Start, station: Station, qtbot: QtBot
) -> None:
    start()
    keys = [orders.send(StartDuty(unit=unit)) for unit in range(30)]
    qtbot.waitUntil(lambda: orders.pending == ())
    assert station.sent == [(StartDuty(unit=unit), key) for unit, key in enumerate(keys)]


def test_an_order_waits_while_the_station_is_away_and_says_why(
    orders: Orders, heard: Heard, start: Start, station: Station, qtbot: QtBot
) -> None:
    station.answer = station.is_away
    start()
    key = orders.send(StartDuty(unit=1))
    qtbot.waitUntil(lambda: heard.of(key) == ["waiting", "held"])
    assert orders.waiting_count == 1
    held_by = orders.pending[0].held_by
    assert held_by is not None
    assert held_by.code == "station.unreachable"
    station.answer = lambda: Receipt(seq=3, events=())
    orders.try_now()
    qtbot.waitUntil(lambda: heard.of(key) == ["waiting", "held", "done"])


def test_a_refused_order_stays_until_it_was_seen(
    orders: Orders, heard: Heard, start: Start, station: Station, qtbot: QtBot
) -> None:
    station.answer = station.says_no
    outbox = start()
    key = orders.send(StartDuty(unit=1))
    qtbot.waitUntil(lambda: heard.of(key) == ["waiting", "refused"])
    assert orders.waiting_count == 0
    assert [order.refusal.code for order in orders.pending if order.refusal] == ["unit.unknown"]
    orders.acknowledge(key)
    assert orders.pending == ()
    qtbot.waitUntil(lambda: outbox.orders() == ())


def test_acknowledging_what_waits_does_nothing(
    orders: Orders, heard: Heard, start: Start, station: Station, qtbot: QtBot
) -> None:
    station.answer = station.is_away
    outbox = start()
    key = orders.send(StartDuty(unit=1))
    qtbot.waitUntil(lambda: heard.of(key) == ["waiting", "held"])
    orders.acknowledge(key)
    assert len(orders.pending) == len(outbox.orders()) == 1


def test_an_order_can_be_taken_back(
    orders: Orders, heard: Heard, start: Start, station: Station, qtbot: QtBot
) -> None:
    station.answer = station.is_away
    outbox = start()
    key = orders.send(StartDuty(unit=1))
    qtbot.waitUntil(lambda: heard.of(key) == ["waiting", "held"])
    orders.withdraw(key)
    assert heard.said[-1] == ("refused", key, "order.withdrawn")
    assert orders.pending == ()
    qtbot.waitUntil(lambda: outbox.orders() == ())


def test_what_was_given_before_a_restart_is_told_and_goes_out(
    orders: Orders, heard: Heard, start: Start, station: Station, qtbot: QtBot
) -> None:
    station.answer = station.is_away
    start()
    key = orders.send(StartDuty(unit=1))
    qtbot.waitUntil(lambda: heard.of(key) == ["waiting", "held"])
    orders.stop()
    assert orders.pending == ()
    station.answer = lambda: Receipt(seq=3, events=())
    start()
    qtbot.waitUntil(lambda: heard.of(key)[2:] == ["waiting", "done"])


def test_a_refusal_from_before_a_restart_is_told_again(
    orders: Orders, heard: Heard, start: Start, station: Station, qtbot: QtBot
) -> None:
    station.answer = station.says_no
    start()
    key = orders.send(StartDuty(unit=1))
    qtbot.waitUntil(lambda: heard.of(key) == ["waiting", "refused"])
    orders.stop()
    start()
    qtbot.waitUntil(lambda: heard.of(key)[2:] == ["waiting", "refused"])
    assert len(station.sent) == 1


def test_another_operator_does_not_see_them(
    orders: Orders, heard: Heard, start: Start, station: Station, qtbot: QtBot
) -> None:
    station.answer = station.is_away
    start("s1/7")
    key = orders.send(StartDuty(unit=1))
    qtbot.waitUntil(lambda: heard.of(key) == ["waiting", "held"])
    orders.stop()
    station.answer = lambda: Receipt(seq=1, events=())
    start("s1/8")
    mine = orders.send(StartDuty(unit=2))
    qtbot.waitUntil(lambda: heard.of(mine) == ["waiting", "done"])
    assert heard.of(key) == ["waiting", "held"]


def test_an_order_given_just_before_the_desk_closes_is_kept(
    orders: Orders, start: Start, station: Station, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The disk is everybody's on this machine.
    monkeypatch.setattr(orders_module, "_WRITE_S", PATIENCE_S)
    station.answer = station.is_away
    start()
    keys = [orders.send(StartDuty(unit=unit)) for unit in range(5)]
    orders.stop()
    kept = start().orders()
    assert [order.key for order in kept] == keys


def test_an_order_with_a_password_is_sent_at_once_and_never_kept(
    orders: Orders, heard: Heard, start: Start, station: Station, qtbot: QtBot, tmp_path: Path
) -> None:
    start()
    key = orders.send(WITH_PASSWORD)
    assert heard.said == []
    qtbot.waitUntil(lambda: heard.of(key) == ["waiting", "done"])
    assert station.sent == [(WITH_PASSWORD, key)]
    orders.stop()
    assert not any(b"a long secret" in file.read_bytes() for file in tmp_path.iterdir())


def test_an_order_with_a_password_fails_visibly_when_the_station_is_away(
    orders: Orders, heard: Heard, start: Start, station: Station, qtbot: QtBot
) -> None:
    station.answer = station.is_away
    outbox = start()
    key = orders.send(WITH_PASSWORD)
    qtbot.waitUntil(lambda: heard.of(key) == ["waiting", "refused"])
    assert heard.said[-1] == ("refused", key, "station.unreachable")
    assert outbox.orders() == ()
    assert "a long secret" not in repr(orders.pending)
    orders.acknowledge(key)
    assert orders.pending == ()


def test_with_nobody_signed_in_an_order_is_refused(orders: Orders, heard: Heard, qtbot: QtBot) -> None:
    key = orders.send(StartDuty(unit=1))
    assert heard.said == []
    qtbot.waitUntil(lambda: heard.of(key) == ["waiting", "refused"])
    assert heard.said[-1] == ("refused", key, "session.signed_out")


def test_an_order_that_cannot_be_written_is_refused(
    orders: Orders, heard: Heard, start: Start, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    outbox = start()

    def put(command: Command, key: str) -> str:
        raise AppError("orders_file.full", file="orders.sqlite")

    monkeypatch.setattr(outbox, "put", put)
    key = orders.send(StartDuty(unit=1))
    qtbot.waitUntil(lambda: heard.of(key) == ["waiting", "refused"])
    assert heard.said[-1] == ("refused", key, "orders_file.full")


def test_giving_an_order_does_not_wait_for_the_disk(
    orders: Orders, start: Start, go: threading.Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    outbox, written = start(), []

    def put(command: Command, key: str) -> None:
        go.wait(PATIENCE_S)
        written.append(key)

    monkeypatch.setattr(outbox, "put", put)
    orders.send(StartDuty(unit=1))
    assert written == []


def test_stopping_does_not_wait_for_a_stuck_station(
    orders: Orders, start: Start, station: Station, go: threading.Event, qtbot: QtBot
) -> None:
    sending = threading.Event()
    answered: list[bool] = []

    def stuck() -> Receipt:
        sending.set()
        answered.append(go.wait(PATIENCE_S))
        return Receipt(seq=1, events=())

    station.answer = stuck
    outbox = weakref.ref(start())
    orders.send(StartDuty(unit=1))
    qtbot.waitUntil(sending.is_set)
    orders.stop()
    assert answered == []
    # Nor does it know of the outbox any more, and so of these orders: its thread could be the last to.
    qtbot.waitUntil(lambda: outbox() is None)
    assert answered == []
