"""The outbox: orders survive, go out in order, have one effect, and never vanish unseen."""

from __future__ import annotations

import logging
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import orjson
import pytest

from app.domain.command import ChangeOperator, Command, Receipt, RegisterOperator, SetTerminalPull, StartDuty
from app.domain.errors import AppError
from app.domain.operator import OperatorFields, Role
from app.domain.pull import Pull
from app.sync.address import StationAddress
from app.sync.faults import RefusedError
from app.sync.outbox import Outbox
from app.sync.wire import Wire
from tests.app.sync.outbox_process import OWNER, sender
from tests.app.sync.web import Heard, Reply, WebPeer, as_json

pytestmark = pytest.mark.usefixtures("quick")

WAIT_S = 60.0


class Told:
    """A listener that keeps everything."""

    def __init__(self) -> None:
        self.receipts: list[str] = []
        self.refused: list[tuple[str, str]] = []
        self.waiting: list[tuple[str, str]] = []
        self._changed = threading.Condition()

    def on_receipt(self, key: str, receipt: Receipt) -> None:
        with self._changed:
            self.receipts.append(key)
            self._changed.notify_all()

    def on_refused(self, key: str, refusal: AppError) -> None:
        with self._changed:
            self.refused.append((key, refusal.code))
            self._changed.notify_all()

    def on_waiting(self, key: str, reason: AppError) -> None:
        with self._changed:
            self.waiting.append((key, reason.code))
            self._changed.notify_all()

    def until(self, is_so: Callable[[], bool]) -> None:
        with self._changed:
            assert self._changed.wait_for(is_so, WAIT_S), (self.receipts, self.refused, self.waiting)


Send = Callable[[Command, str], Receipt]
OpenOutbox = Callable[..., Outbox]


@pytest.fixture
def told() -> Told:
    return Told()


@pytest.fixture
def open_outbox(tmp_path: Path, told: Told) -> Iterator[OpenOutbox]:
    opened: list[Outbox] = []

    def open_(send: Send, owner: str = OWNER) -> Outbox:
        outbox = Outbox(tmp_path / "orders.sqlite", owner, send, told)
        opened.append(outbox)
        return outbox

    yield open_
    for outbox in opened:
        outbox.stop()


def accept(_: Command, __: str) -> Receipt:
    return Receipt(seq=1, events=())


def unreachable(_: Command, __: str) -> Receipt:
    raise AppError("station.unreachable", reason="refused")


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


@pytest.mark.parametrize(
    "command",
    [
        RegisterOperator(operator=OperatorFields(login="bert", role=Role.DISPATCHER), password="a-long-secret"),
        ChangeOperator(
            number=2, operator=OperatorFields(login="bert", role=Role.DISPATCHER), password="a-long-secret"
        ),
        SetTerminalPull(number=3, pull=Pull(main="rtsp://desk:a-long-secret@camera.example/1")),
    ],
)
def test_a_secret_is_never_written(command: Command, open_outbox: OpenOutbox, tmp_path: Path) -> None:
    outbox = open_outbox(accept)
    with pytest.raises(AppError, match=r"order\.not_storable") as raised:
        outbox.put(command)
    assert "a-long-secret" not in str(raised.value)
    assert outbox.orders() == ()
    outbox.put(ChangeOperator(number=2, operator=OperatorFields(login="bert", role=Role.DISPATCHER)))
    outbox.stop()
    assert not any(b"a-long-secret" in file.read_bytes() for file in tmp_path.iterdir())


def test_nobodys_orders_go_out_under_another_name(open_outbox: OpenOutbox, told: Told) -> None:
    anna = open_outbox(accept, owner="s1/7")
    key = anna.put(StartDuty(unit=1))
    anna.stop()
    bert = open_outbox(accept, owner="s1/8")
    bert.start()
    mine = bert.put(StartDuty(unit=2))
    told.until(lambda: told.receipts == [mine])
    assert bert.orders() == ()
    bert.stop()
    anna = open_outbox(accept, owner="s1/7")
    assert [order.key for order in anna.orders()] == [key]


def test_one_key_is_one_order(open_outbox: OpenOutbox) -> None:
    outbox = open_outbox(accept)
    outbox.put(StartDuty(unit=1), key="k")
    with pytest.raises(AppError, match=r"order\.key_taken"):
        outbox.put(StartDuty(unit=2), key="k")


