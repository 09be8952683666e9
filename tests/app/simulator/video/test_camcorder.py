"""How a terminal films: when its unit is on duty, what is wanted, and again after every failure."""

from __future__ import annotations

import asyncio
import io
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import av
import pytest

from app.domain.stream import Container
from app.simulator.video import camcorder as camcorder_module
from app.simulator.video.camcorder import Camcorder
from app.simulator.video.orders import Film, Place, Tell
from tests.app.simulator.video.fake_station import SECRET, FakeStation, Push, fake_station
from tests.ports import free_port

ON, OFF = (Tell(terminal=7, speed_mps=1.0, is_on_duty=is_on) for is_on in (True, False))


@asynccontextmanager
async def filming(station: FakeStation, container: Container = Container.MPEG_TS) -> AsyncIterator[Camcorder]:
    film = Film(
        terminal=7,
        stream_url=station.url,
        title="V-01 Station hall",
        place=Place.PARK,
        container=container,
        is_vehicle=False,
        seed="test",
    )
    camcorder = Camcorder(film, asyncio.Lock())
    task = asyncio.create_task(camcorder.run())
    try:
        yield camcorder
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def until(holds: Callable[[], object], within_s: float = 60.0) -> None:
    async with asyncio.timeout(within_s):
        while not holds():
            await asyncio.sleep(0.01)


def widths(push: Push) -> list[int]:
    with av.open(io.BytesIO(push.data)) as container:
        return [frame.width for frame in container.decode(video=0)]


def test_it_films_only_while_its_unit_is_on_duty() -> None:
    async def play() -> None:
        async with fake_station() as station, filming(station) as camcorder:
            camcorder.tell(ON)
            await until(lambda: station.open and station.open[0].data)
            camcorder.tell(OFF)
            await until(lambda: not station.open)
            assert len(station.pushes) == 1
            camcorder.tell(ON)
            await until(lambda: len(station.pushes) == 2 and station.pushes[1].data)

    asyncio.run(play())


def test_while_nobody_watches_it_sends_stills_and_the_moment_somebody_does_all_of_it() -> None:
    async def play() -> None:
        async with fake_station() as station, filming(station) as camcorder:
            camcorder.tell(ON)
            await until(lambda: station.pushes and len(station.pushes[0].data) > 15_000)
            assert set(widths(station.pushes[0])) == {192}
            await station.want("main")
            await until(lambda: len(station.pushes[0].data) > 120_000)
            await station.want("sub")
            await until(lambda: widths(station.pushes[0])[-1] == 320)
            assert set(widths(station.pushes[0])) == {192, 640, 320}
            # A transport stream goes on in another size: nobody had to open it anew.
            assert len(station.pushes) == 1

    asyncio.run(play())


def test_where_a_container_cannot_change_the_next_push_begins_before_the_last_one_ends(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # Else it ends the last one by itself, soon, and a busy machine may look too late.
    monkeypatch.setattr(camcorder_module, "_OVERLAP_S", 3600.0)

    async def play() -> None:
        async with fake_station() as station, filming(station, Container.FLV) as camcorder:
            camcorder.tell(ON)
            await until(lambda: station.pushes and station.pushes[0].data)
            await station.want("main")
            await until(lambda: len(station.pushes) == 2 and station.pushes[1].data)
            assert not station.pushes[0].is_over
            # As a station does that lets another push take over.
            station.pushes[0].answer.set_result(409)
            await until(lambda: len(station.pushes[1].data) > 60_000)
            assert len(station.pushes) == 2
            assert set(widths(station.pushes[1])) == {640}

    asyncio.run(play())


def test_a_station_that_does_not_say_what_it_wants_gets_everything() -> None:
    async def play() -> None:
        async with fake_station() as station, filming(station) as camcorder:
            station.news = None
            camcorder.tell(ON)
            await until(lambda: station.pushes and len(station.pushes[0].data) > 120_000)
            assert widths(station.pushes[0])[-1] == 640

    asyncio.run(play())


@pytest.mark.parametrize("status", [503, 401, 409])
def test_after_a_refusal_it_tries_again_and_says_so_once_without_its_secret(
    status: int, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)

    async def play() -> None:
        async with fake_station() as station, filming(station) as camcorder:
            station.refusals = [status, status]
            camcorder.tell(ON)
            await until(lambda: station.pushes and station.pushes[0].data)

    asyncio.run(play())
    said = [record.getMessage() for record in caplog.records if record.name.startswith("app.")]
    assert said == [f"terminal 7 cannot send video: HTTP {status}"]
    assert SECRET not in caplog.text


def test_a_push_that_the_station_ends_is_followed_by_another() -> None:
    async def play() -> None:
        async with fake_station() as station, filming(station) as camcorder:
            camcorder.tell(ON)
            await until(lambda: station.pushes and station.pushes[0].data)
            station.pushes[0].answer.set_result(503)
            await until(lambda: len(station.pushes) == 2 and station.pushes[1].data)

    asyncio.run(play())


def test_a_station_that_is_not_there_is_waited_for() -> None:
    async def play() -> None:
        async with fake_station() as station:
            port = free_port()
            station.port, there = port, station.port
            async with filming(station) as camcorder:
                camcorder.tell(ON)
                await asyncio.sleep(0)
                server = await asyncio.start_server(station.serve, "127.0.0.1", port)
                await until(lambda: station.pushes and station.pushes[0].data)
                server.close()
            assert there != port

    asyncio.run(play())
