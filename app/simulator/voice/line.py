"""A poor line: datagrams get lost, late, overtaken and doubled on it, in both directions, before a real socket."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from app.voice.connection import open_udp

#: Who is overtaken comes after the packet behind it, and mostly before the one after that.
_OVERTAKEN_S = 0.03


@dataclass(frozen=True, slots=True)
class Line:
    """How datagrams fare, each by itself.

    Args:
        loss: share that never comes. duplicates: share that comes twice. reorder: share that comes 30 ms later.
        jitter_ms: what is added to the way, evenly between 0 and twice this; packets that are nearer mix.
    """

    loss: float = 0.0
    jitter_ms: float = 0.0
    reorder: float = 0.0
    duplicates: float = 0.0

    def delays_s(self, chance: random.Random) -> Iterator[float]:
        """Of one datagram: how late it comes, for each time that it does."""
        if chance.random() < self.loss:
            return
        yield self._delay_s(chance)
        if chance.random() < self.duplicates:
            yield self._delay_s(chance)

    def _delay_s(self, chance: random.Random) -> float:
        overtaken_s = _OVERTAKEN_S if chance.random() < self.reorder else 0.0
        return overtaken_s + chance.uniform(0.0, 2 * self.jitter_ms / 1000)


class Lossy:
    """Opens sockets behind a line; for ``Door.open_udp``."""

    def __init__(self, line: Line, chance: random.Random | None = None) -> None:
        self._line, self._chance = line, chance or random.Random()

    async def open(
        self, protocol: asyncio.DatagramProtocol, address: tuple[str, int]
    ) -> asyncio.DatagramTransport:
        """Raises OSError as the system does."""
        near = _Near(await open_udp(_Far(protocol, self._late), address), self._late)
        protocol.connection_made(near)
        return near

    def _late(self, arrive: Callable[[], None]) -> None:
        for delay_s in self._line.delays_s(self._chance):
            if delay_s:
                asyncio.get_running_loop().call_later(delay_s, arrive)
            else:
                arrive()


_Late = Callable[[Callable[[], None]], None]


class _Near(asyncio.DatagramTransport):
    """The end that the terminal sends into."""

    def __init__(self, socket: asyncio.DatagramTransport, late: _Late) -> None:
        super().__init__()
        self._socket, self._late = socket, late

    def sendto(self, data: Any, addr: Any = None) -> None:
        kept = bytes(data)
        self._late(lambda: None if self._socket.is_closing() else self._socket.sendto(kept, addr))

    def is_closing(self) -> bool:
        return self._socket.is_closing()

    def close(self) -> None:
        self._socket.close()

    def abort(self) -> None:
        self._socket.abort()


class _Far(asyncio.DatagramProtocol):
    """The end that the socket gives into."""

    def __init__(self, protocol: asyncio.DatagramProtocol, late: _Late) -> None:
        self._protocol, self._late = protocol, late
        self._is_lost = False

    def datagram_received(self, data: bytes, addr: tuple[Any, ...]) -> None:
        self._late(lambda: None if self._is_lost else self._protocol.datagram_received(data, addr))

    def error_received(self, fault: Exception) -> None:
        self._protocol.error_received(fault)

    def connection_lost(self, fault: Exception | None) -> None:
        self._is_lost = True
        self._protocol.connection_lost(fault)
