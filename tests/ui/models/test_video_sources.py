from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from app.domain.camera import Camera
from app.domain.event import DutyEnded, DutyStarted, PushRefused, StreamEnded, StreamStarted
from app.domain.snapshot import Snapshot
from app.domain.stream import Container, Stream, StreamEnd
from app.domain.terminal import PushFault, Terminal, TerminalKind
from app.domain.unit import Force
from tests.ui.models.crowd import NOON, HeldClock, a_unit, happen, heard
from ui.models.bearings import bearing_deg, distance_m, sees
from ui.models.scene import Scene
from ui.models.video_sources import Offer, VideoSources

SQUARE = (24.944, 60.1715)
#: 0.001° of latitude is 111 m.
NORTH_OF_IT = (24.944, 60.1725)


def a_terminal(number: int, unit: int | None, **fields: Any) -> Terminal:
    return Terminal(number=number, unit=unit, kind=fields.pop("kind", TerminalKind.PHONE), **fields)


def a_stream(terminal: int, number: int = 1) -> Stream:
    return Stream(terminal=terminal, number=number, container=Container.MPEG_TS, started_at=NOON)


def a_camera(number: int, place: tuple[float, float] = SQUARE, **fields: Any) -> Camera:
    usual = {"name": f"Camera {number}", "pulls_from": "rtsp://10.0.0.4"}
    return Camera(number=number, lon_deg=place[0], lat_deg=place[1], **(usual | fields))


@pytest.fixture
def scene(qapp: object) -> Scene:
    del qapp
    scene = Scene(HeldClock())
    units = (a_unit(1, "V-07", name="Kamppi"), a_unit(2, "D-03", status="off_duty"), a_unit(3, "S-01"))
    terminals = (
        a_terminal(11, 1),
        a_terminal(12, 1, pulls_from="rtsp://10.0.0.9"),
        a_terminal(13, 1),
        a_terminal(14, 2, pulls_from="rtsp://10.0.0.8"),
        a_terminal(15, None, label="Spare phone"),
        a_terminal(16, 3, kind=TerminalKind.GATEWAY),
    )
    cameras = (a_camera(21), a_camera(22, NORTH_OF_IT, pulls_from=""))
    scene.replace(
        Snapshot(seq=1, at=NOON, station="x", units=units, terminals=terminals, operators=(), cameras=cameras)
    )
    return scene


@pytest.fixture
def sources(scene: Scene) -> VideoSources:
    return VideoSources(scene)


def test_of_a_units_terminals_one_that_pushes_is_best_and_then_one_with_an_address(scene, sources):
    assert sources.of_unit(1) == 12
    happen(scene, StreamStarted(stream=a_stream(13)))
    assert sources.of_unit(1) == 13
    happen(scene, StreamEnded(terminal=13, number=1, reason=StreamEnd.CLOSED))
    assert sources.of_unit(1) == 12


def test_a_gateway_is_nobodys_camera(sources):
    assert sources.of_unit(3) is None
    assert sources.resolve(16) is None
    assert sources.resolve(3) is None


def test_a_number_is_a_source_itself_or_a_unit_with_one(sources):
    assert (sources.resolve(11), sources.resolve(21), sources.resolve(1)) == (11, 21, 12)
    assert sources.resolve(99) is None


def test_a_title_says_who_it_is(sources):
    assert sources.title(11) == "V-07 Kamppi"
    assert sources.title(21) == "Camera 21"
    assert sources.title(15) == "Spare phone"
    assert sources.title(99) == "Terminal 99"
    assert sources.force(11) is Force.SOCIAL
    assert sources.force(21) is None


def test_nothing_is_shown_of_a_unit_that_is_off_duty(scene, sources):
    assert sources.offer(14) is Offer.NONE
    happen(scene, StreamStarted(stream=a_stream(11)))
    assert sources.offer(11) is Offer.PUSH
    happen(scene, DutyEnded(unit=1))
    assert sources.offer(11) is sources.offer(12) is Offer.NONE


@pytest.mark.parametrize(
    ("source", "code"),
    [
        (11, "stream.absent"),
        (12, None),
        (14, "stream.off_duty"),
        (15, "stream.no_unit"),
        (16, "source.unknown"),
        (21, None),
        (22, "camera.no_address"),
        (99, "source.unknown"),
    ],
)
def test_why_there_is_nothing_to_see_is_known_without_asking(sources, source, code):
    error = sources.why_none(source)
    assert (None if error is None else error.code) == code


def test_what_the_station_refuses_of_a_terminal_is_why_until_its_next_duty(scene, sources):
    happen(scene, PushRefused(terminal=11, fault=PushFault.NOT_FRAGMENTED))
    error = sources.why_none(11)
    assert (error.code, error.params) == ("stream.absent", {"reason": "not_fragmented"})

    happen(scene, DutyEnded(unit=1))
    assert sources.why_none(11).code == "stream.off_duty"
    happen(scene, DutyStarted(unit=1), at=NOON + timedelta(minutes=1))
    assert sources.why_none(11).params == {}


def test_a_camera_stands_where_it_is_and_a_unit_where_it_was_last_heard(scene, sources):
    assert sources.place(21) == SQUARE
    assert sources.place(11) is None
    heard(scene, {1: 2})
    assert sources.place(11) == pytest.approx((24.944, 60.1715))


class TestNearest:
    def test_what_offers_nothing_is_left_out(self, scene, sources):
        heard(scene, {1: 2, 2: 2, 3: 2})
        assert set(sources.nearest(*SQUARE, 9)) == {12, 21}

    def test_the_nearest_come_first_and_no_more_than_asked_for(self, scene, sources):
        heard(scene, {1: 2})
        # The unit stands at the square, too; the camera there looks all around and so sees it.
        far = (24.944, 60.1815)
        assert sources.nearest(*far, 1) in ([12], [21])
        assert sources.nearest(*far, 9, within_m=500) == []
        assert len(sources.nearest(*SQUARE, 9, within_m=500)) == 2

    def test_of_two_cameras_at_one_place_the_one_that_sees_it_comes_first(self, qapp):
        del qapp
        scene = Scene(HeldClock())
        cameras = (
            a_camera(21, heading_deg=180.0, range_m=500),
            a_camera(22, heading_deg=10.0, range_m=500),
        )
        scene.replace(Snapshot(seq=1, at=NOON, station="x", units=(), terminals=(), operators=(), cameras=cameras))
        assert VideoSources(scene).nearest(*NORTH_OF_IT, 9) == [22, 21]


def test_a_thousandth_of_a_degree_north_is_111_metres():
    assert distance_m(SQUARE, NORTH_OF_IT) == pytest.approx(111.2, abs=0.5)
    assert bearing_deg(SQUARE, NORTH_OF_IT) == pytest.approx(0, abs=0.01)


def test_a_camera_sees_what_is_in_its_view_and_near():
    assert sees(a_camera(1, heading_deg=350.0, range_m=200), NORTH_OF_IT)
    assert not sees(a_camera(1, heading_deg=350.0, range_m=100), NORTH_OF_IT)
    assert not sees(a_camera(1, heading_deg=180.0, range_m=200), NORTH_OF_IT)
    assert sees(a_camera(1, heading_deg=180.0, view_deg=360, range_m=200), NORTH_OF_IT)
    assert sees(a_camera(1, range_m=200), NORTH_OF_IT)
