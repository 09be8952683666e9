"""Live video in the detail pane: there when a unit or a camera is chosen, and words where there is none."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from app.domain.camera import Camera
from app.domain.event import (
    CameraChanged,
    CameraRegistered,
    CameraRetired,
    DutyEnded,
    StreamEnded,
    StreamStarted,
    UnitStatusSet,
)
from app.domain.operator import Role
from app.domain.stream import Container, Stream, StreamEnd
from app.domain.unit import UnitStatus
from tests.ui.fleet.past import FakeGiven, FakePast
from tests.ui.models.crowd import NOON, happen
from tests.ui.widgets.fakes import FakeOrders
from tests.ui.widgets.live_video import FakeVideos, carries, sends, tile_maker
from ui.fleet.detail import UnitDetail
from ui.fleet.header import UnitHeader
from ui.fleet.order_bar import OrderBar
from ui.fleet.source_chips import SourceChips
from ui.fleet.unit_page import UnitPage
from ui.models.scene import Scene
from ui.models.selection import Selection
from ui.models.video_sources import VideoSources
from ui.theme.look import Look
from ui.widgets.unit_actions import UnitActions
from ui.widgets.video.tile import VideoTile

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
#: Unit 1 carries two terminals, unit 2 one, both send; unit 3 one that does not; unit 4 none.
CAR, BODY, PHONE, SILENT, GATE = 11, 12, 21, 31, 40
CAMERA = Camera(
    number=GATE,
    name="Station gate",
    agency="Railways",
    lon_deg=24.9413,
    lat_deg=60.1719,
    heading_deg=62.0,
    pulls_from="rtsp://192.0.2.8:554",
)


@pytest.fixture
def videos(qapp: object) -> FakeVideos:
    return FakeVideos()


@pytest.fixture
def detail(
    qtbot, scene: Scene, selection: Selection, look: Look, videos: FakeVideos, tmp_path: Path
) -> UnitDetail:
    sends(scene, 1, CAR)
    carries(scene, 1, BODY)
    sends(scene, 2, PHONE)
    carries(scene, 3, SILENT)
    happen(scene, CameraRegistered(camera=CAMERA))
    past, orders = FakePast(), FakeOrders()
    actions = UnitActions(scene, selection, orders, look, Role.DISPATCHER, scene)
    make_tile = tile_maker(videos, scene, look, tmp_path)
    sources = VideoSources(scene)
    detail = UnitDetail(scene, selection, look, actions, FakeGiven(), past, past, sources, make_tile)
    qtbot.addWidget(detail)
    detail.resize(360, 900)
    with qtbot.waitActive(detail):
        detail.show()
        detail.activateWindow()
    return detail


def _tile(detail: UnitDetail) -> VideoTile | None:
    return next((tile for tile in detail.findChildren(VideoTile) if tile.isVisible()), None)


def _said(widget: QWidget) -> str:
    return " | ".join(label.text() for label in widget.findChildren(QLabel) if label.isVisible() and label.text())


def _button(detail: UnitDetail, text: str) -> QPushButton | None:
    found = (b for b in detail.findChildren(QPushButton) if b.isVisible() and b.text() == text)
    return next(found, None)


def _top(widget: QWidget, detail: UnitDetail) -> int:
    return widget.mapTo(detail, widget.rect().topLeft()).y()


def test_the_picture_is_asked_for_the_moment_a_unit_is_chosen(detail, selection, videos) -> None:
    selection.set([1])
    assert videos.seen == [CAR]


def test_it_stands_below_the_head_and_above_what_is_ordered_sixteen_to_nine(detail, selection, qtbot) -> None:
    selection.set([1])
    tile = _tile(detail)
    assert tile is not None
    qtbot.waitUntil(lambda: tile.width() / (tile.height() - 24) == pytest.approx(16 / 9, abs=0.02))
    assert tile.width() > 320
    head, bar = (detail.findChild(kind) for kind in (UnitHeader, OrderBar))
    assert _top(head, detail) < _top(tile, detail) < _top(bar, detail)


class _Tops(QObject):
    """Where something stood each time that it was painted."""

    def __init__(self, where: Callable[[], int]) -> None:
        super().__init__()
        self._where = where
        self.seen: list[int] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Paint:
            self.seen.append(self._where())
        return False


@pytest.mark.parametrize("before", [(), (4,)], ids=["nothing chosen before", "a unit without video before"])
def test_nothing_below_it_moves_once_it_is_seen(detail, selection, videos, qtbot, before) -> None:
    """Whoever is about to press a button would press another."""
    detail.prepare()
    # So low that there is more than it shows whoever is chosen, and the bar that scrolls does not come and go.
    detail.resize(360, 480)
    bar = detail.findChild(UnitPage).findChild(OrderBar)
    selection.set(before)
    if before:
        qtbot.waitUntil(lambda: "No video" in _said(detail))
    tops = _Tops(lambda: _top(bar, detail))
    for button in bar.findChildren(QPushButton):
        button.installEventFilter(tops)
    selection.set([1])
    qtbot.waitUntil(lambda: bool(tops.seen) and videos.seen == [CAR] and _tile(detail) is not None)
    detail.grab()
    # A sign from another font may make a line a pixel higher.
    assert {abs(top - _top(bar, detail)) for top in tops.seen} <= {0, 1, 2}


def test_a_unit_without_video_has_a_line_that_says_why_and_no_empty_box(detail, selection, scene, videos) -> None:
    selection.set([3])
    assert "No video is being sent." in _said(detail)
    selection.set([4])
    assert "No video: the unit has no terminal." in _said(detail)
    assert _tile(detail) is None
    assert _button(detail, "On the wall  W") is None
    assert videos.seen == []
    happen(scene, DutyEnded(unit=3))
    selection.set([3])
    assert "V-03 is off duty, so its video is not taken." in _said(detail)


def test_the_picture_comes_by_itself_when_the_terminal_begins_to_send(detail, selection, scene, videos) -> None:
    selection.set([3])
    stream = Stream(terminal=SILENT, number=9, container=Container.MPEG_TS, started_at=NOON)
    happen(scene, StreamStarted(stream=stream))
    assert videos.seen == [SILENT]
    assert "No video is being sent." not in _said(detail)


def test_when_the_stream_ends_the_tile_stays_and_says_so_itself(detail, selection, scene) -> None:
    selection.set([2])
    happen(scene, StreamEnded(terminal=PHONE, number=1, reason=StreamEnd.CLOSED))
    tile = _tile(detail)
    assert tile is not None
    assert tile.source == PHONE


def test_of_several_sources_one_chooses(detail, selection, scene, videos) -> None:
    selection.set([1])
    assert _button(detail, "Body camera") is None
    stream = Stream(terminal=BODY, number=9, container=Container.MPEG_TS, started_at=NOON)
    happen(scene, StreamStarted(stream=stream))
    # What is looked at stays.
    assert videos.seen == [CAR]
    chips = [chip for chip in detail.findChild(SourceChips).findChildren(QPushButton) if chip.isVisible()]
    assert [chip.isChecked() for chip in chips] == [True, False]
    chips[1].click()
    assert videos.seen == [BODY]
    happen(scene, UnitStatusSet(unit=1, status=UnitStatus.BUSY))
    assert videos.seen == [BODY]


def test_who_walks_through_the_list_opens_no_stream_for_each_row(detail, selection, qtbot, videos) -> None:
    asked = []
    detail.looked_at.connect(asked.append)
    for unit in (1, 2, 3, 1, 2):
        selection.set([unit])
    assert asked == [CAR]
    assert videos.seen == []
    qtbot.waitUntil(lambda: videos.seen == [PHONE])
    assert asked == [CAR, PHONE]


def test_what_stands_below_does_not_jump_while_one_walks_from_video_to_video(detail, selection, qtbot) -> None:
    selection.set([1])
    bar = detail.findChild(OrderBar)
    qtbot.waitUntil(lambda: _top(bar, detail) > 200)
    before = _top(bar, detail)
    selection.set([2])
    detail.layout().activate()
    assert _top(bar, detail) == before


def test_a_chosen_camera_has_a_page_with_name_place_direction_and_picture(detail, selection, videos) -> None:
    selection.set([1])
    selection.set_camera(GATE)
    said = _said(detail)
    assert "Station gate | Railways" in said
    assert "Looks | 62° · 70° wide · 60 m" in said
    assert "Position | 24.94130 E 60.17190 N" in said
    assert "Video from | rtsp://192.0.2.8:554" in said
    assert videos.seen == [GATE]
    selection.set([2])
    assert GATE not in videos.seen


def test_a_camera_that_is_renamed_or_retired_while_it_is_looked_at(detail, selection, scene, videos) -> None:
    selection.set_camera(GATE)
    happen(scene, CameraChanged(camera=CAMERA.model_copy(update={"name": "North gate", "pulls_from": ""})))
    assert "North gate" in _said(detail)
    happen(scene, CameraRetired(camera=GATE))
    assert "No unit chosen." in _said(detail)
    assert videos.seen == []


def test_a_camera_without_an_address_says_so(detail, selection, scene) -> None:
    happen(scene, CameraChanged(camera=CAMERA.model_copy(update={"pulls_from": ""})))
    selection.set_camera(GATE)
    assert "Nobody has said where this camera's video is fetched." in _said(detail)
    assert _tile(detail) is None


def test_enlarging_is_a_button_a_key_and_a_double_click(detail, selection, qtbot) -> None:
    asked = []
    detail.enlarge_requested.connect(asked.append)
    selection.set([1])
    detail.activateWindow()
    button = _button(detail, "On the wall  W")
    assert button is not None
    button.click()
    QTest.keyClick(detail, Qt.Key.Key_W)
    QTest.mouseDClick(_tile(detail), Qt.MouseButton.LeftButton)
    assert asked == [CAR, CAR, CAR]
    selection.set([4])
    QTest.keyClick(detail, Qt.Key.Key_W)
    assert len(asked) == 3


def test_a_snapshot_is_written_by_key(detail, selection, videos, qtbot) -> None:
    selection.set([1])
    videos.push(CAR)
    with qtbot.waitSignal(detail.snapshot_saved) as saved:
        QTest.keyClick(detail, Qt.Key.Key_S, CTRL | SHIFT)
    assert saved.args[0].exists()


def test_with_several_units_nothing_is_decoded(detail, selection, videos) -> None:
    selection.set([1])
    selection.set([1, 2])
    assert videos.seen == []


def test_a_pane_that_is_not_seen_decodes_nothing(detail, selection, videos, qtbot) -> None:
    selection.set([1])
    detail.hide()
    assert videos.seen == []
    detail.show()
    qtbot.waitUntil(lambda: videos.seen == [CAR])
