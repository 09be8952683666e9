"""The doors of speech: a WebSocket to talk and to hear, and the talk log.

WS   /v1/voice                          a desk, with its access token as Bearer
WS   /v1/voice/{terminal}[/TOKEN]       a terminal, with its token as in the doors of live video
GET  /v1/bursts                         what was said, newest first
GET  /v1/bursts/{number}/audio          one burst, Ogg Opus
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Query
from fastapi.responses import FileResponse
from pydantic import ValidationError
from starlette.websockets import WebSocket, WebSocketDisconnect

from app.domain.errors import AppError
from app.domain.history import Bursts
from app.domain.operator import Operator
from app.domain.roles import may_hear_recordings
from app.domain.voice import SAID
from app.station.gateways.request import token_of
from app.station.routes.identity import bearer, by_token
from app.station.station import Station
from app.station.voice.link import Caller, Close, Link

logger = logging.getLogger(__name__)

#: Of numbers: what every reader of JSON can hold.
_LARGEST = 2**53 - 1
_GOODBYE_S = 1.0
_CLOSES = {"role.not_allowed": Close.NOT_ALLOWED, "voice.off_duty": Close.NOT_ALLOWED}


def voice_router(station: Station) -> APIRouter:
    router = APIRouter(prefix="/v1")
    signed_in = Depends(by_token(station.access))

    @router.websocket("/voice")
    async def desk(socket: WebSocket) -> None:
        await _admit(station, socket, lambda: station.voice.caller_of_bearer(bearer(socket)))

    @router.websocket("/voice/{terminal}")
    @router.websocket("/voice/{terminal}/{token}")
    async def terminal_door(socket: WebSocket, terminal: str, token: str = "") -> None:
        def caller() -> Caller:
            if not terminal.isascii() or not terminal.isdigit() or len(terminal) > 9:
                raise AppError("terminal.unauthorised")
            given = token_of(socket.scope, token) or socket.query_params.get("token", "")
            return station.voice.caller_of_token(int(terminal), given)

        await _admit(station, socket, caller)

    @router.get("/bursts", tags=["history"])
    async def bursts(
        unit: Annotated[int | None, Query(ge=1, le=_LARGEST)] = None,
        call: Annotated[int | None, Query(ge=1, le=_LARGEST)] = None,
        before: Annotated[int | None, Query(ge=1, le=_LARGEST)] = None,
        limit: Annotated[int, Query(ge=1, le=500)] = 100,
        operator: Operator = signed_in,
    ) -> Bursts:
        """Bursts with a number below ``before`` (or the last ones), newest first, with their receipts."""
        _check_may_hear(operator)
        found = await asyncio.to_thread(station.voice.bursts.before, before, limit, unit, call)
        return Bursts(bursts=found)

    @router.get("/bursts/{number}/audio", tags=["history"], response_class=FileResponse)
    async def audio(
        number: Annotated[int, Path(ge=1, le=_LARGEST)], operator: Operator = signed_in
    ) -> FileResponse:
        """What was said, as Ogg Opus, whole or the ``Range`` asked for; while it lasts, up to now."""
        _check_may_hear(operator)
        file = await asyncio.to_thread(station.voice.recorder.recording_of, number)
        return FileResponse(file, media_type="audio/ogg", headers={"Cache-Control": "no-store"})

    return router


def _check_may_hear(operator: Operator) -> None:
    if not may_hear_recordings(operator.role):
        raise AppError("role.not_allowed", role=operator.role.value)


async def _admit(station: Station, socket: WebSocket, caller: Callable[[], Caller]) -> None:
    await socket.accept()
    try:
        link = station.voice.join(caller())
    except AppError as error:
        stopping = error.code == "station.stopping"
        await socket.close(Close.STOPPING if stopping else _CLOSES.get(error.code, Close.UNAUTHORISED), error.code)
        return
    await _serve(station, socket, link)


async def _serve(station: Station, socket: WebSocket, link: Link) -> None:
    hearing = asyncio.create_task(_hear(station, socket, link))
    sending = asyncio.create_task(_send(socket, link))
    dropping = asyncio.create_task(link.outbox.dropped.wait())
    tasks: tuple[asyncio.Task[Any], ...] = (hearing, sending, dropping)
    waited: list[asyncio.Future[Any]] = [*tasks, link.closed]
    try:
        await asyncio.wait(waited, return_when=asyncio.FIRST_COMPLETED)
        if dropping.done():
            station.metrics.voice_dropped.inc()
            logger.info("an end could not keep up with speech and was dropped")
        station.voice.leave(link)
        if not hearing.done():
            # What it is still to be told, and why it is over; its line may be full, so not for ever.
            await asyncio.wait([sending], timeout=_GOODBYE_S)
    finally:
        station.voice.leave(link)
        for task in tasks:
            task.cancel()
        results = await asyncio.gather(*tasks, return_exceptions=True)
    for failure in results:
        if isinstance(failure, Exception) and not isinstance(failure, WebSocketDisconnect | RuntimeError):
            logger.warning("a link for speech ended: %s", type(failure).__name__)


async def _send(socket: WebSocket, link: Link) -> None:
    while (message := await link.outbox.next()) is not None:
        if isinstance(message, str):
            await socket.send_text(message)
        else:
            await socket.send_bytes(message)
    why, code = link.closed.result()
    await socket.close(why, code)


async def _hear(station: Station, socket: WebSocket, link: Link) -> None:
    """Take what the other end says, until it is gone or makes no sense."""
    while (message := await socket.receive())["type"] != "websocket.disconnect":
        if message.get("bytes") is not None:
            station.voice.media.frame(link, message["bytes"])
            continue
        try:
            station.voice.take(link, SAID.validate_json(message.get("text") or ""))
        except ValidationError:
            link.close(Close.MALFORMED, "request.malformed")
            await asyncio.get_running_loop().create_future()
