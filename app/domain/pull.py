"""A pull: where the video of a camera, or of a terminal that does not push, is fetched; may hold credentials."""

from __future__ import annotations

import re
from enum import StrEnum
from pathlib import PurePosixPath
from typing import Annotated
from urllib.parse import quote, unquote, urlsplit

from pydantic import AfterValidator, Field, StringConstraints

from app.domain.model import Model
from app.domain.terminal import Terminal, TerminalKind

_SCHEMES = frozenset({"rtsp", "rtsps", "rtmp", "rtmps", "http", "https"})
#: From the root, and to a file.
_FILE = re.compile(r"/[^/\\](.*[^/\\])?")
#: As much of a host as a list row can show.
_HOST_SHOWN = 80
_DEVICE_ID = "{device_id}"
_SAMPLE = Terminal(number=1, kind=TerminalKind.PHONE, device_id="x")


class RtspTransport(StrEnum):
    TCP = "tcp"
    UDP = "udp"


def file_of(url: str) -> str:
    """The path in an address of a file on the machine that reads it; empty for every other address.

    A path that would name another machine is none: reading it might tell that machine who reads.

    Raises:
        ValueError: no address.
    """
    parts = urlsplit(url)
    path = unquote(parts.path)
    is_file = parts.scheme.lower() == "file" and not (parts.netloc or parts.query or parts.fragment)
    return path if is_file and _FILE.fullmatch(path) else ""


def _checked(url: str) -> str:
    try:
        parts = urlsplit(url)
        # Reading the port raises for one that is no number.
        is_on_network = parts.scheme.lower() in _SCHEMES and bool(parts.hostname) and parts.port != 0
        is_sound = is_on_network or bool(file_of(url))
    except ValueError:
        is_sound = False
    if not is_sound or not url.isprintable() or " " in url:
        # Never in the parser's words: they quote what may be a password.
        raise ValueError("not an address of video")
    return url


def checked_pattern(pattern: str) -> str:
    """The pattern itself. Raises ValueError when it makes no address of video, or the same for every terminal."""
    filled = _filled(pattern, _SAMPLE)
    if filled == pattern or "{" in filled or "}" in filled:
        raise ValueError("an address with {number} or {device_id} in it, and nothing else in braces")
    _checked(filled)
    if file_of(filled):
        raise ValueError("a media server is on the network")
    if "{" in urlsplit(pattern).netloc.rpartition("@")[2]:
        raise ValueError("{number} and {device_id} belong behind the host")
    return pattern


def _address(pattern: str, terminal: Terminal) -> str:
    return "" if _DEVICE_ID in pattern and not terminal.device_id else _filled(pattern, terminal)


def _filled(pattern: str, terminal: Terminal) -> str:
    return pattern.replace("{number}", str(terminal.number)).replace(
        _DEVICE_ID, quote(terminal.device_id, safe="")
    )


PullUrl = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=1000), AfterValidator(_checked)
]
PatternUrl = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=1000), AfterValidator(checked_pattern)
]


class Pull(Model):
    """Addresses of one source of video; user and password may be in them.

    Args:
        main: at full quality: RTSP, RTMP, HLS (``….m3u8``), HTTP-FLV, HTTP-TS, or a file on each desk's machine,
            shown over and over.
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


class PullPattern(Model):
    """Addresses at a media server that has the video of many terminals.

    Args:
        main, sub: with ``{number}`` or ``{device_id}`` where a terminal's stands, made fit for an address.
    """

    main: PatternUrl = Field(repr=False)
    sub: PatternUrl | None = Field(default=None, repr=False)

    @property
    def host(self) -> str:
        return host_of(self.main)

    @property
    def is_by_device_id(self) -> bool:
        """The server knows terminals by what they call themselves, so it has none that has no such name."""
        return _DEVICE_ID in self.main

    def addresses(self, terminal: Terminal) -> tuple[str, str]:
        """Main and sub address of a terminal; each empty where there is none."""
        return _address(self.main, terminal), _address(self.sub or "", terminal)


def host_of(url: str) -> str:
    """Scheme, host and port of an address, the name of a file. Raises ValueError for what is no address."""
    if file := file_of(url):
        return f"file:///…/{PurePosixPath(file).name}"[:_HOST_SHOWN]
    parts = urlsplit(url)
    host = f"[{parts.hostname}]" if ":" in (parts.hostname or "") else parts.hostname or ""
    return (f"{parts.scheme}://{host}" + (f":{parts.port}" if parts.port else ""))[:_HOST_SHOWN]
