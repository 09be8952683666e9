"""Sends one clip over HTTP to everybody who asks, at its own pace.

``python -m tests.bench.wall_send FILE SECONDS`` prints its address. A process of its own, so that it
shares no interpreter with what is measured.
"""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

_PIECE_S = 0.02


async def _serve(file: Path, seconds: float) -> None:
    data = file.read_bytes()
    # Whole packets of a transport stream.
    piece = max(1, round(len(data) * _PIECE_S / seconds / 188)) * 188

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: video/mp2t\r\nConnection: close\r\n\r\n")
        begun_at = asyncio.get_running_loop().time()
        try:
            for at in range(0, len(data), piece):
                writer.write(data[at : at + piece])
                await writer.drain()
                due_s = seconds * at / len(data)
                await asyncio.sleep(begun_at + due_s - asyncio.get_running_loop().time())
            writer.close()
        except ConnectionError:
            # The one who watched has gone.
            return

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    host, port = server.sockets[0].getsockname()[:2]
    print(f"http://{host}:{port}/wall.ts", flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(_serve(Path(sys.argv[1]), float(sys.argv[2])))
