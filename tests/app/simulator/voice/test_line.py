"""A poor line between two real sockets."""

from __future__ import annotations

import asyncio
import random
import time
from typing import Any, cast

from app.simulator.voice.line import Line, Lossy

WAIT_S = 60.0


class Socket(asyncio.DatagramProtocol):
    def __init__(self) -> None:
        self.came: list[tuple[bytes, float]] = []
        self.news = asyncio.Event()
        self.transport: asyncio.DatagramTransport
        self.last: tuple[Any, ...] = ()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast(asyncio.DatagramTransport, transport)

    def datagram_received(self, data: bytes, addr: tuple[Any, ...]) -> None:
        self.came.append((data, time.monotonic()))
        self.last = addr
        self.news.set()

    async def until(self, count: int) -> list[bytes]:
        async with asyncio.timeout(WAIT_S):
            while len(self.came) < count:
                self.news.clear()
                await self.news.wait()
        return [data for data, _ in self.came]


async def sent_through(
    line: Line, datagrams: list[bytes], there: int, back: int
) -> tuple[list[bytes], list[bytes]]:
    """What came at the far end, and of its echo at the near one; once that many did."""
    loop = asyncio.get_running_loop()
    _, far = await loop.create_datagram_endpoint(Socket, local_addr=("127.0.0.1", 0))
    near = Socket()
    port = far.transport.get_extra_info("sockname")[1]
    transport = await Lossy(line, random.Random(4)).open(near, ("127.0.0.1", port))
    try:
        for data in datagrams:
            transport.sendto(data)
        arrived = await far.until(there)
        for data in arrived:
            far.transport.sendto(data, far.last)
        return arrived, await near.until(back)
    finally:
        transport.close()
        assert transport.is_closing()
        far.transport.close()


def test_a_line_without_faults_changes_nothing() -> None:
    sent = [bytes([n]) for n in range(50)]
    arrived, returned = asyncio.run(sent_through(Line(), sent, 50, 50))
    assert arrived == sent and returned == sent


def test_it_doubles_and_mixes_in_both_directions() -> None:
    sent = [bytes([n]) for n in range(50)]
    arrived, returned = asyncio.run(sent_through(Line(jitter_ms=10, duplicates=1.0), sent, 100, 200))
    assert sorted(arrived) == sorted(2 * sent) and arrived != 2 * sent
    assert sorted(returned) == sorted(4 * sent) and returned != sorted(returned)


def test_of_many_the_share_is_lost_late_and_overtaken_that_was_set() -> None:
    chance, line = random.Random(4), Line(loss=0.05, jitter_ms=40, reorder=0.01)
    delays_s = [list(line.delays_s(chance)) for _ in range(20_000)]
    came_s = [late for times in delays_s for late in times]
    assert abs(len(came_s) / len(delays_s) - 0.95) < 0.01
    assert max(late for late in came_s if late <= 0.08) > 0.075 and min(came_s) < 0.002
    assert 0.03 < max(came_s) <= 0.11
    assert abs(sum(came_s) / len(came_s) - 0.0403) < 0.001


def test_what_is_on_its_way_when_the_socket_closes_is_lost_without_a_word() -> None:
    async def close_early() -> list[tuple[bytes, float]]:
        loop = asyncio.get_running_loop()
        _, far = await loop.create_datagram_endpoint(Socket, local_addr=("127.0.0.1", 0))
        near = Socket()
        port = far.transport.get_extra_info("sockname")[1]
        transport = await Lossy(Line(reorder=1.0)).open(near, ("127.0.0.1", port))
        transport.sendto(b"late")
        transport.close()
        due = asyncio.Event()
        loop.call_later(0.05, due.set)
        await due.wait()
        far.transport.close()
        return far.came

    assert asyncio.run(close_early()) == []
