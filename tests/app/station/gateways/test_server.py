"""The doors behind the real server: what reaches ASGI is only what the server lets through."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
import uvicorn

from app.station.gateways.routes import PHONE_BYTES, Gateways
from tests.app.station.field_ports import NOW_MS, PHONE, UNIT, FieldPorts, token_of

ADDRESS = f"/gateways/osmand/{token_of(PHONE)}".encode()
QUERY = f"id=7&lat=60.1699&lon=24.9384&timestamp={NOW_MS}".encode()


@asynccontextmanager
async def served(ports: FieldPorts) -> AsyncIterator[int]:
    """The port on loopback at which the doors are."""
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    listening.listen()
    server = uvicorn.Server(
        uvicorn.Config(Gateways(ports.intake), log_config=None, access_log=False, lifespan="off")
    )
    serving = asyncio.create_task(server.serve(sockets=[listening]))
    while not server.started:
        assert not serving.done()
        await asyncio.sleep(0)
    yield listening.getsockname()[1]
    server.should_exit = True
    await serving


async def status_of(port: int, *parts: bytes) -> int:
    """Say this to the server and read the status of its answer; 0 when it hangs up without one."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    for part in parts:
        writer.write(part)
        await writer.drain()
    line = await asyncio.wait_for(reader.readline(), 60)
    writer.close()
    return int(line.split()[1]) if line else 0


def request(target: bytes, headers: bytes = b"", body: bytes = b"", method: bytes = b"POST") -> bytes:
    return method + b" " + target + b" HTTP/1.1\r\nHost: x\r\nConnection: close\r\n" + headers + b"\r\n" + body


def told(body: bytes) -> bytes:
    return b"Content-Length: " + str(len(body)).encode() + b"\r\n"


def test_a_phone_is_heard_through_the_real_server() -> None:
    ports = FieldPorts()

    async def scene() -> list[int]:
        async with served(ports) as port:
            return [
                await status_of(port, request(ADDRESS + b"?" + QUERY, method=b"GET")),
                await status_of(port, request(ADDRESS, told(QUERY), QUERY)),
                await status_of(port, request(ADDRESS + b"?" + QUERY, method=b"HEAD")),
            ]

    assert asyncio.run(scene()) == [200, 200, 405]
    assert ports.fleet.of(UNIT) is not None
    assert ports.outcomes["osmand", "repeated"] == 1


CHUNKED = b"Transfer-Encoding: chunked\r\n"
CHUNK = b"4000\r\n" + b" " * 0x4000 + b"\r\n"


@pytest.mark.parametrize(
    "said",
    [
        request(b"/gateways/osmand/\xff\xfe?lat=\xff"),
        request(b"/gateways/osmand/%ff%fe%00?lat=%ff&lon=%00"),
        request(ADDRESS + b"?" + b"%" * 500),
        request(ADDRESS + b"?" + b"a=1&" * 5_000),
        request(ADDRESS + b"?" + b"lat=" + b"9" * 20_000 + b"&lon=1"),
        request(ADDRESS, told(b" " * (PHONE_BYTES + 1)), b" " * (PHONE_BYTES + 1)),
        request(ADDRESS, CHUNKED, CHUNK * 5 + b"0\r\n\r\n"),
        request(ADDRESS, b"Content-Length: 99999999999999999999\r\n"),
        request(ADDRESS, b"Content-Length: -1\r\n"),
        request(ADDRESS, b"Authorization: Basic \xff\xff\r\n", method=b"GET"),
        request(ADDRESS, told(b"\xff\xfe{"), b"\xff\xfe{"),
        request(b"/gateways/../gateways/osmand//"),
        request(b"/gateways"),
        b"\x00\x01\x02\r\n\r\n",
        b"GET\r\n\r\n",
    ],
    ids=range(15),
)
def test_nothing_said_to_the_real_server_is_its_fault(said: bytes) -> None:
    async def scene() -> int:
        async with served(FieldPorts()) as port:
            return await status_of(port, said)

    assert asyncio.run(scene()) < 500
