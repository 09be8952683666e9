"""By which address phones reach this station."""

from __future__ import annotations

import ipaddress
import socket
from urllib.parse import urlsplit, urlunsplit

from app.settings import Settings

#: Addresses for documentation (RFC 5737, RFC 3849): a UDP socket "connected" there sends nothing, but the system
#: picks the interface that leads out.
_FAR = {socket.AF_INET: ("192.0.2.1", 9), socket.AF_INET6: ("2001:db8::1", 9)}


def phone_base_url(settings: Settings, asked_url: str) -> str:
    """Scheme, host and port that a phone should use, without a slash at the end.

    Args:
        asked_url: the address by which the desk that asks reached the station.
    """
    if settings.public_url:
        return settings.public_url.rstrip("/")
    parts = urlsplit(asked_url)
    if is_everywhere(settings.host) and _is_loopback(parts.hostname or ""):
        # The desk sits on this machine; a phone does not.
        host = own_address(socket.AF_INET6 if ":" in settings.host else socket.AF_INET)
        parts = parts._replace(netloc=f"{_bracketed(host)}:{parts.port}" if parts.port else _bracketed(host))
    return urlunsplit((parts.scheme, parts.netloc, "", "", ""))


def is_everywhere(host: str) -> bool:
    """Whether a station that listens on this host listens on every interface."""
    return host in ("0.0.0.0", "::", "")


def own_address(family: socket.AddressFamily) -> str:
    """This machine's address towards the network; loopback when it has none."""
    with socket.socket(family, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(_FAR[family])
        except OSError:
            return "::1" if family is socket.AF_INET6 else "127.0.0.1"
        return str(probe.getsockname()[0])


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host
