"""A Traccar server that forwards the positions of its devices (``forward.type = json``).

One position a message, or a list of them from a collector in between: ``{"position": {…}, "device": {…}}``.
Traccar keeps speed in knots whatever the device sent, and writes times as ISO 8601 or Unix milliseconds.

Source: traccar ``forward/PositionData`` and ``model/Position``.
"""

from __future__ import annotations

from app.domain.errors import AppError
from app.domain.report import Report
from app.station.columns import Message
from app.station.gateways.osmand import HDOP_M
from app.station.gateways.values import (
    KNOT_MPS,
    above_zero,
    at_least_zero,
    heading_deg,
    json_of,
    moment_ms,
    place,
    share,
    text,
)


def parse(body: bytes) -> Message:
    """The forwarded positions, each under its device's ``uniqueId``.

    Raises:
        AppError("report.malformed"), ("report.position_invalid"), ("report.time_invalid")
    """
    parsed = json_of(body)
    return [_forwarded(item) for item in (parsed if isinstance(parsed, list) else [parsed])]


def _forwarded(item: object) -> tuple[str, Report]:
    device = item.get("device") if isinstance(item, dict) else None
    position = item.get("position") if isinstance(item, dict) else None
    device_id = text(device.get("uniqueId")) if isinstance(device, dict) else ""
    if not isinstance(position, dict) or not device_id:
        raise AppError("report.malformed", reason="position")
    noted = position.get("attributes")
    attributes = noted if isinstance(noted, dict) else {}
    battery = share(attributes.get("batteryLevel"), 100)
    at_ms = moment_ms(position.get("fixTime") or position.get("deviceTime"))
    # Not valid, or filled in by Traccar with the last known place: there was no fix.
    if position.get("valid") is False or position.get("outdated") is True:
        return device_id, Report(at_ms=moment_ms(position.get("deviceTime")) or at_ms, battery=battery)
    lon_deg, lat_deg = place(position.get("longitude"), position.get("latitude"))
    accuracy_m = above_zero(position.get("accuracy"))
    report = Report(
        at_ms=at_ms,
        lon_deg=lon_deg,
        lat_deg=lat_deg,
        speed_mps=at_least_zero(position.get("speed"), KNOT_MPS),
        heading_deg=heading_deg(position.get("course")),
        accuracy_m=above_zero(attributes.get("hdop"), HDOP_M) if accuracy_m is None else accuracy_m,
        battery=battery,
    )
    return device_id, report
