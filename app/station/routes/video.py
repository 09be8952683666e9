"""Doors of live video that carry no video: where to read it, and what a desk shows of it."""

from __future__ import annotations

import hashlib
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Request, Response

from app.domain.errors import AppError
from app.domain.operator import Operator
from app.domain.roles import may_watch
from app.domain.stream import StreamTicket, Watching
from app.station.routes.identity import bearer, by_token
from app.station.station import Station

#: What every reader of JSON can hold.
_LARGEST = 2**53 - 1


def video_router(station: Station) -> APIRouter:
    router = APIRouter(prefix="/v1", tags=["video"])
    signed_in = Depends(by_token(station.access))

    @router.post("/streams/{source}/ticket")
    async def ticket(
        source: Annotated[int, Path(ge=1, le=_LARGEST)], response: Response, operator: Operator = signed_in
    ) -> StreamTicket:
        """Where to read the video of a terminal or a camera now; ask anew for every try.

        What the station passes on opens for a minute, as often as the line breaks. 404 ``stream.absent``; 409
        ``stream.off_duty`` and ``stream.no_unit``.
        """
        response.headers["Cache-Control"] = "no-store"
        return await station.office.issue(operator, source)

    @router.put("/watching", status_code=204)
    async def watching(given: Watching, request: Request, operator: Operator = signed_in) -> Response:
        """All that this desk shows now, by terminal, in pixels of height; forgotten after 30 s."""
        if not may_watch(operator.role):
            raise AppError("role.not_allowed", role=operator.role.value)
        # One sign-in, one desk. A renewed token is another one, and what the old one said is soon forgotten.
        desk = hashlib.sha256(bearer(request).encode("utf-8", "replace")).digest()
        station.watching.show(desk, given.heights)
        return Response(status_code=204)

    return router
