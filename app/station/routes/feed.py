"""The feed: what happens, to every desk, from where it left off.

Text frames are events as JSON, binary frames are fix frames (``app.domain.fixes``). A desk says ``since``, the
``seq`` of the picture it holds; it gets what it missed, then every unit's latest fix, then what happens.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from enum import IntEnum

from fastapi import APIRouter
from starlette.websockets import WebSocket, WebSocketDisconnect

from app.domain.errors import AppError
from app.station.access import Grant
from app.station.hub import Listener
from app.station.routes.identity import bearer
from app.station.station import Station

logger = logging.getLogger(__name__)

#: Further behind than this, a snapshot is smaller than what was missed.
_LONGEST_BACKLOG = 10_000


class Close(IntEnum):
    """Why the station closes a feed (private range of RFC 6455)."""

    UNAUTHORISED = 4401
    RESYNC = 4409
    TOO_SLOW = 4413
    MALFORMED = 4400


def feed_router(station: Station) -> APIRouter:
    router = APIRouter()

    @router.websocket("/v1/feed")
    async def feed(socket: WebSocket) -> None:
        await socket.accept()
        try:
            grant = station.access.grant_of(bearer(socket))
        except AppError as error:
            await socket.close(Close.UNAUTHORISED, error.code)
            return
        since = socket.query_params.get("since", "")
        if not since.isascii() or not since.isdigit() or len(since) > 15:
            await socket.close(Close.MALFORMED, "since")
            return
        behind = station.state.picture.seq - int(since)
        other = socket.query_params.get("station", station.id) != station.id
        if other or not 0 <= behind <= _LONGEST_BACKLOG:
            await socket.close(Close.RESYNC, "resync")
            return
        await _serve(station, socket, grant, int(since))

    return router


async def _serve(station: Station, socket: WebSocket, grant: Grant, since: int) -> None:
    # Joined before the backlog is read: an event may come twice, which a picture ignores, but never not at all.
    listener = station.hub.join()
    sending = asyncio.create_task(_send(station, socket, grant, since, listener))
    others = [asyncio.create_task(_until_gone(socket)), asyncio.create_task(listener.dropped.wait())]
    try:
        await asyncio.wait([sending, *others], return_when=asyncio.FIRST_COMPLETED)
    finally:
        station.hub.leave(listener)
        for task in (sending, *others):
            task.cancel()
        (failure, *_) = await asyncio.gather(sending, *others, return_exceptions=True)
    if isinstance(failure, Exception) and not isinstance(failure, WebSocketDisconnect):
        logger.warning("a feed ended: %s", type(failure).__name__)
    if listener.dropped.is_set():
        station.metrics.desks_dropped.inc()
        logger.info("a desk could not keep up and was dropped")
        # Its line is full, so the reason may not get through either.
        with contextlib.suppress(TimeoutError, WebSocketDisconnect, RuntimeError):
            async with asyncio.timeout(2):
                await socket.close(Close.TOO_SLOW, "too slow")


async def _send(station: Station, socket: WebSocket, grant: Grant, since: int, listener: Listener) -> None:
    for event in await asyncio.to_thread(station.log.after, since, _LONGEST_BACKLOG + 1):
        await socket.send_text(event.model_dump_json())
    await socket.send_bytes(station.lane.all_frame())
    while True:
        message = await listener.next()
        if not station.access.is_good(grant):
            await socket.close(Close.UNAUTHORISED, "session.ended")
            return
        if isinstance(message, str):
            await socket.send_text(message)
        else:
            await socket.send_bytes(message)


async def _until_gone(socket: WebSocket) -> None:
    """A desk says nothing on the feed; reading it is how we learn that it left."""
    while (await socket.receive())["type"] != "websocket.disconnect":
        pass
