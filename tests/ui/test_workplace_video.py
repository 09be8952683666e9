from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QLabel

from app.domain.errors import AppError
from app.domain.event import TerminalRetired
from app.domain.stream import StreamTicket
from app.media.budget import Limits
from tests.ui.models.crowd import a_scene, a_unit, happen
from tests.ui.widgets.live_video import sends
from ui.models.selection import Selection
from ui.theme.look import Look
from ui.workplace_video import WorkplaceVideo


class ShutDoor:
    def ticket(self, source: int) -> StreamTicket:
        del source
        raise AppError("stream.absent")

    def watching(self, heights: Mapping[int, int]) -> None: ...


def test_a_terminal_that_is_retired_leaves_the_strip_at_once(qtbot, tmp_path):
    scene = a_scene([a_unit(1), a_unit(2)])
    sends(scene, 1, 101)
    sends(scene, 2, 102)
    settings = QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat)
    limits = Limits(2.0, 1e9)
    video = WorkplaceVideo(scene, Selection(), ShutDoor(), limits, None, scene.clock, Look(), settings, None)
    qtbot.addWidget(video.strip)
    video.strip.pin((101, 102))
    happen(scene, TerminalRetired(terminal=101))
    assert video.strip.shelf.pinned == (102,)
    video.stop()
    scene.deleteLater()


def test_every_wall_that_fills_a_screen_tells_of_talk(qtbot, tmp_path):
    scene = a_scene([a_unit(1)])
    settings = QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat)
    lines = []

    def make_line():
        lines.append(QLabel("Patrol talking"))
        return lines[-1]

    video = WorkplaceVideo(
        scene,
        Selection(),
        ShutDoor(),
        Limits(2.0, 1e9),
        None,
        scene.clock,
        Look(),
        settings,
        None,
        make_talk_line=make_line,
    )
    qtbot.addWidget(video.strip)
    qtbot.addWidget(video.walls.home)
    video.walls.start()
    window = video.walls.open_window()
    window.set_full_screen(True)
    qtbot.waitUntil(lines[0].isVisible, timeout=30_000)
    video.stop()
    scene.deleteLater()
