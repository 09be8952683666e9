"""How a refusal looks on the wire: a status, a stable code, and what the sentence needs."""

from __future__ import annotations

import logging

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from app.domain.errors import AppError

logger = logging.getLogger(__name__)

_STATUS = {
    "session.refused": 401,
    "session.ended": 401,
    "session.missing": 401,
    "session.locked": 423,
    "role.not_allowed": 403,
    "password.wrong": 403,
    "unit.unknown": 404,
    "terminal.unknown": 404,
    "operator.unknown": 404,
    "camera.unknown": 404,
    "talkgroup.unknown": 404,
    "recording.absent": 404,
    "callsign.taken": 409,
    "login.taken": 409,
    "device_id.taken": 409,
    "camera.name_taken": 409,
    "talkgroup.name_taken": 409,
    "talkgroup.of_agency": 409,
    "call.nobody": 422,
    "unit.off_duty": 409,
    "operator.last_administrator": 409,
    "status.use_duty_end": 422,
    "gateway.has_no_unit": 422,
    "gateway.has_no_video": 422,
    "idempotency.key_missing": 400,
    "idempotency.key_reused": 422,
    "request.malformed": 400,
    "request.too_large": 413,
    "frame.malformed": 400,
    "track.range_invalid": 400,
    "storage.full": 507,
    "storage.failed": 503,
    "station.stopping": 503,
    "terminal.unauthorised": 401,
    "report.too_large": 413,
    "report.too_many": 429,
    "report.replayed": 409,
    "method.not_allowed": 405,
    "ticket.refused": 401,
    "stream.absent": 404,
    "stream.off_duty": 409,
    "stream.no_unit": 409,
    "stream.taken_over": 409,
    "stream.silent": 408,
    "stream.container_unknown": 415,
    "stream.malformed": 422,
    "stream.oversized": 413,
}


def status_of(error: AppError) -> int:
    """The HTTP status for a code; an unlisted one is the sender's mistake."""
    return _STATUS.get(error.code, 400)


def refusal(error: AppError) -> JSONResponse:
    headers = {"WWW-Authenticate": "Bearer"} if status_of(error) == 401 else None
    return JSONResponse({"code": error.code, "params": error.params}, status_of(error), headers)


def handle_refusals(app: FastAPI) -> None:
    """Turn what routes raise into refusals; what nobody foresaw is logged and answered 500 without its words."""

    async def on_app_error(_: Request, error: Exception) -> JSONResponse:
        assert isinstance(error, AppError)
        return refusal(error)

    async def on_invalid(_: Request, error: Exception) -> JSONResponse:
        assert isinstance(error, RequestValidationError)
        first = error.errors()[0]
        # The input itself is not echoed: it may hold a password.
        where = ".".join(str(part) for part in first["loc"])
        return refusal(AppError("request.malformed", field=where, reason=first["msg"]))

    async def on_http(_: Request, error: Exception) -> JSONResponse:
        assert isinstance(error, HTTPException)
        # The framework wraps whatever ends the reading of a body.
        if isinstance(error.__cause__, AppError):
            return refusal(error.__cause__)
        if error.status_code == 400:
            return refusal(AppError("request.malformed", field="body", reason="not JSON"))
        body = {"code": "request.refused", "params": {"status": error.status_code}}
        return JSONResponse(body, error.status_code, error.headers)

    async def on_surprise(request: Request, error: Exception) -> JSONResponse:
        # The route's pattern, not the address: that may carry a terminal's secret.
        route = getattr(request.scope.get("route"), "path", "?")
        logger.error("unforeseen error in %s %s", request.method, route, exc_info=error)
        return JSONResponse({"code": "station.failed", "params": {}}, 500)

    app.add_exception_handler(AppError, on_app_error)
    app.add_exception_handler(RequestValidationError, on_invalid)
    app.add_exception_handler(HTTPException, on_http)
    app.add_exception_handler(Exception, on_surprise)
