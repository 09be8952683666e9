"""A pull: where the video of a camera, or of a terminal that does not push, is fetched; may hold credentials."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field, StringConstraints

from app.domain.model import Model

_SCHEMES = frozenset({"rtsp", "rtsps", "rtmp", "rtmps", "http", "https"})


class RtspTransport(StrEnum):
    TCP = "tcp"
    UDP = "udp"


def _checked(url: str) -> str:
    parts = urlsplit(url)
    # Reading the port raises ValueError for one that is no number.
    if parts.scheme.lower() not in _SCHEMES or not parts.hostname or parts.port == 0:
        raise ValueError("not an address of video")
    return url


PullUrl = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=1000), AfterValidator(_checked)
]


class Pull(Model):
    """Addresses of one source of video; user and password may be in them.

    Args:
        main: at full quality: RTSP, RTMP, HLS (``….m3u8``), HTTP-FLV or HTTP-TS.
        sub: the same view, smaller; empty where there is none.
        transport: of RTSP's media.
    """

    main: PullUrl = Field(repr=False)
    sub: PullUrl | None = Field(default=None, repr=False)
    transport: RtspTransport = RtspTransport.TCP

    @property
    def host(self) -> str:
        """What of it may be shown and logged: scheme and host. Some makes have passwords in paths and queries."""
        return host_of(self.main)


def host_of(url: str) -> str:
    """Scheme, host and port of an address. Raises ValueError for what is no address."""
    parts = urlsplit(url)
    host = f"[{parts.hostname}]" if ":" in (parts.hostname or "") else parts.hostname or ""
    return f"{parts.scheme}://{host}" + (f":{parts.port}" if parts.port else "")
