"""What a reader is doing, in words, and how well."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from app.domain.errors import AppError
from app.media.source import Quality


class ReaderState(StrEnum):
    """STALE is a stream that is open and brings no pictures; ENDED a recording that was played to its end."""

    OPENING = "opening"
    LIVE = "live"
    STALE = "stale"
    RETRYING = "retrying"
    ENDED = "ended"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class Wish:
    """What is wanted of a reader; may change while it runs.

    Args:
        size: of the tile, pixels (width, height).
        quality: which of the source's streams.
        keys_only: decode key frames alone.
        rate_fps: show at most so many pictures a second; None: all.
        hears: measure the level of the sound.
        is_audible: have the sound itself ready, too.
        is_paused: decode nothing, but stay ready to go on at once.
    """

    size: tuple[int, int]
    quality: Quality = Quality.MAIN
    keys_only: bool = False
    rate_fps: float | None = None
    hears: bool = False
    is_audible: bool = False
    is_paused: bool = False


@dataclass(frozen=True, slots=True)
class Patience:
    """How long a reader bears what it should not have to, seconds.

    Args:
        stale_s: without a picture, until the stream is called stale.
        silent_s: without a picture, until it is closed and opened again.
        return_s: for FFmpeg to come back after that, until its thread is left behind.
    """

    stale_s: float = 2.5
    silent_s: float = 8.0
    return_s: float = 1.5


@dataclass(frozen=True, slots=True)
class Level:
    """How loud the sound is, dB below full scale; -90 is silence."""

    rms_dbfs: float
    peak_dbfs: float


@dataclass(frozen=True, slots=True)
class Figures:
    """Measured over the last two seconds.

    Args:
        shown_fps: pictures that were scaled for the tile.
        bytes_per_s: over HTTP, all that came; otherwise what packets weigh.
        cpu_share: of one core, spent by the reader's thread.
        decode_ms: CPU time of one shown picture, of all that the reader does for it.
        delay_ms: how much later than the promptest recent picture the newest came, plus ``decode_ms``. It shows a
            growing queue or a jittery line; the way from the lens to the network is not in it.
        codec: as FFmpeg names it. width, height: of the source, pixels.
        broken: packets that could not be decoded, since it was opened.
        has_sound: there is a track of sound beside the pictures.
    """

    shown_fps: float = 0.0
    bytes_per_s: float = 0.0
    cpu_share: float = 0.0
    decode_ms: float = 0.0
    delay_ms: float = 0.0
    codec: str = ""
    width: int = 0
    height: int = 0
    broken: int = 0
    level: Level | None = None
    has_sound: bool = False


@dataclass(frozen=True, slots=True)
class ReaderStatus:
    """A reader at one moment.

    Args:
        since_at: when this state began.
        reason: why it is not live; None while nothing is wrong.
        picture_age_s: of the newest picture; None before the first.
        retry_in_s: until the next opening, while RETRYING.
    """

    state: ReaderState
    since_at: datetime
    reason: AppError | None = None
    picture_age_s: float | None = None
    retry_in_s: float | None = None
    figures: Figures = field(default_factory=Figures)
