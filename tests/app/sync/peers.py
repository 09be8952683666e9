"""Peers of the feed on real sockets: one that follows a script, and ones that misbehave below WebSocket."""

from __future__ import annotations

import base64
import hashlib
import socket
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from urllib.parse import parse_qs, urlsplit

from websockets.exceptions import ConnectionClosed
from websockets.sync.server import ServerConnection, serve

from app.domain.event import DutyStarted, Event
from app.domain.fixes import Fixes, encode_frame
from app.domain.snapshot import Snapshot
from app.sync.feed_state import FeedPhase, FeedState
from tests.ports import free_port

HEARTBEAT = encode_frame(Fixes.empty(), 1_700_000_000_000)
NOON = datetime(2025, 6, 1, 12, tzinfo=UTC)
#: A wait costs nothing where it succeeds.
WAIT_S = 60.0

FeedScript = Callable[[ServerConnection], None]


def event_json(seq: int) -> str:
    return Event(seq=seq, at=NOON, by="operator:1", fact=DutyStarted(unit=seq)).model_dump_json()


def snapshot_at(seq: int, station: str = "s1") -> Snapshot:
    return Snapshot(seq=seq, at=NOON, station=station)


def stay(connection: ServerConnection) -> None:
    """Stay connected and silent until the other end leaves."""
    for _ in connection:
        pass


def say(*frames: str | bytes) -> FeedScript:
    """Send these, a heartbeat, and stay."""

    def script(connection: ServerConnection) -> None:
        for frame in (*frames, HEARTBEAT):
            connection.send(frame)
        stay(connection)

    return script


def leave(code: int, *frames: str | bytes) -> FeedScript:
    """Send these and close with this code."""

    def script(connection: ServerConnection) -> None:
        for frame in frames:
            connection.send(frame)
        connection.close(code)

    return script


@dataclass
class FeedPeer:
    """Plays one script a connection; the last one again and again."""

    url: str = ""
    scripts: deque[FeedScript] = field(default_factory=deque)
    #: (since, station, token) of every connection, in order.
    asked: list[tuple[int, str, str]] = field(default_factory=list)

    def play(self, connection: ServerConnection) -> None:
        assert connection.request is not None
        query = parse_qs(urlsplit(connection.request.path).query)
        token = connection.request.headers["Authorization"].removeprefix("Bearer ")
        self.asked.append((int(query["since"][0]), query["station"][0], token))
        script = self.scripts.popleft() if len(self.scripts) > 1 else self.scripts[0]
        with suppress(ConnectionClosed):
            script(connection)


@contextmanager
def feed_peer(*scripts: FeedScript) -> Iterator[FeedPeer]:
    peer = FeedPeer(scripts=deque(scripts))
    # A port that nobody else is given when it is over, while a reader still knocks there.
    with serve(peer.play, "127.0.0.1", free_port(), close_timeout=0.5) as server:
        peer.url = f"http://127.0.0.1:{server.socket.getsockname()[1]}"
        thread = threading.Thread(target=server.serve_forever, name="feed peer")
        thread.start()
        try:
            yield peer
        finally:
            server.shutdown()
            thread.join()


@contextmanager
def raw_peer(talk: Callable[[socket.socket], None]) -> Iterator[str]:
    """A TCP server; ``talk`` gets each connection on a thread of its own, and ends when the test closes it."""
    listening = socket.create_server(("127.0.0.1", 0))
    # Not every system ends an ``accept`` when its socket is closed.
    listening.settimeout(0.05)
    ended = threading.Event()
    connections: list[socket.socket] = []
    threads: list[threading.Thread] = []

    def accept() -> None:
        while not ended.is_set():
            with suppress(TimeoutError):
                connection, _ = listening.accept()
                connection.settimeout(None)
                connections.append(connection)
                threads.append(threading.Thread(target=run, args=(connection,), name="raw peer talk"))
                threads[-1].start()

    def run(connection: socket.socket) -> None:
        with suppress(OSError):
            talk(connection)

    accepting = threading.Thread(target=accept, name="raw peer")
    accepting.start()
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    finally:
        ended.set()
        accepting.join()
        listening.close()
        for connection in connections:
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
        for thread in threads:
            thread.join()
        for connection in connections:
            connection.close()


def shake_hands(connection: socket.socket) -> None:
    """Answer a WebSocket handshake (RFC 6455, 4.2.2)."""
    request = b""
    while b"\r\n\r\n" not in request:
        request += connection.recv(4096)
    key = next(line[19:] for line in request.split(b"\r\n") if line.lower().startswith(b"sec-websocket-key:"))
    accept = base64.b64encode(hashlib.sha1(key + b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11").digest())
    connection.sendall(
        b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        b"Sec-WebSocket-Accept: " + accept + b"\r\n\r\n"
    )


def until_closed(connection: socket.socket) -> None:
    while connection.recv(4096):
        pass


class Recorder:
    """A feed listener that keeps everything, and lets a test wait for it."""

    def __init__(self) -> None:
        self.snapshots: list[Snapshot] = []
        self.frames: list[str | bytes] = []
        self.states: list[FeedState] = []
        self.take: Callable[[str | bytes], bool] = lambda _: True
        self._changed = threading.Condition()

    @property
    def events(self) -> list[str]:
        return [frame for frame in self.frames if isinstance(frame, str)]

    @property
    def phases(self) -> list[FeedPhase]:
        return [state.phase for state in self.states]

    @property
    def phase(self) -> FeedPhase | None:
        """What it was told last; None before its thread has told anything."""
        return self.states[-1].phase if self.states else None

    def on_snapshot(self, snapshot: Snapshot, _: float) -> None:
        with self._changed:
            self.snapshots.append(snapshot)
            self._changed.notify_all()

    def on_frame(self, frame: str | bytes) -> bool:
        is_taken = self.take(frame)
        with self._changed:
            if is_taken:
                self.frames.append(frame)
            self._changed.notify_all()
        return is_taken

    def on_state(self, state: FeedState) -> None:
        with self._changed:
            self.states.append(state)
            self._changed.notify_all()

    def until(self, is_so: Callable[[], bool]) -> None:
        deadline = time.monotonic() + WAIT_S
        with self._changed:
            while not is_so():
                assert time.monotonic() < deadline, (self.states, self.events)
                # Not for ever: what is waited for may come from elsewhere.
                self._changed.wait(0.02)
