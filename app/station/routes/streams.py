"""The doors of live video: a terminal pushes, desks read.

    POST /v1/streams/{terminal}[/TOKEN]          the push: MPEG-TS, FLV, WebM or fragmented MP4
    GET  /v1/streams/{terminal}?ticket=…         the stream, from its last key frame on
    GET  /v1/streams/{terminal}[/TOKEN]/wanted   what a terminal is asked to push, when that changes

Plain ASGI: what runs for long passes no framework, and no address, which holds a token or a ticket, gets anywhere
near a log. The doors that are quick are in ``video``.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
from collections.abc import AsyncIterator, Callable
from urllib.parse import parse_qs

import orjson
from starlette.types import Receive, Scope, Send

from app.domain.errors import AppError
from app.media.containers.sniff import MEDIA_TYPES
from app.media.source import Quality
from app.media.tail import Link
from app.station.gateways.request import token_of
from app.station.publishing import Publishing
from app.station.relay import SenderGoneError
from app.station.routes.refusal import status_of
from app.station.station import Station

logger = logging.getLogger(__name__)

PREFIX = "/v1/streams/"
#: A reader this much further behind than when it began, or with so much waiting, is dropped.
_BEHIND_S = 5.0
_BEHIND_BYTES = 16 * 1024 * 1024
_LINGER_S = 0.5
#: A long poll is answered by then: proxies give up on what is silent for longer.
_POLL_S = 25.0
_WANTED = "wanted"


def is_stream(scope: Scope) -> bool:
    """Whether this is a message for ``Streams``; the ticket's door is in ``video``."""
    path = scope["path"]
    return scope["type"] == "http" and path.startswith(PREFIX) and not path.endswith("/ticket")


