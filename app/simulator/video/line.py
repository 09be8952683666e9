"""A line to a station: one HTTP/1.1 exchange on a connection of its own, for bodies that take hours.

Source: RFC 9112, sections 3, 4, 6 and 7.1.
"""

from __future__ import annotations

import asyncio
import ssl
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

_CONNECT_S = 5.0
_LONGEST_ANSWER = 64 * 1024


class Line:
    """An open connection. Errors of the network are ``OSError`` or ``EOFError``.

    Args:
        target: path and query.
    """

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, host: str, target: str) -> None:
        self._reader, self._writer, self._host, self._target = reader, writer, host, target

    @classmethod
    async def opened(cls, url: str) -> Self:
        parts = urlsplit(url)
        secure = ssl.create_default_context() if parts.scheme == "https" else None
        port = parts.port or (443 if secure else 80)
        async with asyncio.timeout(_CONNECT_S):
            reader, writer = await asyncio.open_connection(parts.hostname, port, ssl=secure)
        target = parts.path + (f"?{parts.query}" if parts.query else "")
        return cls(reader, writer, parts.netloc, target)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.hang_up()

    @property
    def unsent(self) -> int:
        """Bytes that the network has not taken yet."""
        return self._writer.transport.get_write_buffer_size()

    def ask(self, method: str, *fields: str) -> None:
        """Send the head of a request."""
        lines = (f"{method} {self._target} HTTP/1.1", f"Host: {self._host}", "User-Agent: demo-terminal", *fields)
        self._writer.write("".join(f"{line}\r\n" for line in (*lines, "")).encode())

    def send_chunk(self, data: bytes) -> None:
        """A piece of a chunked body; an empty one ends it."""
        self._writer.write(b"%x\r\n%b\r\n" % (len(data), data))

    async def answer(self) -> tuple[int, bytes]:
        """Status and body."""
        try:
            head = await self._reader.readuntil(b"\r\n\r\n")
            status, length = _head(head.decode("latin-1"))
            return status, await self._reader.readexactly(min(length, _LONGEST_ANSWER))
        except (asyncio.LimitOverrunError, ValueError, IndexError) as error:
            raise ConnectionError("no answer that can be read") from error

    def hang_up(self) -> None:
        self._writer.transport.abort()


def _head(text: str) -> tuple[int, int]:
    first, *fields = text.split("\r\n")
    named = {name.strip().lower(): value.strip() for name, _, value in (field.partition(":") for field in fields)}
    return int(first.split(" ")[1]), int(named.get("content-length", "0"))
