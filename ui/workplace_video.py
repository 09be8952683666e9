"""The workplace's live video: who reads it, and the walls and the strip that show it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QSettings, Signal
from PySide6.QtWidgets import QWidget

from app.media.budget import Limits
from app.picture.changes import Changes
from app.picture.clock import Clock
from ui.bridge.video_sound import SoundOutput
from ui.bridge.video_status import VideoDoor
from ui.bridge.videos import Videos
from ui.models.scene import Scene
from ui.models.selection import Selection
from ui.models.video_sources import VideoSources
from ui.paths import pictures_folder
from ui.strip.strip import VideoStrip
from ui.theme.look import Look
from ui.wall.walls import Walls
from ui.widgets.video.talk import TileTalk
from ui.widgets.video.tile import VideoTile


class WorkplaceVideo(QObject):
    """
    Args:
        door: the station's doors of video.
        limits: what live video may take of this machine and its line.
        ca_file: whom to trust for a station with a certificate of its own.
        remembered: keeps what is on the walls and in the strip.
        output: where unmuted tiles are heard.
        talk: through which one talks to a tile's unit; None where one does not.
        make_talk_line: makes what tells of talk where the talk bar is not to be seen.
    Signals:
        snapshot_saved(Path): a picture was written.
        failed(AppError): what was asked for is not to be had.
    """

    snapshot_saved = Signal(object)
    failed = Signal(object)

    def __init__(
        self,
        scene: Scene,
        selection: Selection,
        door: VideoDoor,
        limits: Limits,
        ca_file: Path | None,
        clock: Clock,
        look: Look,
        remembered: QSettings,
        output: SoundOutput,
        talk: TileTalk | None = None,
        parent: QObject | None = None,
        *,
        make_talk_line: Callable[[], QWidget] | None = None,
    ) -> None:
        super().__init__(parent)
        pictures = pictures_folder()
        self.sources = VideoSources(scene)
        self.videos = Videos(scene, self.sources, door, limits, ca_file, self, output=output)
        self.make_tile = partial(VideoTile, self.videos, self.sources, look, clock, pictures, talk=talk)
        self.walls = Walls(
            scene=scene,
            selection=selection,
            videos=self.videos,
            sources=self.sources,
            look=look,
            snapshots=pictures,
            settings=remembered,
            talk=talk,
            make_foot=make_talk_line,
            parent=self,
        )
        self.strip = VideoStrip(selection, self.sources, self.make_tile, remembered, look)
        self.walls.snapshot_saved.connect(self.snapshot_saved)
        self.strip.snapshot_saved.connect(self.snapshot_saved)
        self.walls.failed.connect(self.failed)
        scene.changed.connect(self._on_changed)
        scene.replaced.connect(self.strip.drop_gone)
        self.videos.failed.connect(self.failed)

    def _on_changed(self, changes: Changes) -> None:
        if changes.terminals or changes.cameras:
            self.strip.drop_gone()

    def stop(self) -> None:
        """Close the walls' windows, and end all that is read; back within 2 s."""
        self.walls.stop()
        self.videos.stop()
