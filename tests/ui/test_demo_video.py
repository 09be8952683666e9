"""What a demo reports of video is what was handed to screens, and how late its own clock says that was."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QObject, Signal

from app.media.budget import Load
from app.media.burnt_clock import draw
from app.media.frame import Frame
from ui import demo_video
from ui.demo import Demo
from ui.demo_video import DemoVideo


class FakeVideos(QObject):
    frame_shown = Signal(int, object)

    def __init__(self) -> None:
        super().__init__()
        self.load = Load(0.25, 1e6)


class MadeUpTime:
    """The time as the test has it."""

    def __init__(self) -> None:
        self.now_ms = 1_760_000_000_000

    def monotonic(self) -> float:
        return self.now_ms / 1000

    def time_ns(self) -> int:
        return self.now_ms * 1_000_000


@pytest.fixture
def time(monkeypatch: pytest.MonkeyPatch) -> MadeUpTime:
    made = MadeUpTime()
    monkeypatch.setattr(demo_video, "time", made)
    return made


def frame(at_ms: int | None) -> Frame:
    picture = np.zeros((180, 320, 4), np.uint8)
    if at_ms is not None:
        draw(picture, at_ms)
    return Frame.of(picture, at_ms or 0)


@pytest.fixture
def videos(qtbot, time: MadeUpTime) -> FakeVideos:
    return FakeVideos()


def test_nothing_was_seen_of_nothing(videos: FakeVideos) -> None:
    figures = DemoVideo(videos).figures()
    assert figures == {
        "tiles_live": 0,
        "frames_shown": 0,
        "fps": None,
        "latency_ms": {"p50": None, "p95": None},
        "cpu_ms_per_frame": None,
    }


def test_tiles_are_counted_that_live_in_the_same_second(videos: FakeVideos, time: MadeUpTime, qtbot) -> None:
    video = DemoVideo(videos)
    for source in (3, 4, 3):
        videos.frame_shown.emit(source, frame(None))
    assert video.tiles_live == 2
    time.now_ms += 1000
    qtbot.waitUntil(lambda: video.figures()["fps"] is not None)
    videos.frame_shown.emit(5, frame(None))
    figures = video.figures()
    assert (figures["tiles_live"], figures["frames_shown"]) == (2, 4)
    # Two in one tile and one in the other, in a second.
    assert figures["fps"] == 1.5
    assert figures["cpu_ms_per_frame"] == 250 / 4


def test_how_late_a_picture_is_stands_in_the_picture(videos: FakeVideos, time: MadeUpTime) -> None:
    video = DemoVideo(videos)
    # Of the first second, which was kept for whoever would come.
    for _ in range(2):
        videos.frame_shown.emit(3, frame(time.now_ms - 30_000))
        time.now_ms += 900
    videos.frame_shown.emit(3, frame(None))
    for late_ms in (50, 100, 150):
        videos.frame_shown.emit(3, frame(time.now_ms - late_ms))
    assert video.figures()["latency_ms"] == {"p50": 100, "p95": pytest.approx(145)}


def test_a_line_that_is_seconds_late_is_not_left_out(videos: FakeVideos, time: MadeUpTime) -> None:
    video = DemoVideo(videos)
    for _ in range(20):
        videos.frame_shown.emit(3, frame(time.now_ms - 5_000))
        time.now_ms += 100
    assert video.figures()["latency_ms"] == {"p50": 5_000, "p95": 5_000}


@pytest.mark.parametrize(
    ("seconds", "units", "expects"),
    [(30, 60, True), (20, 6, True), (2, 60, False), (30, 0, False), (None, 60, False)],
)
def test_video_and_talk_are_expected_of_a_demo_that_gives_them_time(
    seconds: float | None, units: int, expects: bool
) -> None:
    assert Demo(seconds, None, None, 1, units).is_long is expects
