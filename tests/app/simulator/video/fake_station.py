"""A station that takes pushes and says what it wants, on the loop of the test."""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

SECRET = "7-s3cr3t"


@dataclass(eq=False)
class Push:
    """One POST as it came in."""

    data: bytes = b""
    is_over: bool = False
    #: What it is answered with, as soon as it is set.
    answer: asyncio.Future[int] = field(default_factory=lambda: asyncio.get_running_loop().create_future())


class FakeStation:
    def __init__(self) -> None:
        self.pushes: list[Push] = []
        #: Statuses for the next pushes, at once instead of taking them.
        self.refusals: list[int] = []
        self.wanted: str | None = None
        #: None: it does not know the question.
        self.news: asyncio.Condition | None = asyncio.Condition()
        self.port = 0
        self.tasks: set[asyncio.Task[None]] = set()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/v1/streams/7/{SECRET}"

    @property
    def open(self) -> list[Push]:
        return [push for push in self.pushes if not push.is_over]

    async def want(self, quality: str | None) -> None:
        assert self.news is not None
        async with self.news:
            self.wanted = quality
            self.news.notify_all()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self.tasks.add(task)
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode()
            method, target, _ = head.split(" ", 2)
            await (self._take(reader, writer) if method == "POST" else self._say(target, writer))
        except (OSError, EOFError, asyncio.CancelledError):
            # It hung up, or the test is over.
            pass
        finally:
            self.tasks.discard(task)
            writer.transport.abort()
            with contextlib.suppress(OSError):
                await writer.wait_closed()

    async def _take(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self.refusals:
            await _answer(writer, self.refusals.pop(0), b"{}")
            return
        push = Push()
        self.pushes.append(push)
        reading = asyncio.ensure_future(_read(reader, push))
        try:
            await asyncio.wait([reading, push.answer], return_when=asyncio.FIRST_COMPLETED)
            await _answer(writer, push.answer.result() if push.answer.done() else 200, b"{}")
        finally:
            reading.cancel()
            push.is_over = True

    async def _say(self, target: str, writer: asyncio.StreamWriter) -> None:
        known = target.partition("?known=")[2]
        if self.news is None:
            await _answer(writer, 404, b"{}")
            return
        async with self.news:
            await self.news.wait_for(lambda: (self.wanted or "") != known)
        await _answer(writer, 200, json.dumps({"quality": self.wanted}).encode())


async def _read(reader: asyncio.StreamReader, push: Push) -> None:
    while size := int(await reader.readline(), 16):
        push.data += await reader.readexactly(size)
        await reader.readexactly(2)
    push.is_over = True


async def _answer(writer: asyncio.StreamWriter, status: int, body: bytes) -> None:
    writer.write(
        b"HTTP/1.1 %d It\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%b" % (status, len(body), body)
    )
    await writer.drain()


@asynccontextmanager
async def fake_station() -> AsyncIterator[FakeStation]:
    station = FakeStation()
    server = await asyncio.start_server(station.serve, "127.0.0.1", 0)
    station.port = server.sockets[0].getsockname()[1]
    try:
        yield station
    finally:
        server.close()
        for task in list(station.tasks):
            task.cancel()
        await asyncio.gather(*station.tasks, return_exceptions=True)
