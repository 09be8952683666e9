"""The outbox's file: what stands in it, what never does, and what becomes of it when a desk is killed."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import threading
from pathlib import Path

import orjson
import pytest

from app.domain.command import ChangeOperator, Command, RegisterOperator, SetTerminalPull, StartDuty
from app.domain.errors import AppError
from app.domain.operator import OperatorFields, Role
from app.domain.pull import Pull
from app.sync.address import StationAddress
from app.sync.outbox import Outbox
from app.sync.wire import Wire
from tests.app.sync.outbox_listener import WAIT_S, OpenOutbox, Told, accept
from tests.app.sync.outbox_process import OWNER, sender
from tests.app.sync.web import Heard, Reply, WebPeer, as_json

pytestmark = pytest.mark.usefixtures("quick")


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
