"""What a stream takes of the machine and the line at each step of its tile, measured or assumed."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

from app.media.source import Quality
from app.media.state import Figures, Wish

#: Pictures a second at the slow steps.
SLOW_FPS = 6.0
#: Measured on two cores without a GPU, H.264 at 360p and 720p: what a picture costs to decode and scale, however
#: small it is, and what every million pixels add.
_PICTURE_MS, _MEGAPIXEL_MS = 0.6, 3.1
#: Shares of the cost of all pictures: those that are not shown are decoded all the same, but not scaled; a key
#: frame is heavier than each of those that follow it.
_SLOW, _KEYS = 0.75, 0.12


class Step(IntEnum):
    """What a tile is given, from nothing to everything."""

    OFF = 0
    KEYS = 1
    SUB_SLOW = 2
    SUB = 3
    MAIN_SLOW = 4
    MAIN = 5

    @property
    def quality(self) -> Quality:
        return Quality.MAIN if self >= Step.MAIN_SLOW else Quality.SUB

    @property
    def keys_only(self) -> bool:
        return self is Step.KEYS

    @property
    def is_slow(self) -> bool:
        return self in (Step.SUB_SLOW, Step.MAIN_SLOW)


@dataclass(frozen=True, slots=True)
class Cost:
    """What one stream takes.

    Args:
        cpu: share of one core, decoding and scaling every picture. downlink_bps: bits a second.
        slow_cpu, keys_cpu: the same with fewer pictures shown, and with key frames alone.
    """

    cpu: float
    downlink_bps: float
    slow_cpu: float
    keys_cpu: float


def assumed(width: int, height: int, rate_fps: float, bitrate_bps: float) -> Cost:
    """The cost of a stream that has not run yet, from what it says of itself."""
    picture_ms = _PICTURE_MS + _MEGAPIXEL_MS * width * height / 1e6
    return _at_all_steps(picture_ms * rate_fps / 1000, bitrate_bps)


def measured(figures: Figures, step: Step) -> Cost:
    """The cost of a stream from what its reader measured while its tile stood at ``step`` (not OFF)."""
    share = _KEYS if step.keys_only else _SLOW if step.is_slow else 1.0
    return _at_all_steps(figures.cpu_share / share, figures.bytes_per_s * 8)


def wish_for(step: Step, size: tuple[int, int], *, hears: bool = False) -> Wish:
    """What a reader is to do for a tile of this size at a step (not OFF: then there is no reader)."""
    return Wish(size, step.quality, step.keys_only, SLOW_FPS if step.is_slow else None, hears)


def _at_all_steps(cpu: float, downlink_bps: float) -> Cost:
    return Cost(cpu, downlink_bps, cpu * _SLOW, cpu * _KEYS)
