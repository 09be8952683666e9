"""OwnTracks in HTTP mode: JSON messages told apart by ``_type``.

Only ``location`` is for us. The apps post everything through the one address (waypoints, transitions, status), and
on Android a message that is refused is sent again for ever, so the others are taken politely and dropped.

Source: owntracks.org/booklet/tech/http and /tech/json.
"""

from __future__ import annotations

from collections.abc import Mapping

from app.domain.errors import AppError
from app.domain.report import Report
from app.station.columns import Message
from app.station.gateways.values import (
    above_zero,
    at_least_zero,
    heading_deg,
    json_of,
    moment_ms,
    place,
    share,
    text,
)

#: ``vel`` is in km/h.
_KMH_MPS = 1 / 3.6


def parse(body: bytes, user: str = "", device: str = "") -> Message:
    """The locations in one HTTP message; may be none.

    Args:
        body: one message or a list of them. Empty when a friend is deleted in the app.
        user, device: the headers ``X-Limit-U`` and ``X-Limit-D``; together the identifier ``user/device``.
    Raises:
        AppError("report.encrypted"): the app's own encryption is on, which the station has no key for.
        AppError("report.malformed"), ("report.position_invalid"), ("report.time_invalid")
    """
    if not body.strip():
        return []
    parsed = json_of(body)
    message: list[tuple[str, Report]] = []
    for item in parsed if isinstance(parsed, list) else [parsed]:
        kind = item.get("_type") if isinstance(item, dict) else None
        if not isinstance(item, dict) or not isinstance(kind, str):
            raise AppError("report.malformed", reason="type")
        if kind == "encrypted":
            raise AppError("report.encrypted")
        if kind == "location":
            message.append((_device_id(item, user, device), _location(item)))
    return message


def _device_id(item: Mapping[str, object], user: str, device: str) -> str:
    topic = text(item.get("topic"))
    return text(f"{user}/{device}") if user and device else topic.removeprefix("owntracks/")


def _location(item: Mapping[str, object]) -> Report:
    lon_deg, lat_deg = place(item.get("lon"), item.get("lat"))
    return Report(
        at_ms=moment_ms(item.get("tst")),
        lon_deg=lon_deg,
        lat_deg=lat_deg,
        speed_mps=at_least_zero(item.get("vel"), _KMH_MPS),
        heading_deg=heading_deg(item.get("cog")),
        accuracy_m=above_zero(item.get("acc")),
        battery=share(item.get("batt"), 100),
    )
