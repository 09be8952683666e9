"""A way for datagrams between an end and the station, that can be blocked, and that loses, delays or mixes up."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable
from typing import Any


class UdpWay(asyncio.DatagramProtocol):
    """Stands in front of a station's UDP port, for one end. What is set is so in both directions.

    Args:
        loss: share of the datagrams that never arrive. jitter_s: what is added on average to the way of each; even
            between nothing and twice that, so that they overtake each other.
    """

    def __init__(self, loss: float = 0.0, jitter_s: float = 0.0, seed: int = 1) -> None:
        self.is_blocked = False
        self.is_mixed_up = False
        #: Datagrams from the station that got to the client.
        self.came_back = 0
        self._loss, self._jitter_s, self._chance = loss, jitter_s, random.Random(seed)
        self._client: tuple[Any, ...] | None = None
        self._held: bytes | None = None
        self._here: asyncio.DatagramTransport
        self._there: asyncio.DatagramTransport

    @classmethod
    async def to(cls, port: int, loss: float = 0.0, jitter_s: float = 0.0, seed: int = 1) -> UdpWay:
        way = cls(loss, jitter_s, seed)
        loop = asyncio.get_running_loop()
        way._here, _ = await loop.create_datagram_endpoint(lambda: way, local_addr=("127.0.0.1", 0))
        way._there, _ = await loop.create_datagram_endpoint(lambda: _Back(way), remote_addr=("127.0.0.1", port))
        return way

    @property
    def port(self) -> int:
        return int(self._here.get_extra_info("sockname")[1])

    def datagram_received(self, data: bytes, address: tuple[Any, ...]) -> None:
        self._client = address
        if self.is_blocked:
            return
        if not self.is_mixed_up:
            self._pass(data, self._there.sendto)
        elif self._held is None:
            self._held = data
        else:
            # The later one first, and each twice.
            for each in (data, self._held, data, self._held):
                self._there.sendto(each)
            self._held = None

    def back(self, data: bytes) -> None:
        if not self.is_blocked and self._client is not None:
            client = self._client
            self.came_back += 1
            self._pass(data, lambda data: self._here.sendto(data, client))

    def close(self) -> None:
        self._here.close()
        self._there.close()

    def _pass(self, data: bytes, send: Callable[[bytes], None]) -> None:
        if self._loss and self._chance.random() < self._loss:
            return
        if self._jitter_s:
            after_s = self._chance.uniform(0, 2 * self._jitter_s)
            asyncio.get_running_loop().call_later(after_s, send, data)
        else:
            send(data)


class _Back(asyncio.DatagramProtocol):
    def __init__(self, way: UdpWay) -> None:
        self._way = way

    def datagram_received(self, data: bytes, _: tuple[Any, ...]) -> None:
        self._way.back(data)
