"""A connection that is given up, at any moment, leaves nothing open behind it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import pytest
from websockets.asyncio.server import ServerConnection, serve

from app.domain import voice
from app.domain.errors import AppError
from app.voice.connection import Connection, Door
from app.voice.crypto import LinkKeys

WAIT_S = 30.0


class Ear:
    def on_told(self, told: voice.Told) -> None: ...

    def on_packet(self, packet: object, now_s: float) -> None: ...

    def on_path(self, path: object) -> None: ...


class Station:
    """Takes one link, says this at first, and notes when the other end has gone."""

    def __init__(self, *said: str) -> None:
        self._said = said
        self.has_said, self.is_left = asyncio.Event(), asyncio.Event()
        self.url = ""

    async def take(self, link: ServerConnection) -> None:
        for text in self._said:
            await link.send(text)
        self.has_said.set()
        await link.wait_closed()
        self.is_left.set()


def welcome() -> str:
    to_station, from_station = LinkKeys.made().as_text()
    told = voice.Welcome(
        link=9, udp_host="", udp_port=9, to_station=to_station, from_station=from_station, talk_limit_s=60
    )
    return told.model_dump_json()


@asynccontextmanager
async def opened(*said: str) -> AsyncIterator[Station]:
    station = Station(*said)
    async with serve(station.take, "127.0.0.1", 0) as server:
        station.url = f"ws://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        yield station
        # Whoever has gone would be heard of by pings too, but much later.
        async with asyncio.timeout(WAIT_S):
            await station.is_left.wait()


async def give_up(task: asyncio.Task[object]) -> None:
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task


def test_one_that_is_given_up_while_the_station_has_said_nothing_is_closed() -> None:
    async def scene() -> None:
        async with opened() as station:
            opening = asyncio.create_task(Connection.open(Door(station.url), Ear()))
            await station.has_said.wait()
            await give_up(opening)

    asyncio.run(scene())


def test_one_that_is_given_up_while_it_asks_for_a_way_for_datagrams_is_closed() -> None:
    async def scene() -> None:
        asked = asyncio.Event()

        async def never(*_: object) -> asyncio.DatagramTransport:
            asked.set()
            await asyncio.Event().wait()
            raise AssertionError

        async with opened(welcome()) as station:
            opening = asyncio.create_task(Connection.open(Door(station.url, open_udp=never), Ear()))
            await asked.wait()
            await give_up(opening)

    asyncio.run(scene())


@pytest.mark.parametrize("said", ["no message", '{"kind":"idle","call":1,"burst":1,"packets":0}'])
def test_one_whose_station_greets_with_something_else_is_closed(said: str) -> None:
    async def scene() -> None:
        async with opened(said) as station:
            with pytest.raises(AppError, match=r"station\.incompatible"):
                await Connection.open(Door(station.url), Ear())

    asyncio.run(scene())


def test_one_that_is_given_up_again_while_it_ends_closes_both_of_its_sockets() -> None:
    async def scene() -> None:
        async with opened(welcome()) as station:
            connection = await Connection.open(Door(station.url), Ear())
            running = asyncio.create_task(connection.run())
            await asyncio.sleep(0)
            running.cancel()
            await asyncio.sleep(0)
            await give_up(running)
            assert connection._transport is not None
            assert connection._transport.is_closing()

    asyncio.run(scene())
