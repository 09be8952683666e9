"""A snapshot: the picture at one ``seq``, as a desk takes it before it follows the feed."""

from __future__ import annotations

from app.domain.camera import Camera
from app.domain.media_server import MediaServer
from app.domain.model import Model, ShortText, Utc
from app.domain.operator import Operator
from app.domain.stream import Stream
from app.domain.talk import BurstRow, Call, Talkgroup, VoiceLink
from app.domain.terminal import Terminal
from app.domain.unit import Unit


class Snapshot(Model):
    """The picture after the event ``seq``; 0 is the empty log.

    Args:
        at: the station's time of the snapshot.
        station: the log's identity; another one means another station, whose ``seq`` cannot be compared.
        units, terminals, operators, cameras: in the order of their numbers.
        media_server: where the video of terminals is fetched that neither push nor have an address of their own.
        streams: what is live, in the order of their terminals; voice_links likewise.
        bursts: the last ones.
    """

    seq: int
    at: Utc
    station: ShortText
    units: tuple[Unit, ...] = ()
    terminals: tuple[Terminal, ...] = ()
    operators: tuple[Operator, ...] = ()
    streams: tuple[Stream, ...] = ()
    cameras: tuple[Camera, ...] = ()
    media_server: MediaServer | None = None
    talkgroups: tuple[Talkgroup, ...] = ()
    calls: tuple[Call, ...] = ()
    bursts: tuple[BurstRow, ...] = ()
    voice_links: tuple[VoiceLink, ...] = ()
