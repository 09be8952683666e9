"""The kit: what every wall of a desk is made of."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from time import monotonic

from PySide6.QtWidgets import QWidget

from ui.bridge.videos import Videos
from ui.models.scene import Scene
from ui.models.selection import Selection
from ui.models.video_sources import VideoSources
from ui.theme.look import Look
from ui.wall.tour_book import TourBook
from ui.widgets.video.talk import TileTalk


@dataclass(frozen=True)
class WallKit:
    """
    Args:
        snapshots: folder for pictures of tiles.
        talk: through which one talks to a tile's unit; None where one does not.
        make_foot: what tells of talk while a wall fills a screen; None where one does not talk.
        now_s: seconds that only go forward, for tours and tiles that follow.
    """

    scene: Scene
    selection: Selection
    videos: Videos
    sources: VideoSources
    tours: TourBook
    look: Look
    snapshots: Path
    talk: TileTalk | None = None
    make_foot: Callable[[], QWidget] | None = None
    now_s: Callable[[], float] = monotonic
