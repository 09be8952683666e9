"""What the end of a connection, or of the attempt at one, is told as."""

from __future__ import annotations

import socket

import pytest

from app.domain.errors import AppError
from app.sync.address import StationAddress
from app.sync.faults import UnauthorisedError
from app.sync.feed_connection import frames, open_feed
from tests.app.sync.peers import FeedScript, feed_peer, leave, raw_peer, shake_hands, stay, until_closed


def end_of(url: str, dead_s: float = 60.0) -> AppError:
    with pytest.raises(AppError) as raised, open_feed(StationAddress(url), "s1", 0, "token") as connection:
        for _ in frames(connection, lambda: False, dead_s):
            pass
    return raised.value


@pytest.mark.parametrize(
    ("script", "code"),
    [
        (leave(4401), "session.unauthorised"),
        (leave(4409), "feed.resync"),
        (leave(4413), "feed.too_slow"),
        (leave(1001), "station.unreachable"),
        (leave(1012), "station.unreachable"),
        (leave(4400), "station.unreachable"),
        (lambda connection: connection.socket.shutdown(socket.SHUT_RDWR), "station.unreachable"),
        (stay, "feed.silent"),
    ],
    ids=["4401", "4409", "4413", "going away", "restart", "malformed", "cut", "silent"],
)
def test_the_end_of_a_connection_has_a_reason(script: FeedScript, code: str) -> None:
    with feed_peer(script) as peer:
        # Only who says nothing is waited for in vain.
        assert end_of(peer.url, dead_s=0.3 if script is stay else 60.0).code == code


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (b"HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n", "session.unauthorised"),
        (b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n", "session.unauthorised"),
        (b"HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n", "station.failed"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi", "station.failed"),
        (b"SSH-2.0-OpenSSH_9.2\r\n", "station.unreachable"),
        (b"", "station.unreachable"),
        (
            b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            b"Sec-WebSocket-Accept: wrong\r\n\r\n",
            "station.incompatible",
        ),
    ],
    ids=["401", "403", "503", "a web page", "not HTTP", "hangs up", "no WebSocket"],
)
def test_a_handshake_that_fails_has_a_reason(answer: bytes, code: str) -> None:
    def talk(connection: socket.socket) -> None:
        connection.recv(4096)
        connection.sendall(answer)
        connection.shutdown(socket.SHUT_WR)
        until_closed(connection)

    with raw_peer(talk) as url:
        error = end_of(url)
    assert error.code == code
    assert isinstance(error, UnauthorisedError) == (code == "session.unauthorised")


def test_a_peer_that_accepts_and_says_nothing_is_unreachable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.sync.feed_connection.OPEN_S", 0.3)
    with raw_peer(until_closed) as url:
        error = end_of(url)
    assert (error.code, error.params["reason"]) == ("station.unreachable", "timeout")


def test_nobody_at_home_is_unreachable() -> None:
    # Taken, so that nobody else gets it meanwhile, but not listened to.
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        error = end_of(f"http://127.0.0.1:{taken.getsockname()[1]}")
    assert (error.code, error.params["reason"]) == ("station.unreachable", "refused")


def test_an_unanswered_ping_ends_the_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.sync.feed_connection.PING_EVERY_S", 0.1)
    monkeypatch.setattr("app.sync.feed_connection.DEAD_S", 0.3)

    def talk(connection: socket.socket) -> None:
        shake_hands(connection)
        until_closed(connection)

    with raw_peer(talk) as url:
        assert end_of(url, dead_s=60).code == "station.unreachable"


@pytest.mark.parametrize(
    "frame",
    [b"\xff\xff\xff\xff", b"\x81\x02\xff\xfe", b"\x82\x7f\x00\x00\x00\x00\x80\x00\x00\x00"],
    ids=["no frame", "text that is not UTF-8", "a frame of two gigabytes"],
)
def test_garbage_on_the_line_ends_the_connection(frame: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    # When the other end does not close, it is the next ping that finds out.
    monkeypatch.setattr("app.sync.feed_connection.PING_EVERY_S", 0.1)

    def talk(connection: socket.socket) -> None:
        shake_hands(connection)
        connection.sendall(frame)
        until_closed(connection)

    with raw_peer(talk) as url:
        assert end_of(url).code == "station.unreachable"
