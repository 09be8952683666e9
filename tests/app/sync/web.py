"""A web server on a real socket that answers as a test tells it."""

from __future__ import annotations

import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import orjson

PASSWORD = "correct horse battery"


def as_json(value: object, status: int = 200, **headers: str) -> Reply:
    return status, {"Content-Type": "application/json", **headers}, orjson.dumps(value)


def tokens(number: int, life_s: float = 900) -> dict[str, object]:
    now = datetime.now(UTC)
    return {
        "access": f"access-{number}",
        "access_expires_at": now + timedelta(seconds=life_s),
        "refresh": f"refresh-{number}",
        "refresh_expires_at": now + timedelta(hours=12),
        "operator": {"number": 7, "login": "anna", "name": "", "role": "dispatcher"},
    }


@dataclass
class Heard:
    """What a web peer was asked."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes


Reply = tuple[int, dict[str, str], bytes]
Answering = Callable[[Heard], Reply]


@dataclass
class WebPeer:
    """Answers each "METHOD /path" as told; keeps what it was asked."""

    url: str = ""
    answers: dict[str, Answering] = field(default_factory=dict)
    heard: list[Heard] = field(default_factory=list)
    connections: set[tuple[str, int]] = field(default_factory=set)

    def asked(self, what: str) -> list[Heard]:
        return [one for one in self.heard if f"{one.method} {one.path.partition('?')[0]}" == what]


@contextmanager
def web_peer(tls: ssl.SSLContext | None = None) -> Iterator[WebPeer]:
    peer = WebPeer()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            heard = Heard(self.command, self.path, dict(self.headers), body)
            peer.connections.add(self.client_address)
            peer.heard.append(heard)
            status, headers, answer = peer.answers[f"{self.command} {self.path.partition('?')[0]}"](heard)
            self.send_response_only(status)
            usual = {"Content-Length": str(len(answer)), "Date": self.date_time_string()}
            for name, value in {**usual, **headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(answer)

        def do_POST(self) -> None:
            self.do_GET()

        def do_PUT(self) -> None:
            self.do_GET()

        def do_DELETE(self) -> None:
            self.do_GET()

        def log_message(self, *_: object) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    if tls is not None:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, name="web peer", kwargs={"poll_interval": 0.02})
    thread.start()
    peer.url = f"{'https' if tls else 'http'}://127.0.0.1:{server.server_port}"
    try:
        yield peer
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
