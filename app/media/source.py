"""A source: where a stream is read from and how. It carries credentials, so it never shows them."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from urllib.parse import SplitResult, urlsplit, urlunsplit
from urllib.request import url2pathname

from app.domain.errors import AppError
from app.domain.pull import file_of

#: What an HTTP body may turn out to be. No playlist: one would let a body open files and other hosts.
BODY_FORMATS = "mpegts,flv,live_flv,matroska,webm,mov,mp4,m4a,3gp,3g2,mj2"
#: How much of a stream is looked at before it is shown, seconds of its own time: of most of them, and of one whose
#: pictures come later than its sound.
GLANCE_S, LOOK_S = 0.2, 5.0
#: A source that accepts and then says nothing for this long is an error for FFmpeg's own protocols.
SILENT_S = 6.0


class Kind(StrEnum):
    HTTP = "http"
    HLS = "hls"
    RTSP_TCP = "rtsp_tcp"
    RTSP_UDP = "rtsp_udp"
    RTMP = "rtmp"
    FILE = "file"


class Quality(StrEnum):
    """Which of a terminal's or a camera's streams is meant."""

    THUMBNAIL = "thumbnail"
    SUB = "sub"
    MAIN = "main"


@dataclass(frozen=True, slots=True)
class Source:
    """One stream that can be opened.

    Args:
        url: may hold a user, a password or a ticket; shown only by ``redacted``.
        headers: sent with an HTTP request, e.g. ``Authorization``.
        loops: a recording that begins again when it ends, as a camera goes on.
        serves: the qualities that this address gives; a wish for another one asks for another source.
        ca_file: whom HTTPS trusts instead of the system's authorities.
    """

    url: str = field(repr=False)
    kind: Kind
    headers: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    serves: frozenset[Quality] = frozenset(Quality)
    ca_file: Path | None = None
    loops: bool = False

    def __str__(self) -> str:
        return self.redacted()

    def redacted(self) -> str:
        """The address without user, password, query and the path past its first part: those may be secrets."""
        if self.kind is Kind.FILE:
            return Path(self.url).name
        parts = _split(self.url)
        host = f"[{parts.hostname}]" if ":" in (parts.hostname or "") else parts.hostname or ""
        port = f":{parts.port}" if parts.port else ""
        first, _, rest = parts.path.lstrip("/").partition("/")
        path = f"/{first}/…" if rest else f"/{first}"
        return urlunsplit((parts.scheme, f"{host}{port}", path, "", ""))

    @property
    def is_live(self) -> bool:
        """It never ends of itself: when it does, it is opened again."""
        return self.kind is not Kind.FILE

    @property
    def needs_pace(self) -> bool:
        """It hands out pictures faster than they were taken."""
        return self.kind in (Kind.FILE, Kind.HLS)


def source_of(
    url: str,
    *,
    udp: bool = False,
    headers: tuple[tuple[str, str], ...] = (),
    serves: frozenset[Quality] = frozenset(Quality),
    ca_file: Path | None = None,
) -> Source:
    """The source behind an address that a person typed; the scheme decides, ``.m3u8`` makes it HLS.

    A file stands for a camera: it begins again when it ends.

    Args:
        udp: RTSP media over UDP instead of inside the TCP connection.
    Raises:
        AppError("stream.address_malformed"): no scheme that can be read, or no host.
    """
    parts = _split(url)
    if file := file_of(url):
        return Source(url2pathname(file), Kind.FILE, loops=True)
    scheme = parts.scheme.lower()
    if scheme in ("http", "https"):
        kind = Kind.HLS if parts.path.lower().endswith(".m3u8") else Kind.HTTP
    elif scheme in ("rtsp", "rtsps"):
        kind = Kind.RTSP_UDP if udp else Kind.RTSP_TCP
    elif scheme in ("rtmp", "rtmps"):
        kind = Kind.RTMP
    else:
        raise AppError("stream.address_malformed")
    if not parts.hostname:
        raise AppError("stream.address_malformed")
    return Source(url, kind, headers, serves, ca_file)


def file_source(path: Path) -> Source:
    """A recording on this machine, played at the speed at which it was taken."""
    return Source(str(path), Kind.FILE)


def _split(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError as error:
        raise AppError("stream.address_malformed") from error
    return parts


def options(source: Source, look_s: float = GLANCE_S) -> dict[str, str]:
    """FFmpeg's options for a source: little probing, few delays, and a limit to silence (µs where it says so).

    ``nobuffer`` is not among them: it throws away the packets that were probed, and with them the key frame that
    a relay sends first.

    Source: FFmpeg's documentation of formats (AVFormatContext options) and of the protocols.
    """
    timeout_us = str(int(SILENT_S * 1e6))
    look_us = str(int(look_s * 1e6))
    chosen = {"probesize": "500000", "analyzeduration": look_us, "fpsprobesize": "0", "max_probe_packets": "400"}
    if source.kind in (Kind.RTSP_TCP, Kind.RTSP_UDP):
        transport = "tcp" if source.kind is Kind.RTSP_TCP else "udp"
        return {
            **chosen,
            "rtsp_transport": transport,
            "timeout": timeout_us,
            "max_delay": "200000",
            "reorder_queue_size": "0" if transport == "tcp" else "32",
        }
    if source.kind is Kind.RTMP:
        # Pictures, sound and what encoders tell of themselves. Who changes both codecs has more tracks than
        # that; as none of them is known here, nothing would ever come and end the reading.
        return {**chosen, "rw_timeout": timeout_us, "max_streams": "3"}
    if source.kind is Kind.HLS:
        # An empty one would be sent as an empty line, which ends a request before the password in the address.
        headers = "".join(f"{name}: {value}\r\n" for name, value in source.headers)
        return {
            **chosen,
            **({"headers": headers} if headers else {}),
            "rw_timeout": timeout_us,
            "live_start_index": "-2",
            "protocol_whitelist": "http,https,tls,tcp,crypto",
        }
    if source.kind is Kind.FILE:
        return {"protocol_whitelist": "file", "format_whitelist": BODY_FORMATS}
    return {**chosen, "format_whitelist": BODY_FORMATS}
