from __future__ import annotations

import pytest

from app.domain.camera import Camera
from app.domain.event import CameraRegistered
from app.domain.fixes import Fixes
from tests.ui.map.conftest import Past, place_of, small_scene
from tests.ui.models.crowd import happen
from ui.map import frame
from ui.map.frames import FrameDoor
from ui.map.trails import Trails
from ui.models.selection import Selection


class Page:
    """Asks for frames as the page does."""

    def __init__(self, door: FrameDoor) -> None:
        self.door, self.frames = door, []

    def ask(self, have: int | None = None) -> None:
        self.door.ask(self.token if have is None else have, self.frames.append)

    @property
    def token(self) -> int:
        return frame.HEADER.unpack_from(self.frames[-1])[4] if self.frames else 0

    @property
    def is_short(self) -> bool:
        return bool(frame.HEADER.unpack_from(self.frames[-1])[2] & frame.UNCHANGED)


@pytest.fixture
def scene(qapp):
    return small_scene()


@pytest.fixture
def selection(qapp):
    return Selection()


@pytest.fixture
def page(scene, selection, qtbot):
    trails = Trails(scene.fleet, scene.clock, Past(), length_s=600)
    door = FrameDoor(scene, selection, trails)
    page = Page(door)
    yield page
    # Answers the question that still waits, and so stops its timer.
    door.beat()


def test_the_first_question_is_answered_at_once_with_all_units(page):
    page.ask()
    assert frame.HEADER.unpack_from(page.frames[0])[3] == 4
    assert not page.is_short


def test_without_news_the_question_waits_a_second_and_gets_a_short_frame(page, qtbot):
    page.ask()
    page.ask()
    assert len(page.frames) == 1
    qtbot.waitUntil(lambda: len(page.frames) == 2)
    assert page.is_short


def test_when_only_ages_have_grown_the_frame_is_a_whole_one(page, scene, qtbot):
    page.ask()
    page.ask()
    scene.clock.at_ms += 3000
    qtbot.waitUntil(lambda: len(page.frames) == 2)
    assert not page.is_short


def test_a_fix_is_sent_to_the_page_that_waits(page, scene):
    page.ask()
    page.ask()
    scene.apply_fixes(Fixes.of([(1, scene.clock.now_ms(), 24.95, 60.18)]))
    scene.show_now()
    assert len(page.frames) == 2
    assert not page.is_short


def test_a_choice_is_sent_at_once_with_its_primary(page, selection):
    page.ask()
    page.ask()
    selection.set([3, 2])
    assert len(page.frames) == 2
    assert frame.HEADER.unpack_from(page.frames[1])[9] == 2


def test_what_happened_while_nobody_asked_is_told_to_the_next_question(page, selection):
    page.ask()
    selection.set([1])
    selection.follow(1)
    page.ask()
    assert frame.HEADER.unpack_from(page.frames[1])[9:11] == (1, 1)


def test_a_page_that_was_loaded_anew_gets_everything(page):
    page.ask()
    page.ask(have=0)
    assert not page.is_short
    assert frame.HEADER.unpack_from(page.frames[1])[3] == 4


def test_cameras_are_told_of_when_they_change_and_when_one_is_chosen(page, scene, selection):
    page.ask()
    before = frame.HEADER.unpack_from(page.frames[-1])[11]
    page.ask()
    gate = Camera(number=40, name="Gate", lon_deg=24.9, lat_deg=60.1, pulls_from="")
    happen(scene, CameraRegistered(camera=gate))
    assert frame.HEADER.unpack_from(page.frames[1])[11:] == (before + 1, 0)
    page.ask()
    selection.set_camera(40)
    assert frame.HEADER.unpack_from(page.frames[2])[11:] == (before + 1, 40)
    assert not page.is_short


def test_units_of_the_picture_before_are_gone_after_a_new_one(page, scene):
    from tests.ui.map.conftest import snapshot, unit

    page.ask()
    scene.replace(snapshot((unit(1), unit(9))))
    scene.apply_fixes(Fixes.of([(9, scene.clock.now_ms(), *place_of(2))]))
    scene.show_now()
    page.ask()
    assert frame.HEADER.unpack_from(page.frames[-1])[3] == 2
