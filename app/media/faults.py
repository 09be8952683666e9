"""What FFmpeg and the network say, as a code that the desk has a sentence for."""

from __future__ import annotations

import errno

import av.error

from app.domain.errors import AppError


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
    if isinstance(fault, (av.error.ConnectionResetError, av.error.BrokenPipeError, av.error.EOFError)):
        return AppError("stream.interrupted")
    if isinstance(fault, av.error.DecoderNotFoundError):
        return AppError("stream.codec_unknown")
    if isinstance(fault, (av.error.HTTPServerError, av.error.HTTPClientError)):
        return AppError("stream.failed", status=None)
    if isinstance(fault, av.error.OSError) and fault.errno == errno.EIO:
        # How RTMP says that the other end has closed the connection.
        return AppError("stream.interrupted")
    if isinstance(fault, av.error.OSError) and not isinstance(fault, ValueError):
        return AppError("stream.unreachable", reason="network")
    return AppError("stream.unreadable")
