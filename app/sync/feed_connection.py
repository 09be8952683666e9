"""One connection of the feed: how it is opened, read, and what its end means."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator

from websockets.exceptions import ConnectionClosed, InvalidHandshake, InvalidMessage, InvalidStatus
from websockets.sync.client import ClientConnection, connect

from app.domain.errors import AppError
from app.sync.address import StationAddress
from app.sync.faults import UnauthorisedError, fault_of_connection

PING_EVERY_S = 5.0
#: An unanswered ping, or nothing at all for this long, not even a heartbeat: dead.
DEAD_S = 10.0
OPEN_S = 10.0

#: What a desk waits for the other end to say goodbye; part of the 2 s in which a reader stops.
_CLOSE_S = 1.0
#: The fixes of a million units come in one frame.
_MAX_FRAME_BYTES = 32 * 2**20
_SLICE_S = 0.2

#: The feed's own close codes.
_ENDS: dict[int, Callable[[], AppError]] = {
    4401: lambda: UnauthorisedError("session.unauthorised"),
    4409: lambda: AppError("feed.resync"),
    4413: lambda: AppError("feed.too_slow"),
}

_websocket_log = logging.getLogger(f"{__name__}.websocket")
# At DEBUG the library writes the handshake, and with it the access token.
_websocket_log.setLevel(logging.INFO)


def open_feed(address: StationAddress, station: str, since: int, access: str) -> ClientConnection:
    """Connect and shake hands; blocks for up to 10 s, and longer in a DNS look-up.

    Args:
        station, since: the log's identity and the last event that is held; another log's events would not follow.
    Raises:
        UnauthorisedError: the station refused the token.
        AppError("station.unreachable"), AppError("station.tls_refused"): see ``faults``.
        AppError("station.failed"): it answered, but not with a feed.
    """
    try:
        return connect(
            address.feed_url(station, since),
            ssl=address.tls(),
            additional_headers={"Authorization": f"Bearer {access}"},
            # Fixes hardly compress, and fifty desks would cost the station a core.
            compression=None,
            proxy=None if address.is_loopback else True,
            open_timeout=OPEN_S,
            close_timeout=_CLOSE_S,
            ping_interval=PING_EVERY_S,
            ping_timeout=DEAD_S,
            max_size=_MAX_FRAME_BYTES,
            logger=_websocket_log,
        )
    except InvalidStatus as error:
        status = error.response.status_code
        # A WebSocket that is refused before it is accepted shows as 403 whatever the close code was.
        if status in (401, 403):
            raise UnauthorisedError("session.unauthorised") from None
        raise AppError("station.failed", status=status) from None
    except (InvalidMessage, OSError) as error:
        raise fault_of_connection(error) from error
    except InvalidHandshake as error:
        raise AppError("station.incompatible", what="feed") from error


def frames(
    connection: ClientConnection, should_leave: Callable[[], bool], dead_s: float = DEAD_S
) -> Iterator[str | bytes]:
    """Frames as they come, until ``should_leave`` says so; it is asked at least five times a second.

    Raises:
        AppError: why the connection ended: one of the feed's own reasons, "feed.silent", or "station.unreachable".
    """
    heard_s = time.monotonic()
    while not should_leave():
        try:
            frame = connection.recv(timeout=_SLICE_S)
        except TimeoutError:
            if time.monotonic() - heard_s > dead_s:
                raise AppError("feed.silent") from None
            continue
        except ConnectionClosed as closed:
            raise _end(closed) from closed
        heard_s = time.monotonic()
        yield frame
        # The one who takes the frame may have waited for room; that is not the station's silence.
        heard_s = time.monotonic()


def _end(closed: ConnectionClosed) -> AppError:
    code = closed.rcvd.code if closed.rcvd is not None else None
    if code in _ENDS:
        return _ENDS[code]()
    return AppError("station.unreachable", reason="lost" if code is None else "closed")
