"""One HTTP message to a gateway, as ASGI hands it over, without a framework's cost in between."""

from __future__ import annotations

import base64
import binascii

import orjson
from starlette.types import Receive, Scope, Send

from app.domain.errors import AppError

#: What a refusal is in HTTP. A code that is not here is the station's own trouble: 503, come again.
_STATUS = {
    "frame.malformed": 400,
    "gateway.unknown": 404,
    "method.not_allowed": 405,
    "report.malformed": 400,
    "report.position_invalid": 400,
    "report.replayed": 409,
    "report.time_invalid": 400,
    "report.too_large": 413,
    "report.too_many": 429,
    "terminal.not_a_gateway": 403,
    "terminal.unauthorised": 401,
}
_JSON = (b"content-type", b"application/json")
#: An address that carries a token must not be kept by a cache, nor an answer to one.
_NO_STORE = (b"cache-control", b"no-store")
_RETRY_S = 30


class SenderGoneError(Exception):
    """The sender hung up before its message was whole."""


def header(scope: Scope, name: bytes) -> str:
    """The first header of that lower-case name; empty when there is none."""
    for key, value in scope["headers"]:
        if key == name:
            return bytes(value).decode("latin-1")
    return ""


def token_of(scope: Scope, path_token: str) -> str:
    """The terminal's token: from the path, else as Bearer, as the password of Basic, or as ``X-Token``."""
    if path_token:
        return path_token
    scheme, _, credentials = header(scope, b"authorization").partition(" ")
    if scheme.lower() == "bearer":
        return credentials.strip()
    if scheme.lower() == "basic":
        try:
            _, _, password = base64.b64decode(credentials, validate=True).decode().partition(":")
        except (binascii.Error, ValueError):
            return ""
        return password
    return header(scope, b"x-token").strip()


async def body_of(scope: Scope, receive: Receive, limit: int) -> bytes:
    """The whole body.

    Raises:
        AppError("report.too_large", limit): it says it is, or turns out to be, longer than ``limit`` bytes.
        SenderGoneError: it never ended.
    """
    said = header(scope, b"content-length")
    if said.isdigit() and (len(said) > 12 or int(said) > limit):
        raise AppError("report.too_large", limit=limit)
    parts: list[bytes] = []
    length, is_more = 0, True
    while is_more:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise SenderGoneError
        part = message.get("body", b"")
        length += len(part)
        if length > limit:
            raise AppError("report.too_large", limit=limit)
        parts.append(part)
        is_more = message.get("more_body", False)
    return b"".join(parts)


async def answer(send: Send, body: bytes) -> None:
    """200 with this JSON."""
    await _send(send, 200, body, [])


async def refuse(send: Send, error: AppError, methods: str) -> None:
    """The status for the error's code, with code and parameters as JSON."""
    status = _STATUS.get(error.code, 503)
    headers: list[tuple[bytes, bytes]] = []
    if status == 401:
        headers.append((b"www-authenticate", b'Basic realm="watchfloor"'))
    elif status == 405:
        headers.append((b"allow", methods.encode()))
    elif status in (429, 503):
        headers.append((b"retry-after", str(error.params.get("retry_after_s", _RETRY_S)).encode()))
    await _send(send, status, orjson.dumps({"code": error.code, "params": error.params}), headers)


async def _send(send: Send, status: int, body: bytes, headers: list[tuple[bytes, bytes]]) -> None:
    length = (b"content-length", str(len(body)).encode())
    await send({"type": "http.response.start", "status": status, "headers": [_JSON, length, _NO_STORE, *headers]})
    await send({"type": "http.response.body", "body": body})
