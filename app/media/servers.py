"""Where media servers publish a stream: the address patterns of MediaMTX and ZLMediaKit.

Sources: MediaMTX's documentation ("Read", default ports), ZLMediaKit's wiki ("playing URL rules").
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from urllib.parse import quote


class Delivery(StrEnum):
    """How a media server hands a stream out."""

    RTSP = "rtsp"
    RTMP = "rtmp"
    HLS = "hls"
    HTTP_FLV = "http_flv"
    HTTP_TS = "http_ts"


#: ``{host}``, ``{app}`` and ``{stream}`` are put in; settings may bring other patterns, with other ports.
MEDIAMTX: Mapping[Delivery, str] = {
    Delivery.RTSP: "rtsp://{host}:8554/{app}/{stream}",
    Delivery.RTMP: "rtmp://{host}:1935/{app}/{stream}",
    Delivery.HLS: "http://{host}:8888/{app}/{stream}/index.m3u8",
}
ZLMEDIAKIT: Mapping[Delivery, str] = {
    Delivery.RTSP: "rtsp://{host}:554/{app}/{stream}",
    Delivery.RTMP: "rtmp://{host}:1935/{app}/{stream}",
    Delivery.HLS: "http://{host}:80/{app}/{stream}/hls.m3u8",
    Delivery.HTTP_FLV: "http://{host}:80/{app}/{stream}.live.flv",
    Delivery.HTTP_TS: "http://{host}:80/{app}/{stream}.live.ts",
}


def address(pattern: str, *, host: str, stream: str, app: str = "live") -> str:
    """A pattern with its names put in; what stands in a path is quoted, so that no name leaves its place."""
    return pattern.format(host=host, app=quote(app, safe=""), stream=quote(stream, safe=""))
