"""Servers on loopback that behave as the network does: well, slowly, or not at all."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from tests.app.media.streams import clip

#: What a server does with one connection whose request it has read; ``over`` is set when it must return.
Manners = Callable[[socket.socket, threading.Event], None]

OK = b"HTTP/1.1 200 OK\r\nContent-Type: video/mp2t\r\nConnection: close\r\n\r\n"


class Server:
    """Takes connections until it is closed; counts them and keeps what was asked."""

    def __init__(self, manners: Manners) -> None:
        self.manners = manners
        self.asked: list[bytes] = []
        self._over = threading.Event()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._threads: list[threading.Thread] = []
        self._acceptor = threading.Thread(target=self._accept, name="test server")
        self._acceptor.start()

    @property
    def port(self) -> int:
        return self._listener.getsockname()[1]

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/v1/streams/3"

    @property
    def is_idle(self) -> bool:
        """Nobody is connected."""
        return not any(thread.is_alive() for thread in self._threads)

    def close(self) -> None:
        self._over.set()
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._acceptor.join()
        # Not before: it may have been taking one more.
        for thread in self._threads:
            thread.join()

    def _accept(self) -> None:
        while not self._over.is_set():
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            self._threads = [thread for thread in self._threads if thread.is_alive()]
            thread = threading.Thread(target=self._serve, args=(connection,), name="test server connection")
            self._threads.append(thread)
            thread.start()

    def _serve(self, connection: socket.socket) -> None:
        with connection, suppress(OSError):
            connection.settimeout(60)
            self.asked.append(connection.recv(65536))
            self.manners(connection, self._over)


@contextmanager
def serving(manners: Manners) -> Iterator[Server]:
    server = Server(manners)
    try:
        yield server
    finally:
        server.close()


def plays(data: bytes, *, seconds: float | None = None, then: Manners | None = None, chunks: int = 60) -> Manners:
    """Sends a clip, over ``seconds`` (None: at once), and then closes or does something else."""

    def manners(connection: socket.socket, over: threading.Event) -> None:
        connection.sendall(OK)
        if seconds is None:
            connection.sendall(data)
        else:
            size, begun_at = len(data) // chunks + 1, time.monotonic()
            for i in range(chunks):
                connection.sendall(data[i * size : (i + 1) * size])
                # By when it is due, so that who was held up once is not late ever after.
                if over.wait(max(0.0, begun_at + (i + 1) * seconds / chunks - time.monotonic())):
                    return
        if then is not None:
            then(connection, over)

    return manners


def lasting(**kind: object) -> Manners:
    """A clip at its own speed that lasts longer than anybody waits for something to happen in it."""
    return plays(clip(seconds=60.0, **kind), seconds=60.0, chunks=900, then=falls_silent)


class Tap:
    """Sends a clip as far as the test has opened it, and then waits."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self.opened = 0

    def __call__(self, connection: socket.socket, over: threading.Event) -> None:
        connection.sendall(OK)
        sent = 0
        while not over.wait(0.005):
            opened = self.opened
            if opened > sent:
                connection.sendall(self._data[sent:opened])
                sent = opened


def falls_silent(connection: socket.socket, over: threading.Event) -> None:
    """Until the other end has gone."""
    connection.settimeout(0.05)
    while not over.is_set():
        with suppress(TimeoutError):
            if not connection.recv(65536):
                return


def answers(status: str, headers: str = "") -> Manners:
    def manners(connection: socket.socket, over: threading.Event) -> None:
        del over
        connection.sendall(f"HTTP/1.1 {status}\r\nContent-Length: 0\r\n{headers}\r\n".encode())

    return manners


def repeats(piece: bytes, *, every_s: float = 0.0) -> Manners:
    """Sends the same bytes for ever."""

    def manners(connection: socket.socket, over: threading.Event) -> None:
        connection.sendall(OK)
        while not over.wait(every_s):
            connection.sendall(piece)

    return manners
