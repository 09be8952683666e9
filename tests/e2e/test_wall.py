"""Live video through the whole product: what real programs send is on the wall of a real desk."""

from __future__ import annotations

import logging
import subprocess
from collections.abc import Iterator
from pathlib import Path

import av.logging
import pytest
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from app.domain.errors import AppError
from tests.contract import ffmpeg
from tests.contract.ffmpeg import line_of_the_readme, needs_ffmpeg
from tests.contract.gstreamer import GREEN, PASSWORD, RtspServer, needs_rtsp_server, rtsp_server
from tests.contract.onlooker import Onlooker
from tests.contract.station_process import StationProcess
from tests.e2e.conftest import WAIT_MS, OpenDesk
from ui.widgets.video.tile import VideoTile
from ui.workplace import Workplace

pytestmark = needs_ffmpeg

AMBER = QColor("#E0A020")
_GREEN = QColor(*reversed(GREEN))


@pytest.fixture
def operator(station: StationProcess) -> Iterator[Onlooker]:
    """Who registers units and cameras."""
    with Onlooker(station) as onlooker:
        yield onlooker


@pytest.fixture
def pushed(operator: Onlooker, station: StationProcess, tmp_path: Path) -> Iterator[int]:
    """A terminal that pushes an amber file, with the line of README."""
    file = ffmpeg.write(tmp_path / "clip.mp4", ffmpeg.colour(AMBER.name()[1:], "640x360"), 20)
    number, url = operator.terminal()
    line = line_of_the_readme(file, station.url, number, url.rpartition("/")[2])
    # The same for as long as anybody looks: a busy machine may not get there before the first time is over.
    line.insert(line.index("-i"), "-stream_loop")
    line.insert(line.index("-i"), "-1")
    program = subprocess.Popen(line, stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    yield number
    program.kill()
    program.wait()


@pytest.fixture
def rtsp() -> Iterator[RtspServer]:
    with rtsp_server() as server:
        yield server


def shown_tile(workplace: Workplace, source: int) -> VideoTile | None:
    """The tile that shows this source and can be seen."""
    tiles = workplace.window.findChildren(VideoTile)
    return next((tile for tile in tiles if tile.source == source and tile.isVisible()), None)


def wait_for_colour(qtbot: QtBot, workplace: Workplace, source: int, colour: QColor) -> None:
    """Until the window, as it is on the screen, has this colour in the middle of the source's tile."""

    def is_there() -> bool:
        tile = shown_tile(workplace, source)
        if tile is None:
            return False
        middle = tile.mapTo(workplace.window, tile.rect().center())
        return _distance(workplace.window.grab().toImage().pixelColor(middle), colour) < 40

    qtbot.waitUntil(is_there, timeout=WAIT_MS)


def _distance(a: QColor, b: QColor) -> int:
    return abs(a.red() - b.red()) + abs(a.green() - b.green()) + abs(a.blue() - b.blue())


@needs_rtsp_server
def test_a_pushed_file_and_an_rtsp_camera_are_on_the_wall_and_no_password_is_anywhere(
    capfd: pytest.CaptureFixture[str],
    station: StationProcess,
    open_desk: OpenDesk,
    operator: Onlooker,
    pushed: int,
    rtsp: RtspServer,
    qtbot: QtBot,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    tcp, udp = operator.camera(rtsp.url()), operator.camera(rtsp.url(), udp=True)
    refused = operator.camera(rtsp.url(password=PASSWORD + "2"))
    workplace = open_desk(station)
    workplace.window.resize(1280, 800)
    qtbot.waitUntil(lambda: refused in workplace.scene.picture.cameras, timeout=WAIT_MS)

    for source in (pushed, tcp, udp, refused):
        workplace.walls.show(source)

    wait_for_colour(qtbot, workplace, pushed, AMBER)
    wait_for_colour(qtbot, workplace, tcp, _GREEN)
    wait_for_colour(qtbot, workplace, udp, _GREEN)
    reasons: list[AppError] = []

    def is_refused() -> bool:
        reason = workplace.videos.status(refused).reason
        reasons.extend([reason] if reason is not None else [])
        return bool(reasons) and reasons[-1].code == "stream.refused"

    # A server that takes long to answer may have been given up before.
    qtbot.waitUntil(is_refused, timeout=WAIT_MS)
    said = [*caplog.messages, *capfd.readouterr(), *map(repr, reasons), *_texts(workplace.window)]
    said += [window.windowTitle() for window in QApplication.topLevelWidgets()]
    assert not [line for line in said if "s3cret" in line]
    # FFmpeg quotes addresses in what it says itself: nobody listens to that.
    assert av.logging.get_level() is None


def _texts(window: QWidget) -> list[str]:
    widgets = window.findChildren(QWidget)
    labels = [label.text() for label in window.findChildren(QLabel)]
    return [*labels, *(text for each in widgets for text in (each.accessibleName(), each.toolTip()))]


def test_the_live_picture_of_a_chosen_unit_is_beside_its_data(
    station: StationProcess, open_desk: OpenDesk, pushed: int, qtbot: QtBot
) -> None:
    workplace = open_desk(station)
    workplace.window.resize(1280, 800)
    qtbot.waitUntil(lambda: pushed in workplace.scene.picture.streams, timeout=WAIT_MS)
    unit = workplace.scene.picture.terminals[pushed].unit
    assert unit is not None

    workplace.selection.set([unit])

    wait_for_colour(qtbot, workplace, pushed, AMBER)
