"""The kit: what every wall of a desk is made of."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from typing import Any, Protocol

from app.media.budget import Limits, Load
from ui.bridge.video_status import Screen, SourceStatus
from ui.models.scene import Scene
from ui.models.selection import Selection
from ui.models.video_sources import VideoSources
from ui.theme.look import Look
from ui.wall.tour_book import TourBook


class LiveVideo(Protocol):
    """What a wall itself asks of ``ui.bridge.videos.Videos``; its tiles know more of it.

    Signals:
        changed(): each second: the load, and how many are held back.
    """

    changed: Any

    @property
    def limits(self) -> Limits: ...
    @property
    def load(self) -> Load: ...
    def attach(self, screen: Screen) -> None: ...
    def detach(self, screen: Screen) -> None: ...
    def refresh(self, screen: Screen) -> None: ...
    def status(self, source: int) -> SourceStatus: ...


@dataclass(frozen=True)
class WallKit:
    """
    Args:
        snapshots: folder for pictures of tiles.
        now_s: seconds that only go forward, for tours and tiles that follow.
    """

    scene: Scene
    selection: Selection
    videos: LiveVideo
    sources: VideoSources
    tours: TourBook
    look: Look
    snapshots: Path
    now_s: Callable[[], float] = monotonic
