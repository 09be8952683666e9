"""Sends one clip over HTTP to everybody who asks, a frame at its moment, as a camera or the relay does.

``python -m tests.bench.wall_send FILE SECONDS`` prints its address, and ends when its standard input is
closed. A process of its own, so that it shares no interpreter with what is measured.
"""

from __future__ import annotations

import asyncio
import os
import sys
import threading
from itertools import pairwise
from pathlib import Path

_PACKET = 188
#: Of the video in what FFmpeg makes.
_PID = 0x100


def frames(stream: bytes) -> list[bytes]:
    """A transport stream in pieces of one frame, each with the tables that stand before it."""
    starts = [0]
    for at in range(0, len(stream), _PACKET):
        begins_unit = stream[at + 1] & 0x40
        if begins_unit and int.from_bytes(stream[at + 1 : at + 3], "big") & 0x1FFF == _PID:
            starts.append(at)
    # What stands before the first frame belongs to it.
    cuts = [0, *starts[2:], len(stream)]
    return [stream[begin:end] for begin, end in pairwise(cuts)]


async def _serve(file: Path, seconds: float) -> None:
    pieces = frames(file.read_bytes())
    step_s = seconds / len(pieces)

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: video/mp2t\r\nConnection: close\r\n\r\n")
        begun_at = asyncio.get_running_loop().time()
        try:
            for i, piece in enumerate(pieces):
                writer.write(piece)
                await writer.drain()
                await asyncio.sleep(begun_at + (i + 1) * step_s - asyncio.get_running_loop().time())
            writer.close()
        except ConnectionError:
            # The one who watched has gone.
            return

    # Whoever started it may be killed without a word.
    threading.Thread(target=_end_with_starter, daemon=True).start()
    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    host, port = server.sockets[0].getsockname()[:2]
    print(f"http://{host}:{port}/wall.ts", flush=True)
    await server.serve_forever()


def _end_with_starter() -> None:
    sys.stdin.read()
    os._exit(0)


if __name__ == "__main__":
    asyncio.run(_serve(Path(sys.argv[1]), float(sys.argv[2])))
