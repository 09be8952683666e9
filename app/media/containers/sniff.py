"""Which container a publisher sends, told from its first bytes: what senders say of themselves is often wrong."""

from __future__ import annotations

from collections.abc import Callable

from app.domain.errors import AppError
from app.domain.stream import Container
from app.media.containers.flv import FlvCutter
from app.media.containers.fmp4 import Fmp4Cutter
from app.media.containers.matroska import MatroskaCutter
from app.media.containers.mpegts import PACKET, MpegTsCutter
from app.media.containers.piece import Cutter

_CUTTERS: dict[Container, Callable[[], Cutter]] = {
    Container.MPEG_TS: MpegTsCutter,
    Container.FLV: FlvCutter,
    Container.WEBM: MatroskaCutter,
    Container.FMP4: Fmp4Cutter,
}
#: What the reader is told that it gets.
MEDIA_TYPES = {
    Container.MPEG_TS: "video/mp2t",
    Container.FLV: "video/x-flv",
    Container.WEBM: "video/webm",
    Container.FMP4: "video/mp4",
}
#: Two packets of a transport stream tell; the others tell earlier.
_HEAD_BYTES = 2 * PACKET


def sniff(head: bytes) -> Container | None:
    """The container that begins so; None while these bytes are too few to tell.

    Raises:
        AppError("stream.container_unknown"): it is none that the station can cut.
    """
    if head.startswith(b"FLV\x01"):
        return Container.FLV
    if head.startswith(b"\x1a\x45\xdf\xa3"):
        return Container.WEBM
    if head[4:8] in (b"ftyp", b"styp", b"moov", b"moof"):
        return Container.FMP4
    if len(head) < _HEAD_BYTES:
        return None
    # A publisher that joined a multicast begins in the middle of a packet.
    if any(head[at] == 0x47 == head[at + PACKET] for at in range(PACKET)):
        return Container.MPEG_TS
    raise AppError("stream.container_unknown")


def cutter_for(container: Container) -> Cutter:
    return _CUTTERS[container]()
