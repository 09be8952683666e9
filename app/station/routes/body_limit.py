"""No request body is read past a limit, whether it says its length or not."""

from __future__ import annotations

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.domain.errors import AppError
from app.station.routes.refusal import refusal


class BodyLimit:
    """ASGI middleware for the doors below ``prefix``; the gateways have limits of their own."""

    def __init__(self, app: ASGIApp, prefix: str, limit_bytes: int) -> None:
        self._app, self._prefix, self._limit = app, prefix, limit_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not scope["path"].startswith(self._prefix):
            await self._app(scope, receive, send)
            return
        length = dict(scope["headers"]).get(b"content-length", b"0")
        if not length.isdigit() or int(length) > self._limit:
            await refusal(AppError("request.too_large", limit=self._limit))(scope, receive, send)
            return
        read = 0

        async def counted() -> Message:
            nonlocal read
            message = await receive()
            read += len(message.get("body", b""))
            if read > self._limit:
                raise AppError("request.too_large", limit=self._limit)
            return message

        await self._app(scope, counted, send)
