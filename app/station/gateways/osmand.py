"""OsmAnd's live tracking protocol, as OsmAnd, Traccar Client of all ages and many small trackers speak it.

Three forms: query or urlencoded fields (speed in knots, battery in percent); the same fields as JSON objects,
alone or in a list (Traccar Client's SDK in batches); and the nested JSON of Traccar Client 9 (``location.coords``,
speed in m/s, battery 0 to 1).

Source: traccar.org/osmand; what the clients send: traccar-client-android ``ProtocolFormatter``, traccar-client
``preferences.dart``, traccar-client-sdk ``HttpUploader``.
"""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import parse_qsl

from app.domain.errors import AppError
from app.domain.report import Report
from app.station.columns import Message
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

#: Metres of accuracy (68 %) for one unit of HDOP: the range error of a plain civil receiver, about 5 m.
HDOP_M = 5.0
_MAX_FIELDS = 100
#: A message with none of these is no report. A heartbeat may carry an identifier and a time only.
_TELLING = ("id", "deviceid", "device_id", "timestamp", "lat", "lon", "location", "batt", "battery")


def parse(query: str, body: bytes) -> Message:
    """The reports of one HTTP message, by GET or POST.

    Args:
        query: the query string, still percent-encoded.
        body: may be empty, urlencoded, or JSON; told apart by their first character, since senders mislabel them.
    Raises:
        AppError("report.malformed"), ("report.position_invalid"), ("report.time_invalid")
    """
    fields = _fields(query)
    if body.lstrip()[:1] in (b"{", b"["):
        return _from_json(json_of(body), fields)
    if body:
        fields |= _fields(body.decode("utf-8", "replace"))
    return [_flat(fields)]


def _fields(encoded: str) -> dict[str, object]:
    try:
        return dict(parse_qsl(encoded, keep_blank_values=True, max_num_fields=_MAX_FIELDS))
    except ValueError as error:
        raise AppError("report.malformed", reason="fields") from error


def _from_json(parsed: object, fields: Mapping[str, object]) -> Message:
    message: list[tuple[str, Report]] = []
    for item in parsed if isinstance(parsed, list) else [parsed]:
        if not isinstance(item, dict):
            raise AppError("report.malformed", reason="object")
        location = item.get("location")
        if not isinstance(location, dict | list):
            message.append(_flat(item))
            continue
        device_id = _device_id(item) or _device_id(fields)
        for one in location if isinstance(location, list) else [location]:
            if not isinstance(one, dict):
                raise AppError("report.malformed", reason="location")
            message.append((device_id, _nested(one)))
    return message


def _device_id(fields: Mapping[str, object]) -> str:
    return text(fields.get("id") or fields.get("deviceid") or fields.get("device_id"))


def _flat(fields: Mapping[str, object]) -> tuple[str, Report]:
    if not any(name in fields for name in _TELLING):
        raise AppError("report.malformed", reason="empty")
    get = fields.get
    lon_deg, lat_deg = _flat_place(fields)
    accuracy_m = above_zero(get("accuracy"))
    report = Report(
        at_ms=moment_ms(get("timestamp")),
        lon_deg=lon_deg,
        lat_deg=lat_deg,
        speed_mps=at_least_zero(get("speed"), KNOT_MPS),
        heading_deg=heading_deg(get("bearing", get("heading"))),
        accuracy_m=above_zero(get("hdop"), HDOP_M) if accuracy_m is None else accuracy_m,
        battery=share(get("batt", get("battery")), 100),
    )
    return _device_id(fields), report


def _flat_place(fields: Mapping[str, object]) -> tuple[float, float] | tuple[None, None]:
    lon, lat = fields.get("lon"), fields.get("lat")
    location = fields.get("location")
    if lon is None and lat is None and isinstance(location, str):
        lat, comma, lon = location.partition(",")
        if not comma:
            raise AppError("report.position_invalid")
    # A tracker that has lost the sky repeats its last place as not valid: that is no fix.
    if (lon is None and lat is None) or str(fields.get("valid", "")).lower() in ("false", "0"):
        return None, None
    return place(lon, lat)


def _nested(location: Mapping[str, object]) -> Report:
    coords, battery = location.get("coords"), location.get("battery")
    level = battery.get("level") if isinstance(battery, dict) else None
    at_ms = moment_ms(location.get("timestamp"))
    if not isinstance(coords, dict):
        return Report(at_ms=at_ms, battery=share(level, 1))
    lon_deg, lat_deg = place(coords.get("longitude"), coords.get("latitude"))
    return Report(
        at_ms=at_ms,
        lon_deg=lon_deg,
        lat_deg=lat_deg,
        speed_mps=at_least_zero(coords.get("speed")),
        heading_deg=heading_deg(coords.get("heading")),
        accuracy_m=above_zero(coords.get("accuracy")),
        battery=share(level, 1),
    )
