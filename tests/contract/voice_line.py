"""A line between one end and the station, for both of its ways: any client that dials it is none the wiser.

The WebSocket passes through it, and the Welcome names the line's own UDP port, so that datagrams do, too.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from urllib.parse import urlsplit

from websockets.asyncio.client import ClientConnection, connect
from websockets.asyncio.server import ServerConnection, serve
from websockets.exceptions import ConnectionClosed

from tests.contract.udp_way import UdpWay


class Line:
    """Lives on an event loop; made by ``line_to``.

    Args:
        url: the station's, ``http://…``. has_udp: whether datagrams pass at all. The others are ``UdpWay``'s.
    """

    def __init__(self, url: str, *, has_udp: bool, loss: float, jitter_s: float, seed: int) -> None:
        self._station = urlsplit(url).netloc
        self._has_udp, self._loss, self._jitter_s, self._seed = has_udp, loss, jitter_s, seed
        self.port = 0
        #: Of the last that dialled.
        self.way: UdpWay | None = None
        self._is_cut = False
        self._dialled: set[ServerConnection] = set()

    def cut(self) -> None:
        """Nothing gets through any more, nor can anybody dial."""
        self._is_cut = True
        for here in self._dialled:
            here.transport.abort()

    def mend(self) -> None:
        self._is_cut = False

    def through(self, url: str) -> str:
        """The address of a door of the station, by this line."""
        return urlsplit(url)._replace(netloc=f"127.0.0.1:{self.port}").geturl()

    async def carry(self, here: ServerConnection) -> None:
        assert here.request is not None
        if self._is_cut:
            here.transport.abort()
            return
        # From here on: it may be cut while the station is dialled.
        self._dialled.add(here)
        given = here.request.headers.get("Authorization")
        ways: list[UdpWay] = []
        try:
            async with connect(
                f"ws://{self._station}{here.request.path}",
                additional_headers={"Authorization": given} if given else None,
                compression=None,
                proxy=None,
                ping_interval=None,
            ) as there:
                await self._carry(here, there, ways)
        finally:
            self._dialled.discard(here)
            for way in ways:
                way.close()

    async def _carry(self, here: ServerConnection, there: ClientConnection, ways: list[UdpWay]) -> None:
        try:
            welcome = json.loads(await there.recv())
            if self._has_udp and welcome["udp_port"] is not None:
                self.way = await UdpWay.to(welcome["udp_port"], self._loss, self._jitter_s, self._seed)
                ways.append(self.way)
            welcome["udp_port"] = ways[0].port if ways else None
            await here.send(json.dumps(welcome))
        except ConnectionClosed:
            pass
        pumps = [asyncio.ensure_future(_pump(*ends)) for ends in ((here, there), (there, here))]
        await asyncio.wait(pumps, return_when=asyncio.FIRST_COMPLETED)
        for pump in pumps:
            pump.cancel()
        await asyncio.gather(*pumps, return_exceptions=True)
        if there.close_code is not None:
            await here.close(there.close_code if there.close_code != 1006 else 1011, there.close_reason or "")


@asynccontextmanager
async def line_to(
    url: str, *, has_udp: bool = True, loss: float = 0.0, jitter_s: float = 0.0, seed: int = 1
) -> AsyncIterator[Line]:
    line = Line(url, has_udp=has_udp, loss=loss, jitter_s=jitter_s, seed=seed)
    async with serve(line.carry, "127.0.0.1", 0, compression=None, ping_interval=None) as server:
        line.port = next(iter(server.sockets)).getsockname()[1]
        yield line


async def _pump(source: ClientConnection | ServerConnection, sink: ClientConnection | ServerConnection) -> None:
    with suppress(ConnectionClosed):
        while True:
            await sink.send(await source.recv())
