"""What phones say: a fix as each app puts it into an HTTP request.

Sources: the OsmAnd protocol in both its forms, https://www.traccar.org/osmand/ (Traccar Client 8 and older send
the query, 9 and newer the JSON); OwnTracks, https://owntracks.org/booklet/tech/http/ and .../tech/json/.
"""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from urllib.parse import urlencode

from app.domain.history import Address
from app.simulator.receiver import PhoneFix

_KNOT_MPS = 1852 / 3600
_JSON = {"Content-Type": "application/json"}


@dataclass(frozen=True, slots=True)
class Message:
    """One request. Its URL and headers carry the terminal's secret: never to be logged."""

    url: str = field(repr=False)
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True)
class Account:
    """What was typed into a phone: the station's address and the device's identifier."""

    address: Address = field(repr=False)
    device_id: str


Dialect = Callable[[Account, PhoneFix, int], Message]


def osmand_query(account: Account, fix: PhoneFix, at_ms: int) -> Message:
    """Traccar Client up to 8: everything in the query of a POST; speed in knots, bearing 0 while standing."""
    query = {
        "id": account.device_id,
        "timestamp": at_ms // 1000,
        "lat": round(fix.lat_deg, 7),
        "lon": round(fix.lon_deg, 7),
        "speed": round(fix.speed_mps / _KNOT_MPS, 3),
        "bearing": round(fix.heading_deg or 0.0, 1),
        "altitude": 0.0,
        "accuracy": round(fix.accuracy_m, 1),
        "batt": round(fix.battery * 100, 1),
    }
    return Message(f"{account.address.osmand_url}?{urlencode(query)}")


def osmand_json(account: Account, fix: PhoneFix, at_ms: int) -> Message:
    """Traccar Client from 9: JSON; speed in m/s, heading -1 while standing, battery 0 to 1."""
    said = {
        "location": {
            "timestamp": datetime.fromtimestamp(at_ms / 1000, UTC).isoformat(timespec="milliseconds")[:-6] + "Z",
            "coords": {
                "latitude": round(fix.lat_deg, 7),
                "longitude": round(fix.lon_deg, 7),
                "accuracy": round(fix.accuracy_m, 1),
                "speed": round(fix.speed_mps, 2),
                "heading": -1 if fix.heading_deg is None else round(fix.heading_deg, 1),
                "altitude": 0.0,
            },
            "is_moving": fix.heading_deg is not None,
            "battery": {"level": round(fix.battery, 2), "is_charging": False},
            "extras": {},
        },
        "device_id": account.device_id,
    }
    return Message(account.address.osmand_url, json.dumps(said).encode(), _JSON)


def owntracks(account: Account, fix: PhoneFix, at_ms: int) -> Message:
    """OwnTracks in HTTP mode: whole km/h, degrees and percent; who it is in Basic authentication."""
    said = {
        "_type": "location",
        "tid": account.device_id[-2:],
        "tst": at_ms // 1000,
        "lat": round(fix.lat_deg, 7),
        "lon": round(fix.lon_deg, 7),
        "acc": round(fix.accuracy_m),
        "vel": round(fix.speed_mps * 3.6),
        "batt": round(fix.battery * 100),
        "bs": 1,
        "conn": "m",
        "topic": f"owntracks/{account.device_id}/phone",
    }
    if fix.heading_deg is not None:
        said["cog"] = round(fix.heading_deg) % 360
    given = b64encode(f"{account.device_id}:{account.address.token}".encode()).decode()
    headers = _JSON | {"Authorization": f"Basic {given}", "X-Limit-U": account.device_id, "X-Limit-D": "phone"}
    # The address also holds the token; a phone that was given a password has an address without.
    url = account.address.owntracks_url.removesuffix(f"/{account.address.token}")
    return Message(url, json.dumps(said).encode(), headers)


DIALECTS: tuple[Dialect, ...] = (osmand_query, osmand_json, owntracks)
