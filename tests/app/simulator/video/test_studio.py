"""The process that films: begun with the first order, ended with the city, and missed by nobody."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import suppress

import psutil
import pytest

from app.domain.stream import Container
from app.simulator.video import studio
from app.simulator.video.orders import ORDER, Film, Place, Tell
from app.simulator.video.studio import Studio

FILM = Film(
    terminal=7,
    # Port 9 is discard: nobody listens there.
    stream_url="http://127.0.0.1:9/v1/streams/7/7-s3cr3t",
    title="D-03 Patrol car",
    place=Place.STREET,
    container=Container.FLV,
    is_vehicle=True,
    seed="test",
)


Children = Callable[[], set[psutil.Process]]


@pytest.fixture
def children() -> Iterator[Children]:
    """Those begun since; told by nothing but that, for a process that has just begun has no command line yet."""
    before = set(psutil.Process().children())
    yield lambda: set(psutil.Process().children()) - before
    for left in set(psutil.Process().children()) - before:
        with suppress(psutil.NoSuchProcess):
            left.kill()
            left.wait(60)


def test_orders_come_through_as_they_were_given_and_keep_their_secret_to_themselves() -> None:
    for order in (FILM, Tell(terminal=7, speed_mps=1.5, is_on_duty=True)):
        assert ORDER.validate_json(order.model_dump_json()) == order
    assert "s3cr3t" not in repr(FILM)


def test_it_begins_with_the_first_camera_and_ends_when_it_is_told_to(children: Children) -> None:
    one = Studio()
    one.order(Tell(terminal=7, speed_mps=0.0, is_on_duty=False))
    assert not children()
    one.order(FILM)
    (child,) = children()
    deadline = time.monotonic() + 60
    while not (command := child.cmdline()) and time.monotonic() < deadline:
        time.sleep(0.001)
    assert "app.simulator.video" in command
    assert "s3cr3t" not in " ".join(command)
    one.stop()
    assert not child.is_running()
    one.order(FILM)
    assert not children()


def test_without_pyav_the_city_has_no_video_and_says_so_once(
    children: Children, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(studio, "find_spec", lambda name: None)
    one = Studio()
    for _ in range(3):
        one.order(FILM)
    assert not one.is_open
    assert not children()
    assert [record.levelno for record in caplog.records] == [logging.WARNING]
    one.stop()


def test_the_city_goes_on_without_a_process_that_died(
    children: Children, caplog: pytest.LogCaptureFixture
) -> None:
    one = Studio()
    one.order(FILM)
    (child,) = children()
    child.kill()
    child.wait(60)
    deadline = time.monotonic() + 60
    while one.is_open and time.monotonic() < deadline:
        one.order(Tell(terminal=7, speed_mps=0.0, is_on_duty=True))
    assert not one.is_open
    assert sum("goes on without video" in record.getMessage() for record in caplog.records) == 1
    one.stop()
