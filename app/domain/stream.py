"""A stream: live video (and sound) that a terminal pushes to the station."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from app.domain.model import Model, OptionalText, Utc
from app.domain.pull import RtspTransport


class Container(StrEnum):
    """What the station can cut at key frames without decoding."""

    MPEG_TS = "mpegts"
    FLV = "flv"
    WEBM = "webm"
    FMP4 = "fmp4"


class StreamEnd(StrEnum):
    """Why a stream is over."""

    CLOSED = "closed"
    VANISHED = "vanished"
    TAKEN_OVER = "taken_over"
    MALFORMED = "malformed"
    #: The terminal was retired, or its secret was renewed.
    RETIRED = "retired"
    #: Its unit went off duty, or it was taken from its unit.
    OFF_DUTY = "off_duty"
    STATION_STOPPED = "station_stopped"


class Stream(Model):
    """One publishing, as the picture holds it while it lasts.

    Args:
        terminal: who pushes. number: counts publishings, so that two of one terminal are told apart.
        video_codec, audio_codec: as FFmpeg names them (``h264``, ``opus``); empty while unknown or absent.
        width, height: pixels, 0 while unknown.
        bitrate_bps: over the last seconds. lost: packets that the container's counters say are missing.
        takes_wishes: the terminal asks how large its picture is to be, so it can be had for less.
    """

    terminal: int
    number: int
    container: Container
    started_at: Utc
    video_codec: OptionalText = ""
    audio_codec: OptionalText = ""
    width: int = 0
    height: int = 0
    bitrate_bps: int = 0
    lost: int = 0
    takes_wishes: bool = False


class StreamTicket(Model):
    """Where an operator reads the video of a terminal or a camera. Addresses are secret: whoever has one sees it.

    Args:
        url: of the station's relay (path and query only, to be joined to the address under which the station is
            reached), or of a camera or media server, credentials included.
        sub_url: the same view, smaller; empty where there is none.
        transport: of RTSP's media.
        expires_at: when ``url`` opens nothing any more; None for one that is not the station's.
    """

    url: str = Field(repr=False)
    sub_url: str = Field(default="", repr=False)
    transport: RtspTransport = RtspTransport.TCP
    expires_at: Utc | None = None


#: How long the station believes what a desk said last about what it shows.
WATCHED_S = 30.0


class Watching(Model):
    """What a desk shows now: by terminal, how high in pixels. All of it; what is missing is not shown."""

    heights: Annotated[dict[int, Annotated[int, Field(ge=0, le=20_000)]], Field(max_length=500)]
