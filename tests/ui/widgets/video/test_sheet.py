"""The sheet of a wall: what it paints, and that nobody can see that it is not the tiles who do."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from app.domain.errors import AppError
from app.media.frame import Frame
from tests.ui.wall.conftest import FakeVideos
from tests.ui.widgets.fakes import TERMINALS, scene_of
from ui.bridge.video_status import SourceState, SourceStatus
from ui.models.video_sources import VideoSources
from ui.theme.look import Look
from ui.widgets.video.sheet import PictureSheet
from ui.widgets.video.tile import VideoTile

SIZE = (320, 180)
BAR_PX = 24


class Wall(QWidget):
    """Two tiles side by side under a sheet, both live and grey."""

    def __init__(self, folder) -> None:
        super().__init__()
        scene = scene_of()
        self.videos, self.sheet = FakeVideos(), PictureSheet(self)
        self.tiles = [
            VideoTile(self.videos, VideoSources(scene), Look(), scene.clock, folder, self) for _ in range(2)
        ]
        self.painted: list[int] = []
        for i, tile in enumerate(self.tiles):
            tile.set_sheet(self.sheet)
            tile.setGeometry(i * (SIZE[0] + 2), 0, SIZE[0], SIZE[1] + BAR_PX)
            tile.set_source(TERMINALS[i].number)
            self.tell(i, SourceState.LIVE)
            paint = tile.paintEvent
            tile.paintEvent = lambda event, i=i, paint=paint: (self.painted.append(i), paint(event))
        self.resize(2 * SIZE[0] + 2, SIZE[1] + BAR_PX)

    def tell(self, i: int, state: SourceState, reason: AppError | None = None) -> None:
        self.tiles[i]._tell(SourceStatus(TERMINALS[i].number, state, reason, picture_age_s=0.1))

    def put(self, i: int, grey: int) -> None:
        self.tiles[i]._put(Frame.of(np.full((SIZE[1], SIZE[0], 4), grey, np.uint8)))

    def is_lent(self, i: int) -> bool:
        return self.tiles[i]._picture in self.sheet.pictures

    def grey_at(self, x: int, y: int) -> int:
        return self.colour_at(x, y).red()

    def colour_at(self, x: int, y: int) -> QColor:
        return self.grab().toImage().pixelColor(x, y)


@pytest.fixture
def wall(qtbot, tmp_path):
    wall = Wall(tmp_path)
    qtbot.addWidget(wall)
    # The keys are nobody's: who has them is framed, and has buttons.
    wall.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    # Away from the mouse, too.
    wall.move(200, 200)
    with qtbot.waitActive(wall):
        wall.show()
        wall.activateWindow()
    wall.setFocus()
    for grey in (50, 60):
        for i in (0, 1):
            wall.put(i, grey)
    assert wall.is_lent(0)
    assert wall.is_lent(1)
    return wall


def test_the_sheet_paints_new_pictures_and_the_tiles_are_left_alone(wall, qtbot):
    seen = []
    whole = wall.sheet.paintEvent
    wall.sheet.paintEvent = lambda event: (seen.append(event.region().boundingRect()), whole(event))
    assert wall.grey_at(100, 90) == 60
    # What is still to be painted is painted now.
    wall.repaint()
    wall.painted.clear()
    seen.clear()
    wall.put(1, 90)
    qtbot.waitUntil(lambda: bool(seen))
    assert seen[0] == wall.tiles[1]._picture.rect.translated(wall.tiles[1].pos())
    assert wall.painted == []
    assert wall.grey_at(SIZE[0] + 100, 90) == 90
    assert wall.grey_at(100, 90) == 60


def test_a_picture_that_comes_to_a_hidden_tile_lies_over_nothing(wall):
    """One tile is enlarged; what was on its way to another is still handed to it."""
    wall.tiles[1].hide()
    wall.tiles[0].resize(2 * SIZE[0] + 2, SIZE[1] + BAR_PX)
    wall.put(0, 120)
    wall.put(1, 200)
    assert not wall.is_lent(1)
    assert wall.grey_at(SIZE[0] + 100, 90) != 200
    wall.tiles[1].show()
    wall.put(1, 210)
    assert wall.is_lent(1)


def test_what_has_something_to_say_is_painted_by_its_tile_until_the_next_plain_picture(wall):
    wall.put(0, 200)
    wall.tell(0, SourceState.STALE)
    assert not wall.is_lent(0)
    assert wall.is_lent(1)
    assert wall.grey_at(12, 20) < 110
    wall.tell(0, SourceState.LIVE)
    wall.put(0, 200)
    assert wall.is_lent(0)
    assert wall.grey_at(12, 20) == 200


def test_a_frame_stays_around_a_picture_that_the_sheet_paints(wall):
    wall.tiles[0].set_focused_tile(True)
    wall.put(0, 120)
    assert wall.is_lent(0)
    accent = QColor(wall.tiles[0]._look.theme.accent)
    assert wall.colour_at(1, 90) == accent
    assert wall.grey_at(100, 90) == 120
    wall.tiles[0].set_focused_tile(False)
    wall.put(0, 121)
    assert wall.grey_at(1, 90) == 121


def test_buttons_stay_over_a_picture_and_are_not_painted_with_it(wall, qtbot):
    tile = wall.tiles[0]
    tile.setFocus()
    qtbot.waitUntil(tile._buttons.isVisible)
    wall.put(0, 40)
    assert wall.is_lent(0)
    buttons = tile._buttons.geometry()
    assert not wall.sheet.mask().intersects(buttons)
    wall.put(0, 44)
    left, below = buttons.left() - 3, buttons.bottom() + 3
    assert [wall.grey_at(left, buttons.center().y()), wall.grey_at(buttons.center().x(), below)] == [44, 44]


def test_the_mouse_goes_through_to_the_tile(wall, qtbot):
    assert wall.childAt(QPoint(100, 90)) is wall.tiles[0]
    with qtbot.waitSignal(wall.tiles[0].activated):
        QTest.mouseDClick(wall.windowHandle(), Qt.MouseButton.LeftButton, pos=QPoint(100, 90))


@pytest.mark.parametrize(
    "change",
    [
        lambda tile: tile.hide(),
        lambda tile: tile.move(5, 5),
        lambda tile: tile.resize(200, 150),
        lambda tile: tile.set_source(None),
        lambda tile: tile.set_origin("Guard tour"),
        lambda tile: tile._zoom(tile._picture.zoom.by(2)),
    ],
)
def test_a_tile_that_changes_takes_its_picture_back_at_once(wall, change):
    change(wall.tiles[0])
    assert not wall.is_lent(0)
    assert wall.is_lent(1)


def test_a_tile_that_moved_is_painted_where_it_is(wall):
    wall.resize(700, 500)
    wall.tiles[0].move(0, 210)
    wall.put(0, 77)
    assert wall.is_lent(0)
    assert wall.grey_at(100, 300) == 77


def test_a_tile_without_a_picture_lends_none_and_a_sheet_without_any_is_not_there(wall):
    for tile in wall.tiles:
        tile.set_source(None)
    assert wall.sheet.pictures == []
    assert wall.sheet.isHidden()