class Streams:
    """ASGI application of the doors that bytes of video go through."""

    def __init__(self, station: Station) -> None:
        self._station = station

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        number, *parts = scope["path"].removeprefix(PREFIX).split("/")
        is_asking = parts[-1:] == [_WANTED]
        path_token = "/".join(parts[:-1] if is_asking else parts)
        try:
            if not number.isascii() or not number.isdigit() or len(number) > 9:
                raise AppError("terminal.unknown", number=0)
            query = _query_of(scope)
            token = token_of(scope, path_token) or query.get("token", [""])[0]
            if is_asking and scope["method"] == "GET":
                await self._ask(int(number), token, query.get("known", [""])[0], receive, send)
            elif is_asking:
                raise AppError("method.not_allowed")
            elif scope["method"] in ("POST", "PUT"):
                takes_wishes = self._station.watching.takes_wishes(int(number))
                await self._station.relay.publish(int(number), token, _chunks(receive), takes_wishes=takes_wishes)
                await _answer(send, 200, b"{}")
            elif scope["method"] == "GET" and not path_token:
                await self._read(int(number), query.get("ticket", [""])[0], receive, send)
            else:
                raise AppError("method.not_allowed")
        except AppError as error:
            await _refuse(receive, send, error)

    async def _ask(self, terminal: int, token: str, known: str, receive: Receive, send: Send) -> None:
        """Say what is wanted of a terminal: at once when that is not what it knows, else when it changes."""
        if known not in ("", *Quality):
            raise AppError("request.malformed", field="known", reason="no quality")
        relay, watching = self._station.relay, self._station.watching
        relay.check_token(terminal, token)
        watching.note_poll(terminal)
        if (watching.asked(terminal) or "") == known:
            waiting = asyncio.ensure_future(watching.wait(terminal, _POLL_S))
            leaving = asyncio.ensure_future(_until_gone(receive))
            try:
                await asyncio.wait([waiting, leaving], return_when=asyncio.FIRST_COMPLETED)
            finally:
                waiting.cancel()
                leaving.cancel()
                (failure, _) = await asyncio.gather(waiting, leaving, return_exceptions=True)
            if isinstance(failure, AppError):
                raise failure
            relay.check_token(terminal, token)
        await _answer(send, 200, orjson.dumps({"quality": watching.asked(terminal)}), closes=False)

    async def _read(self, terminal: int, ticket: str, receive: Receive, send: Send) -> None:
        operator = self._station.tickets.operator_of(ticket, terminal)
        publishing = self._station.relay.live(terminal)
        assert publishing.container is not None
        media_type = MEDIA_TYPES[publishing.container].encode()
        headers = [(b"content-type", media_type), (b"cache-control", b"no-store"), (b"connection", b"close")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        reader = _Reader(publishing, send, lambda: self._station.tickets.may_watch(operator))
        sending, leaving = asyncio.ensure_future(reader.run()), asyncio.ensure_future(_until_gone(receive))
        try:
            while not (sending.done() or leaving.done() or reader.is_too_slow()):
                await asyncio.wait([sending, leaving], timeout=1.0, return_when=asyncio.FIRST_COMPLETED)
            if sending.done():
                sending.result()
                await send({"type": "http.response.body", "body": b""})
            elif not leaving.done():
                self._station.metrics.readers_dropped.inc()
                logger.info("a reader of video could not keep up and was dropped")
                _hang_up(send)
                # The server would complain of an answer without an end, did it not know yet that the line is cut.
                await asyncio.wait([leaving], timeout=1.0)
        finally:
            sending.cancel()
            leaving.cancel()
            await asyncio.gather(sending, leaving, return_exceptions=True)


class _Reader:
    """One desk's way along a stream: from the last key frame to the end, at its own pace."""

    def __init__(self, publishing: Publishing, send: Send, may_watch: Callable[[], bool]) -> None:
        self._tail, self._send, self._may_watch = publishing.tail, send, may_watch
        self._link: Link | None = None
        #: How old the first piece was: a reader begins behind and catches up.
        self._begun_behind_s = 0.0

    async def run(self) -> None:
        link = await self._tail.entry()
        if link is None:
            return
        self._begun_behind_s = time.monotonic() - link.at_s
        self._link = link
        await self._send({"type": "http.response.body", "body": link.header, "more_body": True})
        while link is not None and self._may_watch():
            self._link = link
            await self._send({"type": "http.response.body", "body": link.data, "more_body": True})
            link = await self._tail.after(link)

    def is_too_slow(self) -> bool:
        """Whether what waits for it is more, or older, than it may be."""
        if self._link is None or self._link.next is None:
            return False
        behind_s = time.monotonic() - self._link.next.at_s
        return behind_s > self._begun_behind_s + _BEHIND_S or self._tail.total - self._link.end > _BEHIND_BYTES


def _hang_up(send: Send) -> None:
    """Cut the line without waiting for what is in it: a reader that takes nothing would never let it close."""
    transport = getattr(getattr(send, "__self__", None), "transport", None)
    if transport is not None:
        transport.abort()


def _query_of(scope: Scope) -> dict[str, list[str]]:
    try:
        return parse_qs(scope["query_string"].decode("latin-1"), max_num_fields=20)
    except ValueError as error:
        raise AppError("request.malformed", field="query", reason="too long") from error


async def _chunks(receive: Receive) -> AsyncIterator[bytes]:
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise SenderGoneError
        if message.get("body"):
            yield message["body"]
        if not message.get("more_body", False):
            return


async def _until_gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _refuse(receive: Receive, send: Send, error: AppError) -> None:
    body = orjson.dumps({"code": error.code, "params": error.params})
    await _answer(send, status_of(error), body, is_last=False)
    # A line that is closed while bytes still come in is reset, and the answer with it: what comes is read a while.
    with contextlib.suppress(SenderGoneError, TimeoutError):
        async with asyncio.timeout(_LINGER_S):
            async for _ in _chunks(receive):
                pass
    await send({"type": "http.response.body", "body": b""})


async def _answer(send: Send, status: int, body: bytes, *, is_last: bool = True, closes: bool = True) -> None:
    headers = [
        (b"content-type", b"application/json"),
        (b"content-length", str(len(body)).encode()),
        (b"cache-control", b"no-store"),
    ]
    if closes:
        headers.append((b"connection", b"close"))
    if status == 401:
        headers.append((b"www-authenticate", b'Basic realm="watchfloor"'))
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body, "more_body": not is_last})
