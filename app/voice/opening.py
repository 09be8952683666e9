"""The door of the voice service: how a connection is opened, and what its end means."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from pydantic import ValidationError
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake, InvalidStatus, InvalidURI

from app.domain import voice
from app.domain.errors import AppError

_OPEN_S, _CLOSE_S = 5.0, 0.5
_PING_EVERY_S, _DEAD_S = 5.0, 10.0
_ENDS = {
    1012: "station.stopping",
    4400: "station.incompatible",
    4401: "session.unauthorised",
    4403: "voice.refused",
    4409: "voice.taken_over",
    4413: "voice.too_slow",
}

_websocket_log = logging.getLogger(f"{__name__}.websocket")
# At DEBUG the library writes the handshake, and with it the token.
_websocket_log.setLevel(logging.INFO)


class UdpOpener(Protocol):
    async def __call__(
        self, protocol: asyncio.DatagramProtocol, address: tuple[str, int]
    ) -> asyncio.DatagramTransport:
        """Raises OSError."""


async def open_udp(protocol: asyncio.DatagramProtocol, address: tuple[str, int]) -> asyncio.DatagramTransport:
    """A socket of the system's.

    Raises:
        OSError: the address has no meaning, or there is no way there.
    """
    loop = asyncio.get_running_loop()
    transport, _ = await loop.create_datagram_endpoint(lambda: protocol, remote_addr=address)
    return transport


@dataclass(frozen=True, slots=True)
class Door:
    """Where the voice service is.

    Args:
        url: ``ws://`` or ``wss://``, with the terminal's token in it where that is a terminal's.
        headers: ``Authorization`` of an operator.
        tls: for ``wss``; None for the system's authorities.
        is_direct: past any proxy.
        open_udp: how datagrams get there; what stands in front of a socket can lose and delay them.
    """

    url: str = field(repr=False)
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    tls: ssl.SSLContext | None = None
    is_direct: bool = True
    open_udp: UdpOpener = open_udp


async def opened(door: Door) -> tuple[ClientConnection, voice.Welcome]:
    """Sign in and take the keys.

    Raises:
        AppError("station.unreachable"), AppError("station.incompatible"), AppError("station.tls_refused"),
        AppError("session.unauthorised"), AppError("voice.refused"), AppError("station.stopping").
    """
    # Said before the handshake: with it, that is refused here like any other way of being unreachable.
    arguments: dict[str, Any] = {"ssl": door.tls} if door.tls is not None else {}
    try:
        websocket = await connect(
            door.url,
            additional_headers=dict(door.headers),
            compression=None,
            proxy=None if door.is_direct else True,
            open_timeout=_OPEN_S,
            close_timeout=_CLOSE_S,
            ping_interval=_PING_EVERY_S,
            ping_timeout=_DEAD_S,
            logger=_websocket_log,
            **arguments,
        )
    except InvalidStatus as fault:
        if fault.response.status_code in (401, 403):
            raise AppError("session.unauthorised") from None
        raise AppError("station.incompatible", what="voice") from None
    except ssl.SSLCertVerificationError as fault:
        raise AppError("station.tls_refused", reason=fault.verify_message) from None
    except (OSError, TimeoutError) as fault:
        raise AppError("station.unreachable", reason=type(fault).__name__) from None
    except (InvalidHandshake, InvalidURI):
        raise AppError("station.incompatible", what="voice") from None
    try:
        welcome = told_in(await websocket.recv())
        if not isinstance(welcome, voice.Welcome):
            raise AppError("station.incompatible", what="voice")
    except ConnectionClosed as closed:
        raise end_of(closed) from None
    except BaseException:
        # It may be given up in the midst of it, too.
        await hang_up(websocket)
        raise
    return websocket, welcome


async def hang_up(websocket: ClientConnection) -> None:
    """Say goodbye and close; who is cancelled meanwhile leaves nothing open either."""
    try:
        with contextlib.suppress(ConnectionClosed, OSError):
            await websocket.close()
    finally:
        websocket.transport.abort()


def told_in(message: str | bytes) -> voice.Told:
    """
    Raises:
        AppError("station.incompatible"): it is no message of a station.
    """
    try:
        return voice.TOLD.validate_json(message)
    except ValidationError:
        # Its words would quote the keys.
        raise AppError("station.incompatible", what="voice") from None


def end_of(closed: ConnectionClosed) -> AppError:
    """Why a connection ended, as something to be told."""
    code = closed.rcvd.code if closed.rcvd is not None else None
    if code in _ENDS:
        return AppError(_ENDS[code], **({"what": "voice"} if code == 4400 else {}))
    if closed.rcvd is None and closed.sent is not None:
        return AppError("voice.silent")
    return AppError("station.unreachable", reason="lost" if code is None else "closed")
