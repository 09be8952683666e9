"""What the tests of the wire share: quick backoff, a reader between a script and a recorder, and outboxes."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from websockets.sync.client import ClientConnection

from app.sync import backoff
from app.sync.address import StationAddress
from app.sync.feed import FeedReader
from app.sync.feed_connection import open_feed
from app.sync.outbox import Outbox
from app.sync.rest import TakenSnapshot
from app.sync.wire import Wire
from tests.app.sync.outbox_listener import OpenOutbox, Send, Told
from tests.app.sync.outbox_process import OWNER
from tests.app.sync.peers import Recorder, snapshot_at
from tests.app.sync.web import WebPeer, as_json, tokens, web_peer


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pauses of a hundredth of what they are."""
    draw = backoff.random.uniform
    monkeypatch.setattr(backoff.random, "uniform", lambda low, high: draw(low, high) / 100)


class Door:
    """A station whose snapshots are made up and whose feed is a peer."""

    def __init__(self, url: str) -> None:
        self.address = StationAddress(url)
        self.snapshot_seq = 0
        self.station = "s1"
        self.snapshots_asked = 0
        self.refusals: list[bool] = []

    def snapshot(self) -> TakenSnapshot:
        self.snapshots_asked += 1
        return TakenSnapshot(snapshot_at(self.snapshot_seq, self.station), 0.0)

    def open(self, station: str, since: int, is_refused: bool) -> ClientConnection:
        self.refusals.append(is_refused)
        return open_feed(self.address, station, since, "token-1")


StartReader = Callable[..., FeedReader]


@pytest.fixture
def start_reader() -> Iterator[StartReader]:
    readers: list[FeedReader] = []

    def start(door: object, listener: Recorder, **options: float) -> FeedReader:
        reader = FeedReader(door, listener, **options)  # type: ignore[arg-type]
        readers.append(reader)
        reader.start()
        return reader

    yield start
    for reader in readers:
        reader.stop()


@pytest.fixture
def never() -> Iterator[threading.Event]:
    """What a stuck call waits for; set at the end, so that its thread ends too."""
    event = threading.Event()
    yield event
    event.set()


@pytest.fixture
def peer() -> Iterator[WebPeer]:
    with web_peer() as made:
        made.answers["POST /v1/session"] = lambda _: as_json(tokens(1))
        made.answers["POST /v1/session/refresh"] = lambda _: as_json(tokens(2))
        yield made


@pytest.fixture
def wire(peer: WebPeer) -> Iterator[Wire]:
    made = Wire(StationAddress(peer.url))
    yield made
    made.close()


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
