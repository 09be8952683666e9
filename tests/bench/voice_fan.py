"""A process full of ends that hear, for benchmarks: ``python -m tests.bench.voice_fan``.

Standard input: one address of a terminal's door a line (``without_udp`` of it for one that stays inside the
WebSocket), then an empty line. It says ``ready`` when all are linked; at the next line it says as JSON how many
packets each got, and how late they were, and forgets that. All are counted, one in ten is opened: the machine that
measures is the one that is measured.
"""

from __future__ import annotations

import asyncio
import json
import signal
import struct
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import uvloop

from app.domain import voice
from app.domain.talk import VoicePath
from app.voice.connection import Connection, Door
from app.voice.path import PathChoice
from app.voice.rtp import Packet, is_rtcp

_WITHOUT_UDP = "websocket "
#: A payload begins with the moment of sending, of the clock that all processes of a machine share.
MOMENT = struct.Struct("!Bd")
_AT_ONCE = 20
_OPENED = 10


class Fan:
    """The other process, from this one."""

    def __init__(self, urls: Sequence[str]) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.bench.voice_fan"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self._say("\n".join(urls) + "\n")

    def wait(self) -> None:
        """Until all are linked."""
        assert self._line() == "ready"

    def report(self) -> dict[str, Any]:
        """``counts`` of each end, and ``delays_ms`` of all."""
        self._say("")
        return dict(json.loads(self._line()))

    @contextmanager
    def stopped(self) -> Iterator[None]:
        """It does nothing at all meanwhile."""
        self._process.send_signal(signal.SIGSTOP)
        try:
            yield
        finally:
            self._process.send_signal(signal.SIGCONT)

    def close(self) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait(20)

    def _say(self, line: str) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(line + "\n")
        self._process.stdin.flush()

    def _line(self) -> str:
        assert self._process.stdout is not None
        return self._process.stdout.readline().strip()


def without_udp(url: str) -> str:
    return _WITHOUT_UDP + url


class _InWebSocket(Connection):
    async def _open_udp(self, door: Door) -> None:
        self._choice = PathChoice(time.monotonic(), has_udp=False)


class _Ear:
    def __init__(self) -> None:
        self.count = 0
        self.delays_ms: list[float] = []
        self.is_linked = asyncio.Event()

    def listen(self, connection: Connection) -> None:
        """Count what comes by UDP, and open some of it."""
        whole = connection.datagram_received

        def received(data: bytes, address: tuple[Any, ...]) -> None:
            is_speech = not is_rtcp(data)
            self.count += is_speech
            if not is_speech or self.count % _OPENED == 0:
                whole(data, address)

        connection.datagram_received = received  # type: ignore[method-assign]

    def on_told(self, told: voice.Told) -> None:
        if isinstance(told, voice.PathTaken) and told.path is VoicePath.UDP:
            self.is_linked.set()

    def on_packet(self, packet: Packet, now_s: float) -> None:
        # The loop may have been busy with others: it is this process that is late then, but that counts, too.
        self.delays_ms.append((time.monotonic() - MOMENT.unpack_from(packet.payload)[1]) * 1000)

    def on_path(self, path: VoicePath) -> None:
        pass


async def _main() -> None:
    loop = asyncio.get_running_loop()
    lines = asyncio.Queue[str]()

    async def read() -> None:
        while line := await loop.run_in_executor(None, sys.stdin.readline):
            lines.put_nowait(line.strip())
        lines.put_nowait("end")

    reading = asyncio.create_task(read())
    urls: list[str] = []
    while url := await lines.get():
        urls.append(url)
    ears = [_Ear() for _ in urls]
    gate = asyncio.Semaphore(_AT_ONCE)

    async def hear(url: str, ear: _Ear) -> None:
        async with gate:
            is_plain = url.startswith(_WITHOUT_UDP)
            kind = _InWebSocket if is_plain else Connection
            connection = await kind.open(Door(url.removeprefix(_WITHOUT_UDP)), ear)
            running = asyncio.create_task(connection.run())
            if is_plain:
                ear.is_linked.set()
            await ear.is_linked.wait()
        ear.listen(connection)
        await running

    hearing = [asyncio.create_task(hear(url, ear)) for url, ear in zip(urls, ears, strict=True)]
    for ear in ears:
        await ear.is_linked.wait()
    print("ready", flush=True)
    while await lines.get() != "end":
        delays = [delay for ear in ears for delay in ear.delays_ms]
        print(json.dumps({"counts": [ear.count for ear in ears], "delays_ms": delays}), flush=True)
        for ear in ears:
            ear.count, ear.delays_ms = 0, []
    for task in hearing:
        task.cancel()
    await asyncio.gather(*hearing, return_exceptions=True)
    reading.cancel()


if __name__ == "__main__":
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(_main())
