"""What a phone's app needs to be told, as a QR code for the app to read.

Traccar Client reads codes with the scanner in its own settings, and takes an http(s) URL as the server's address
with settings as its query. It no longer takes ``org.traccar.client://`` links from other apps (CVE-2026-48745), so
that is not offered. OwnTracks documents ``owntracks:///config?inline=`` with its configuration in base 64.

Sources: traccar/traccar-client ``configuration_service.dart``, ``qr_code_screen.dart``;
owntracks.org/booklet/features/remoteconfig and /tech/json.
"""

from __future__ import annotations

import base64
from urllib.parse import quote, urlencode, urlsplit

import orjson

from app.domain.history import Address

#: A patrol is to be seen while it moves: a fix every few seconds however far it went, and a sign of life at rest.
_INTERVAL_S = 5
_HEARTBEAT_S = 60

#: OwnTracks: 3 is HTTP; monitoring 2 is "move", which reports at an interval.
_MODE_HTTP = 3
_MONITORING_MOVE = 2


def is_only_local(url: str) -> bool:
    """Whether no phone can reach this address, since it names the machine itself."""
    host = urlsplit(url).hostname or ""
    return host in ("localhost", "::1") or host.startswith("127.")


def traccar_code(address: Address, device_id: str) -> str:
    """For the scanner in Traccar Client's settings."""
    settings = {
        "id": device_id,
        "accuracy": "highest",
        "distance": 0,
        "interval": _INTERVAL_S,
        "heartbeat": _HEARTBEAT_S,
    }
    return f"{address.osmand_url}?{urlencode(settings)}"


def owntracks_code(address: Address, device_id: str) -> str:
    """For the phone's camera: opens OwnTracks, which asks before it takes the configuration over."""
    configuration = {
        "_type": "configuration",
        "mode": _MODE_HTTP,
        "url": address.owntracks_url,
        "auth": True,
        "username": device_id,
        "password": address.token,
        "deviceId": device_id,
        "tid": device_id[-2:],
        "monitoring": _MONITORING_MOVE,
        "locatorInterval": _HEARTBEAT_S,
        "moveModeLocatorInterval": _INTERVAL_S,
        "pubExtendedData": True,
        "cmd": False,
        "remoteConfiguration": False,
    }
    inline = base64.b64encode(orjson.dumps(configuration)).decode("ascii")
    return f"owntracks:///config?inline={quote(inline, safe='')}"
