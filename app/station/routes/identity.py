"""Who is asking: the operator behind a bearer token, or behind Basic where a browser or a scraper asks."""

from __future__ import annotations

import asyncio
import base64
from collections.abc import Awaitable, Callable

from fastapi import Request
from starlette.requests import HTTPConnection

from app.domain.errors import AppError
from app.domain.operator import Operator
from app.station.access import Access
from app.station.reception import Reception

Identify = Callable[[Request], Awaitable[Operator]]


def bearer(connection: HTTPConnection) -> str:
    """The token of an ``Authorization: Bearer`` header.

    Raises:
        AppError("session.missing"): there is none.
    """
    scheme, _, token = connection.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise AppError("session.missing")
    return token.strip()


def by_token(access: Access) -> Identify:
    """A dependency that lets operators in by their access token."""

    async def identify(request: Request) -> Operator:
        return access.operator_of(bearer(request))

    return identify


def by_token_or_password(access: Access, reception: Reception) -> Identify:
    """The same, and by login and password (RFC 7617), for ``/docs`` and ``/metrics``."""

    async def identify(request: Request) -> Operator:
        scheme, _, given = request.headers.get("authorization", "").partition(" ")
        if scheme.lower() != "basic":
            return access.operator_of(bearer(request))
        try:
            login, _, password = base64.b64decode(given, validate=True).decode().partition(":")
        except ValueError as error:
            raise AppError("session.refused") from error
        tokens = await reception.sign_in(login, password)
        await asyncio.to_thread(access.end, tokens.refresh)
        return tokens.operator

    return identify
