"""The doors of the gateways: ``/gateways/{osmand, owntracks, traccar, batch}[/TOKEN]``.

Plain ASGI: a phone's report costs less than a framework's own work on it, and no part of the address, which holds
the token, gets anywhere near a log.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from starlette.types import Receive, Scope, Send

from app.domain.errors import AppError
from app.domain.terminal import Terminal
from app.station.gateways import batch, osmand, owntracks, traccar
from app.station.gateways.request import SenderGoneError, answer, body_of, header, refuse, token_of
from app.station.intake import Intake

PHONE_BYTES = 64 * 1024
FORWARDED_BYTES = 1024 * 1024
BATCH_BYTES = 4 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class _Door:
    """``take`` hands one message to the intake; ``thanks`` is what every sender that is not refused hears."""

    take: Callable[[Intake, Terminal, Scope, bytes], None]
    limit: int
    methods: tuple[str, ...] = ("POST",)
    thanks: bytes = b"{}"
    is_for_gateways: bool = False


def _take_osmand(intake: Intake, sender: Terminal, scope: Scope, body: bytes) -> None:
    intake.accept(sender, osmand.parse(scope["query_string"].decode("latin-1"), body), "osmand")


def _take_owntracks(intake: Intake, sender: Terminal, scope: Scope, body: bytes) -> None:
    try:
        message = owntracks.parse(body, header(scope, b"x-limit-u"), header(scope, b"x-limit-d"))
    except AppError as error:
        if error.code != "report.encrypted":
            raise
        # A refusal would come again for ever; the count says that this phone needs its encryption key removed.
        intake.refused("owntracks", error.code)
        return
    intake.accept(sender, message, "owntracks")


def _take_traccar(intake: Intake, sender: Terminal, _: Scope, body: bytes) -> None:
    intake.accept(sender, traccar.parse(body), "traccar")


def _take_batch(intake: Intake, sender: Terminal, _: Scope, body: bytes) -> None:
    parsed = batch.parse(body)
    if parsed.refused:
        intake.refused("batch", "report.position_invalid", parsed.refused)
    intake.accept_fixes(sender, parsed.fixes, parsed.device_ids, "batch")


_DOORS = {
    "osmand": _Door(_take_osmand, PHONE_BYTES, ("GET", "POST")),
    # The app reads the answer as a list of messages for it; anything else it takes for a failure.
    "owntracks": _Door(_take_owntracks, PHONE_BYTES, thanks=b"[]"),
    "traccar": _Door(_take_traccar, FORWARDED_BYTES, is_for_gateways=True),
    "batch": _Door(_take_batch, BATCH_BYTES, is_for_gateways=True),
}


class Gateways:
    """ASGI application of all doors below ``/gateways``."""

    def __init__(self, intake: Intake) -> None:
        self._intake = intake

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await send({"type": "websocket.close", "code": 1003})
            return
        path = scope["path"].removeprefix("/gateways")
        name, _, path_token = path.strip("/").partition("/")
        door = _DOORS.get(name)
        try:
            if door is None:
                raise AppError("gateway.unknown")
            if scope["method"] not in door.methods:
                raise AppError("method.not_allowed")
            sender = self._intake.admit(token_of(scope, path_token))
            if door.is_for_gateways:
                self._intake.require_gateway(sender)
            body = await body_of(scope, receive, door.limit)
            door.take(self._intake, sender, scope, body)
        except AppError as error:
            # Names beyond the doors' own would let anybody fill the metrics.
            self._intake.refused(name if door else "unknown", error.code)
            await refuse(send, error, ", ".join(door.methods) if door else "")
        except SenderGoneError:
            return
        else:
            await answer(send, door.thanks)
