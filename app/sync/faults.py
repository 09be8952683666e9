"""Faults of the wire, told apart by what a person or a caller can do about them."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator
from typing import Any

import orjson

from app.domain.errors import AppError

#: Client errors that say "not now" rather than "no".
_LATER = frozenset({408, 425, 429})


class RefusedError(AppError):
    """The station itself said no (4xx with its error body). Asking the same again gets the same answer."""


class UnauthorisedError(AppError):
    """The station does not know who asks (401 with its error body)."""


def fault_of_answer(status: int, body: bytes) -> AppError:
    """The error that an answer of 400 and above stands for.

    Only the station's own word counts as a refusal; a page that a proxy in between made does not.
    """
    try:
        told = orjson.loads(body)
    except orjson.JSONDecodeError:
        told = None
    if not isinstance(told, dict) or not isinstance(told.get("code"), str):
        return AppError("station.failed", status=status)
    params = told.get("params")
    scalars = _scalars(params) if isinstance(params, dict) else {}
    if status == 401:
        return UnauthorisedError(told["code"], **scalars)
    if 400 <= status < 500 and status not in _LATER:
        return RefusedError(told["code"], **scalars)
    return AppError(told["code"], **scalars)


def fault_of_connection(error: BaseException) -> AppError:
    """The error for a connection that did not come about or broke.

    Returns:
        "station.tls_refused" (reason) when the two ends cannot trust each other, else
        "station.unreachable" with reason ``unknown_host``, ``refused``, ``timeout`` or ``lost``.
    """
    causes = list(_causes(error))
    for cause in causes:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return AppError("station.tls_refused", reason=cause.verify_message)
        if isinstance(cause, ssl.SSLError) and not isinstance(cause, ssl.SSLEOFError | ssl.SSLZeroReturnError):
            return AppError("station.tls_refused", reason=cause.reason or "")
    for kind, reason in (
        (socket.gaierror, "unknown_host"),
        (ConnectionRefusedError, "refused"),
        (TimeoutError, "timeout"),
    ):
        if any(isinstance(cause, kind) for cause in causes):
            return AppError("station.unreachable", reason=reason)
    return AppError("station.unreachable", reason="lost")


def _scalars(params: dict[Any, Any]) -> dict[str, str | int | float | bool | None]:
    return {str(k): v for k, v in params.items() if v is None or isinstance(v, str | int | float | bool)}


def _causes(error: BaseException) -> Iterator[BaseException]:
    """The error and all it was made from; HTTP libraries tuck causes into arguments and ``reason``."""
    seen: set[int] = set()
    waiting: list[object] = [error]
    while waiting:
        one = waiting.pop()
        if isinstance(one, BaseException) and id(one) not in seen:
            seen.add(id(one))
            yield one
            waiting += [one.__cause__, one.__context__, getattr(one, "reason", None), *one.args]
