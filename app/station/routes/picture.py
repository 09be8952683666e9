"""Doors to the picture: the snapshot, commands, history, tracks."""

from __future__ import annotations

import asyncio
import gzip
import time
from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Depends, Header, Path, Query, Request, Response

from app.domain.command import Command, Receipt
from app.domain.errors import AppError
from app.domain.event import Event
from app.domain.fixes import encode_frame
from app.domain.history import Address, History
from app.domain.operator import Operator
from app.domain.roles import may_order_as, may_see_addresses
from app.station.lane import now_ms
from app.station.reach import phone_base_url
from app.station.routes.identity import by_token
from app.station.station import Station

_LONGEST_TRACK_MS = 8 * 24 * 3600 * 1000
#: Of numbers and times: what every reader of JSON can hold; the database takes nothing beyond 2^63.
_LARGEST = 2**53 - 1


def picture_router(station: Station) -> APIRouter:
    router = APIRouter(prefix="/v1")
    signed_in = Depends(by_token(station.access))

    @router.get("/snapshot", dependencies=[signed_in], tags=["picture"])
    async def snapshot(request: Request) -> Response:
        """The picture now, with the ``seq`` to follow the feed from."""
        taken = station.state.snapshot(station.id)
        body = await asyncio.to_thread(lambda: taken.model_dump_json().encode())
        headers = {"Station-Time": str(now_ms()), "Vary": "Accept-Encoding"}
        if "gzip" in request.headers.get("accept-encoding", "") and len(body) > 2_000:
            body = await asyncio.to_thread(gzip.compress, body, 1)
            headers["Content-Encoding"] = "gzip"
        return Response(body, media_type="application/json", headers=headers)

    @router.post("/commands", tags=["commands"])
    async def order(
        command: Command,
        operator: Operator = signed_in,
        idempotency_key: Annotated[str, Header(max_length=100)] = "",
    ) -> Receipt:
        """Order something. The same key with the same command answers the same receipt and does nothing again."""
        if not idempotency_key:
            raise AppError("idempotency.key_missing")
        started = time.perf_counter()
        try:
            if not may_order_as(operator, command):
                raise AppError("role.not_allowed", role=operator.role.value)
            receipt = await station.commands.order(command, by=f"operator:{operator.number}", key=idempotency_key)
        except AppError as error:
            station.metrics.commands.labels(error.code).inc()
            raise
        station.metrics.commands.labels("done").inc()
        station.metrics.command_s.observe(time.perf_counter() - started)
        return receipt

    @router.get("/events", dependencies=[signed_in], tags=["history"])
    async def events(
        after: Annotated[int | None, Query(ge=0, le=_LARGEST)] = None,
        before: Annotated[int | None, Query(ge=1, le=_LARGEST)] = None,
        unit: Annotated[int | None, Query(ge=1, le=_LARGEST)] = None,
        talk: bool = True,
        limit: Annotated[int, Query(ge=1, le=1000)] = 100,
    ) -> History:
        """Events after ``after``, oldest first; otherwise before ``before`` (or the end), newest first.

        Without ``talk``, a unit's bursts are left out, which ``/v1/bursts`` tells of better.
        """
        found: Sequence[Event]
        if after is not None and unit is None and before is None:
            found = await asyncio.to_thread(station.log.after, after, limit)
        else:
            found = await asyncio.to_thread(station.log.before, before, limit, unit, has_talk=talk)
        return History(events=tuple(found))

    @router.get("/units/{unit}/track", dependencies=[signed_in], tags=["history"])
    async def track(
        unit: Annotated[int, Path(ge=1, le=_LARGEST)],
        from_ms: Annotated[int, Query(ge=0, le=_LARGEST)],
        to_ms: Annotated[int, Query(ge=0, le=_LARGEST)],
    ) -> Response:
        """A unit's fixes in a time range, oldest first, as a fix frame whose base is ``to_ms`` (Unix ms)."""
        if not 0 <= to_ms - from_ms <= _LONGEST_TRACK_MS:
            raise AppError("track.range_invalid", longest_ms=_LONGEST_TRACK_MS)
        # Half a million fixes are twelve megabytes to copy: not on the loop either.
        frame = await asyncio.to_thread(lambda: encode_frame(station.tracks.track(unit, from_ms, to_ms), to_ms))
        return Response(frame, media_type="application/octet-stream")

    @router.get("/terminals/{number}/address", tags=["terminals"])
    async def address(number: int, request: Request, operator: Operator = signed_in) -> Address:
        """What to type into a phone. It carries the terminal's secret: supervisors and administrators only."""
        if not may_see_addresses(operator.role):
            raise AppError("role.not_allowed", role=operator.role.value)
        if number not in station.state.picture.terminals:
            raise AppError("terminal.unknown", number=number)
        token = station.secrets.token(station.state.picture.terminals[number])
        base = phone_base_url(station.settings, str(request.base_url))
        return Address(
            token=token,
            osmand_url=f"{base}/gateways/osmand/{token}",
            owntracks_url=f"{base}/gateways/owntracks/{token}",
            traccar_url=f"{base}/gateways/traccar/{token}",
            batch_url=f"{base}/gateways/batch/{token}",
            stream_url=f"{base}/v1/streams/{number}/{token}",
            voice_url=f"ws{base.removeprefix('http')}/v1/voice/{number}/{token}",
        )

    return router
