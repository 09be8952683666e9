"""What every cutter makes of a publisher's bytes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

#: No header may be longer than this, and no single frame, before the publisher is refused.
HEADER_BYTES = 2 * 1024 * 1024
FRAME_BYTES = 8 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Piece:
    """Bytes that belong together. The cutter's header and then pieces from a key piece on make a whole stream.

    Args:
        is_key: a reader may begin with this piece.
        time_s: media time of its first frame on the publisher's clock; None while that is unknown.
    """

    data: bytes
    is_key: bool
    time_s: float | None = None


def merged(pieces: list[Piece]) -> list[Piece]:
    """The same bytes in as few pieces as can be: a new one only where a reader may begin."""
    groups: list[list[Piece]] = []
    for piece in pieces:
        if piece.is_key or not groups:
            groups.append([piece])
        else:
            groups[-1].append(piece)
    return [
        group[0]
        if len(group) == 1
        else Piece(b"".join(piece.data for piece in group), group[0].is_key, group[0].time_s)
        for group in groups
    ]


@dataclass(slots=True)
class Tracks:
    """What a container says of itself. Codecs as FFmpeg names them, empty while unknown; sizes in pixels.

    ``lost`` counts the packets that the container's counters say are missing.
    """

    video_codec: str = ""
    audio_codec: str = ""
    width: int = 0
    height: int = 0
    lost: int = 0


class Cutter(Protocol):
    """One publisher's bytes in order. ``header`` is empty until it is known, and may be replaced later."""

    header: bytes
    tracks: Tracks

    def feed(self, data: bytes) -> list[Piece]:
        """The pieces that these bytes complete; none while more is needed. Every piece comes after the header.

        Raises:
            AppError("stream.malformed", reason): this is not the container it claims to be, or cannot be cut.
            AppError("stream.oversized"): a header or a frame is longer than any camera makes.
        """
        ...
