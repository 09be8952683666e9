"""Doors for signing in, renewing and signing out."""

from __future__ import annotations

import asyncio

from fastapi import APIRouter, Response

from app.domain.session import Refresh, SessionTokens, SignIn
from app.station.station import Station


def session_router(station: Station) -> APIRouter:
    router = APIRouter(prefix="/v1/session", tags=["session"])

    @router.post("")
    async def sign_in(given: SignIn) -> SessionTokens:
        """Sign an operator in. 401 ``session.refused``; 423 ``session.locked`` after too many failures."""
        return await station.reception.sign_in(given.login, given.password)

    @router.post("/refresh")
    async def refresh(given: Refresh) -> SessionTokens:
        """A new pair for a refresh token, which this uses up. 401 ``session.ended``."""
        return await asyncio.to_thread(station.access.refresh, given.refresh)

    @router.delete("", status_code=204)
    async def end(given: Refresh) -> Response:
        """Sign out: the refresh token is good no more."""
        await asyncio.to_thread(station.access.end, given.refresh)
        return Response(status_code=204)

    return router
