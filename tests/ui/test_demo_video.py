"""What a demo reports of video is what was handed to screens, and how late its own clock says that was."""

from __future__ import annotations

import time

import numpy as np
import pytest
from PySide6.QtCore import QObject, Signal

from app.media.budget import Load
from app.media.burnt_clock import draw
from app.media.frame import Frame
from ui.demo import Demo
from ui.demo_video import DemoVideo


class FakeVideos(QObject):
    frame_shown = Signal(int, object)

    def __init__(self) -> None:
        super().__init__()
        self.load = Load(0.25, 1e6)


def now_ms() -> int:
    return time.time_ns() // 1_000_000


def frame(at_ms: int | None) -> Frame:
    picture = np.zeros((180, 320, 4), np.uint8)
    if at_ms is not None:
        draw(picture, at_ms)
    return Frame.of(picture, now_ms())


@pytest.fixture
def videos(qtbot) -> FakeVideos:
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


def test_tiles_are_counted_that_live_in_the_same_second(videos: FakeVideos, qtbot) -> None:
    video = DemoVideo(videos)
    for source in (3, 4, 3):
        videos.frame_shown.emit(source, frame(None))
    assert video.tiles_live == 2
    qtbot.waitUntil(lambda: video.figures()["fps"] is not None)
    videos.frame_shown.emit(5, frame(None))
    figures = video.figures()
    assert (figures["tiles_live"], figures["frames_shown"]) == (2, 4)
    # Two in one tile and one in the other, in a second.
    assert figures["fps"] == pytest.approx(1.5, abs=0.2)
    assert figures["cpu_ms_per_frame"] == pytest.approx(250 / 4, rel=0.2)


def test_how_late_a_picture_is_stands_in_the_picture(videos: FakeVideos) -> None:
    video = DemoVideo(videos)
    for late_ms in (50, 100, 150):
        videos.frame_shown.emit(3, frame(now_ms() - late_ms))
    # One without a clock, and one that was kept for whoever would come.
    videos.frame_shown.emit(3, frame(None))
    videos.frame_shown.emit(3, frame(now_ms() - 30_000))
    latency_ms = video.figures()["latency_ms"]
    assert latency_ms["p50"] == pytest.approx(100, abs=40)
    assert latency_ms["p95"] == pytest.approx(145, abs=40)


@pytest.mark.parametrize(
    ("seconds", "units", "expects"),
    [(30, 60, True), (20, 6, True), (2, 60, False), (30, 0, False), (None, 60, False)],
)
def test_video_and_talk_are_expected_of_a_demo_that_gives_them_time(
    seconds: float | None, units: int, expects: bool
) -> None:
    assert Demo(seconds, None, None, 1, units).is_long is expects