def test_an_order_of_another_version_is_refused_and_kept(
    open_outbox: OpenOutbox, told: Told, tmp_path: Path
) -> None:
    outbox = open_outbox(accept)
    key, fine = outbox.put(StartDuty(unit=1)), outbox.put(StartDuty(unit=2))
    outbox.stop()
    with sqlite3.connect(tmp_path / "orders.sqlite") as db:
        db.execute('UPDATE orders SET command = \'{"kind": "unit.teleport"}\' WHERE key = ?', (key,))
    db.close()
    outbox = open_outbox(accept)
    outbox.start()
    told.until(lambda: told.receipts == [fine])
    assert told.refused == [(key, "order.unreadable")]
    assert [(order.key, order.command) for order in outbox.orders()] == [(key, None)]


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


@pytest.mark.parametrize("content", [b"no database, but long enough to be looked at", None])
def test_a_file_that_cannot_be_used_is_named(tmp_path: Path, content: bytes | None, told: Told) -> None:
    path = tmp_path / "orders.sqlite"
    if content is None:
        path.mkdir()
    else:
        path.write_bytes(content)
    with pytest.raises(AppError) as raised:
        Outbox(path, OWNER, accept, told)
    assert (raised.value.code, raised.value.params["file"]) == ("orders_file.unusable", str(path))
    assert raised.value.params["reason"]


def test_a_file_of_a_newer_version_is_left_alone(tmp_path: Path, told: Told) -> None:
    path = tmp_path / "orders.sqlite"
    with sqlite3.connect(path) as db:
        db.execute("PRAGMA user_version = 99")
    db.close()
    with pytest.raises(AppError, match=r"orders_file\.too_new"):
        Outbox(path, OWNER, accept, told)


def start(*arguments: object) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "tests.app.sync.outbox_process", *map(str, arguments)]
    return subprocess.Popen(command, stdout=subprocess.PIPE)


def test_an_order_killed_between_sending_and_answer_is_sent_again_and_has_one_effect(
    tmp_path: Path, peer: WebPeer, told: Told, open_outbox: OpenOutbox, never: threading.Event
) -> None:
    """Once law, desk's side: the desk dies (kill -9) after the station did it and before it could say so."""
    effects: dict[str, object] = {}
    done = threading.Event()

    def do_and_stay_silent(heard: Heard) -> Reply:
        effects.setdefault(heard.headers["Idempotency-Key"], orjson.loads(heard.body))
        done.set()
        never.wait()
        return 200, {}, b""

    first = open_outbox(accept)
    keys = [first.put(StartDuty(unit=unit)) for unit in (1, 2)]
    first.stop()
    peer.answers["POST /v1/commands"] = do_and_stay_silent
    desk = start(tmp_path / "orders.sqlite", peer.url)
    try:
        assert done.wait(WAIT_S)
    finally:
        desk.kill()
        desk.communicate()

    def do_and_say(heard: Heard) -> Reply:
        effects.setdefault(heard.headers["Idempotency-Key"], orjson.loads(heard.body))
        return as_json({"seq": len(effects), "events": []})

    peer.answers["POST /v1/commands"] = do_and_say
    wire = Wire(StationAddress(peer.url))
    second = open_outbox(sender(wire))
    second.start()
    told.until(lambda: told.receipts == keys)
    wire.close()
    assert effects == {
        keys[0]: {"kind": "duty.start", "unit": 1},
        keys[1]: {"kind": "duty.start", "unit": 2},
    }
    asked = [heard.headers["Idempotency-Key"] for heard in peer.asked("POST /v1/commands")]
    assert asked == [keys[0], keys[0], keys[1]]
    never.set()


@pytest.mark.parametrize("after", [1, 7, 23])
def test_what_put_has_returned_from_survives_a_kill(tmp_path: Path, open_outbox: OpenOutbox, after: int) -> None:
    desk = start(tmp_path / "orders.sqlite", "--put")
    assert desk.stdout is not None
    promised = [desk.stdout.readline().decode().strip() for _ in range(after)]
    desk.kill()
    rest, _ = desk.communicate()
    promised += rest.decode().split("\n")[:-1]
    kept = [order.key for order in open_outbox(accept).orders()]
    # The last one may be on disk without anybody having been told.
    assert kept[: len(promised)] == promised
    assert len(kept) - len(promised) in (0, 1)
