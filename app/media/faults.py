"""What FFmpeg and the network say, as a code that the desk has a sentence for."""

from __future__ import annotations

import errno
import socket
from urllib.parse import urlsplit

import av.error

from app.domain.errors import AppError

#: What an RTSP server says that has its media by UDP alone, or by TCP alone, and is asked for the other.
#: Microsoft's C library, which FFmpeg counts by, has a number of its own.
_OTHER_TRANSPORT = (errno.EPROTONOSUPPORT, 135)


def as_app_error(fault: Exception) -> AppError:
    """The code for a failed opening or reading; ``stream.unreadable`` where nothing better is known."""
    if isinstance(fault, AppError):
        return fault
    if isinstance(fault, (av.error.HTTPNotFoundError, av.error.FileNotFoundError)):
        return AppError("stream.absent")
    if isinstance(fault, (av.error.HTTPUnauthorizedError, av.error.HTTPForbiddenError, av.error.PermissionError)):
        return AppError("stream.refused")
    if isinstance(fault, av.error.ConnectionRefusedError):
        return AppError("stream.unreachable", reason="refused")
    if isinstance(fault, (av.error.TimeoutError, av.error.ExitError)):
        return AppError("stream.silent")
    # The last is how a stream ends that has more tracks than it may.
    if isinstance(
        fault,
        (av.error.ConnectionResetError, av.error.BrokenPipeError, av.error.EOFError, av.error.MemoryError),
    ):
        return AppError("stream.interrupted")
    if isinstance(fault, av.error.DecoderNotFoundError):
        return AppError("stream.codec_unknown")
    if isinstance(fault, (av.error.HTTPServerError, av.error.HTTPClientError)):
        return AppError("stream.failed", status=None)
    if isinstance(fault, av.error.OSError) and fault.errno in _OTHER_TRANSPORT:
        return AppError("stream.unreachable", reason="transport")
    if isinstance(fault, av.error.OSError) and fault.errno == errno.EIO:
        # How RTMP says that the other end has closed the connection.
        return AppError("stream.interrupted")
    if isinstance(fault, av.error.OSError) and not isinstance(fault, ValueError):
        return AppError("stream.unreachable", reason="network")
    return AppError("stream.unreadable")


def has_unknown_host(url: str) -> bool:
    """Whether no machine has the name in an address: FFmpeg says no more of that than that it cannot read.

    Blocks as long as the system looks the name up.
    """
    try:
        socket.getaddrinfo(urlsplit(url).hostname, None)
    # The second is what a name is that cannot be one: with two dots in a row, say.
    except (OSError, UnicodeError):
        return True
    return False
