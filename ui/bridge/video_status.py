"""What tiles and ``Videos`` tell each other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from app.domain.errors import AppError
from app.domain.stream import StreamTicket
from app.media.cost import Step
from app.media.frame import Frame
from app.media.state import Level


class SourceState(StrEnum):
    """What a source is doing, as a tile writes it. From OPENING on as ``ReaderState`` has it."""

    #: There is nothing to be had; the reason says why. It begins by itself when there is.
    NONE = "none"
    #: Nobody sees it, or the budget has taken all of it away.
    OFF = "off"
    OPENING = "opening"
    LIVE = "live"
    STALE = "stale"
    RETRYING = "retrying"
    ENDED = "ended"


class Limit(StrEnum):
    """What there is too little of."""

    MACHINE = "machine"
    LINE = "line"


@dataclass(frozen=True, slots=True)
class Showing:
    """What a screen shows at this moment.

    Args:
        size: of its picture area, device pixels (width, height).
        importance: larger is kept longer when there is not enough for all.
        hears: the level of the sound is shown. is_audible: the sound is played.
    """

    source: int
    size: tuple[int, int]
    is_visible: bool = True
    is_focused: bool = False
    importance: int = 1
    hears: bool = False
    is_audible: bool = False


@dataclass(frozen=True, slots=True)
class SourceStatus:
    """A source at one moment.

    Args:
        reason: why it is not live; None while nothing is wrong.
        picture_age_s: of the newest picture; None before the first.
        latency_ms: how late the newest picture came, see ``Figures.delay_ms``.
        step: what the budget gives. cut_by: what there was too little of to give all.
        retry_in_s: until the next attempt, while RETRYING.
        has_sound: there is something to hear. sound_fault: why it is not heard, although it should be.
    """

    source: int
    state: SourceState
    reason: AppError | None = None
    picture_age_s: float | None = None
    latency_ms: float = 0.0
    fps: float = 0.0
    bitrate_bps: float = 0.0
    step: Step = Step.OFF
    cut_by: Limit | None = None
    level: Level | None = None
    retry_in_s: float | None = None
    has_sound: bool = False
    sound_fault: AppError | None = None


class Screen(Protocol):
    """Something that shows a source; lives on the GUI thread."""

    def showing(self) -> Showing | None:
        """What it shows now; None: nothing. Asked when it is attached and at each refresh."""
        ...

    def show(self, frame: Frame) -> None:
        """There is a new picture."""
        ...

    def tell(self, status: SourceStatus) -> None:
        """How its source is, four times a second and when it changes."""
        ...


class VideoDoor(Protocol):
    """The station's doors of video. Both calls block, may come from any thread, and raise AppError."""

    def ticket(self, source: int) -> StreamTicket: ...

    def watching(self, heights: Mapping[int, int]) -> None:
        """Tell how high (pixels) this desk shows each terminal."""
        ...
