"""A reader ends at once, whatever it is waiting for."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from websockets.sync.client import ClientConnection

from app.domain.errors import AppError
from app.sync import errand, feed, feed_connection
from app.sync.feed import FeedReader
from app.sync.feed_state import FeedPhase
from app.sync.rest import TakenSnapshot
from tests.app.sync.conftest import Door
from tests.app.sync.peers import (
    HEARTBEAT,
    Recorder,
    event_json,
    feed_peer,
    leave,
    raw_peer,
    say,
    shake_hands,
    until_closed,
)

#: What is waited for here would take longer than this, or for ever; a busy machine may need a part of it.
LIMIT_S = 30.0


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing but being told to stop ends what it waits for."""
    for name in ("PING_EVERY_S", "DEAD_S", "OPEN_S"):
        monkeypatch.setattr(feed_connection, name, 300.0)


def test_what_a_stop_may_wait_for_takes_less_than_two_seconds_in_all() -> None:
    looks_s = feed_connection._SLICE_S + feed._ROOM_S + errand._LOOK_EVERY_S
    assert looks_s + feed_connection._CLOSE_S < 2.0


@contextmanager
def stopped_in_time(door: object, heard: Recorder, until: Callable[[], bool]) -> Iterator[None]:
    """Start a reader, wait for the state that is meant, stop it, and look at the clock."""
    reader = FeedReader(door, heard, dead_s=300.0)  # type: ignore[arg-type]
    reader.start()
    try:
        heard.until(until)
        yield
    finally:
        started_s = time.monotonic()
        reader.stop()
    assert time.monotonic() - started_s < LIMIT_S
    assert heard.phase is FeedPhase.STOPPED


def test_while_a_name_is_looked_up(monkeypatch: pytest.MonkeyPatch, never: threading.Event) -> None:
    asked = threading.Event()

    def look_up(*_: object, **__: object) -> list[object]:
        asked.set()
        never.wait()
        raise socket.gaierror

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    with stopped_in_time(Door("http://station.example"), Recorder(), asked.is_set):
        pass
    never.set()


def test_while_a_snapshot_loads(never: threading.Event) -> None:
    asked = threading.Event()

    class StuckDoor(Door):
        def snapshot(self) -> TakenSnapshot:
            asked.set()
            never.wait()
            return super().snapshot()

    heard = Recorder()
    with stopped_in_time(StuckDoor("http://127.0.0.1:1"), heard, asked.is_set):
        pass
    never.set()
    assert heard.snapshots == []


def test_while_it_connects_to_one_who_accepts_and_stays_silent() -> None:
    accepted = threading.Event()

    def talk(connection: socket.socket) -> None:
        accepted.set()
        until_closed(connection)

    with raw_peer(talk) as url, stopped_in_time(Door(url), Recorder(), accepted.is_set):
        pass


def test_while_the_other_end_is_silent_and_does_not_say_goodbye() -> None:
    connected = threading.Event()

    def talk(connection: socket.socket) -> None:
        shake_hands(connection)
        connected.set()
        until_closed(connection)

    with raw_peer(talk) as url, stopped_in_time(Door(url), Recorder(), connected.is_set):
        pass


def test_while_a_frame_trickles_in() -> None:
    trickling = threading.Event()

    def talk(connection: socket.socket) -> None:
        shake_hands(connection)
        connection.sendall(b"\x82\x7e\x04\x00")
        while True:
            connection.sendall(b"\0")
            trickling.set()
            if threading.Event().wait(0.05):
                return

    with raw_peer(talk) as url, stopped_in_time(Door(url), Recorder(), trickling.is_set):
        pass


def test_while_it_is_live() -> None:
    heard = Recorder()
    with (
        feed_peer(say(event_json(1))) as peer,
        stopped_in_time(Door(peer.url), heard, lambda: HEARTBEAT in heard.frames),
    ):
        pass


def test_while_it_is_flooded() -> None:
    heard = Recorder()

    def flood(connection: object) -> None:
        while True:
            connection.send(HEARTBEAT)  # type: ignore[attr-defined]

    with feed_peer(flood) as peer, stopped_in_time(Door(peer.url), heard, lambda: len(heard.frames) > 100):
        pass


def test_while_the_listener_has_no_room() -> None:
    heard = Recorder()
    offered = threading.Event()

    def take(_: str | bytes) -> bool:
        offered.set()
        return False

    heard.take = take
    with feed_peer(say()) as peer, stopped_in_time(Door(peer.url), heard, offered.is_set):
        pass


def test_during_a_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.sync.backoff.random.uniform", lambda low, high: 300.0)
    heard = Recorder()
    with (
        feed_peer(leave(1011)) as peer,
        stopped_in_time(Door(peer.url), heard, lambda: FeedPhase.LOST in heard.phases),
    ):
        pass


def test_while_nobody_is_signed_in() -> None:
    heard = Recorder()

    class EndedDoor(Door):
        def snapshot(self) -> TakenSnapshot:
            raise AppError("session.ended")

    with stopped_in_time(EndedDoor("http://x"), heard, lambda: heard.phase is FeedPhase.SIGNED_OUT):
        pass


def test_before_it_was_started() -> None:
    FeedReader(Door("http://x"), Recorder()).stop()


def test_a_connection_that_comes_about_too_late_is_closed(never: threading.Event) -> None:
    dialled, left = threading.Event(), threading.Event()

    def script(connection: object) -> None:
        try:
            say()(connection)  # type: ignore[arg-type]
        finally:
            left.set()

    class SlowDoor(Door):
        def open(self, station: str, since: int, is_refused: bool) -> ClientConnection:
            dialled.set()
            never.wait()
            return super().open(station, since, is_refused)

    with feed_peer(script) as peer:
        with stopped_in_time(SlowDoor(peer.url), Recorder(), dialled.is_set):
            pass
        never.set()
        assert left.wait(LIMIT_S)
