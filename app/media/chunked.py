"""Chunked transfer coding, taken apart as it comes: ``http.client`` spends ten calls on each chunk."""

from __future__ import annotations

import re

from app.domain.errors import AppError

_SIZE = re.compile(rb"([0-9a-fA-F]{1,15})[ \t]*(?:;[^\r\n]*)?\r?\n")
#: A line with a size, extensions included, is not longer than this.
_MOST_LINE = 4096


class Dechunker:
    """Gives the body inside what arrives, in pieces of any size; what follows the last chunk is not looked at.

    Source: RFC 9112, 7.1.
    """

    def __init__(self) -> None:
        self._left = 0
        self._line = b""
        #: The last chunk has been; there is no more.
        self.is_over = False

    def body(self, data: bytes) -> bytes:
        """What of the body is in the next bytes; may be nothing.

        Raises:
            AppError("stream.interrupted"): this is not chunked.
        """
        if len(data) <= self._left:
            self._left -= len(data)
            return data
        parts: list[bytes] = []
        at = 0
        while at < len(data) and not self.is_over:
            if self._left:
                part = data[at : at + self._left]
                parts.append(part)
                self._left -= len(part)
                at += len(part)
            else:
                at = self._begin(data, at)
        return b"".join(parts)

    def _begin(self, data: bytes, at: int) -> int:
        """Read the line before a chunk, which may come in parts. Returns where the chunk begins."""
        end = data.find(b"\n", at) + 1
        self._line += data[at : end or len(data)]
        if len(self._line) > _MOST_LINE:
            raise AppError("stream.interrupted")
        if not end:
            return len(data)
        line, self._line = self._line, b""
        if line in (b"\r\n", b"\n"):
            # The end of the chunk before.
            return end
        size = _SIZE.fullmatch(line)
        if size is None:
            raise AppError("stream.interrupted")
        self._left = int(size[1], 16)
        self.is_over = not self._left
        return end
