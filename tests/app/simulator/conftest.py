"""What the tests of the demo city share: its streets, and a peer that phones can report to."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from queue import Queue

import pytest

from app.domain.history import Address
from app.simulator.streets import Streets


@pytest.fixture(scope="session")
def streets() -> Streets:
    return Streets.load()


@dataclass(frozen=True)
class Heard:
    """One request as it came in."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes
    connection: tuple[str, int]


@dataclass
class Peer:
    """An HTTP server that answers what it is told to, and keeps what it heard."""

    answers: list[int] = field(default_factory=list)
    heard: Queue[Heard] = field(default_factory=Queue)
    port: int = 0

    @property
    def address(self) -> Address:
        base, token = f"http://127.0.0.1:{self.port}/gateways", "5-abc"
        return Address(
            token=token,
            **{f"{name}_url": f"{base}/{name}/{token}" for name in ("osmand", "owntracks", "traccar", "batch")},
            stream_url=f"http://127.0.0.1:{self.port}/v1/streams/5/{token}",
        )

    def take(self, count: int) -> list[Heard]:
        return [self.heard.get(timeout=60) for _ in range(count)]


@pytest.fixture
def start_peer() -> Iterator[Callable[..., Peer]]:
    servers: list[ThreadingHTTPServer] = []
    threads: list[threading.Thread] = []
    lines: list[socket.socket] = []

    def start(*answers: int, port: int = 0) -> Peer:
        """A peer that gives these answers first and 200 from then on."""
        peer = Peer(answers=list(answers))

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                peer.heard.put(Heard("POST", self.path, dict(self.headers), body, self.client_address))
                self.send_response(peer.answers.pop(0) if peer.answers else 200)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_: object) -> None:
                """Not to standard error."""

        class Server(ThreadingHTTPServer):
            daemon_threads = False

            def process_request(self, request: socket.socket, client_address: tuple[str, int]) -> None:
                # Before there is a thread for it, so that none is missed in the end.
                lines.append(request)
                super().process_request(request, client_address)

        server = Server(("127.0.0.1", port), Handler)
        peer.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, args=(0.01,), name="peer")
        thread.start()
        servers.append(server)
        threads.append(thread)
        return peer

    yield start
    for server, thread in zip(servers, threads, strict=True):
        server.shutdown()
        thread.join()
        for line in lines:
            # urllib3 hangs up when its pool is collected, which may be later than the server can wait for.
            with contextlib.suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)
        server.server_close()
