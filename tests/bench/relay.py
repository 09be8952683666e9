"""Benchmark ``relay``: what passing live video on costs the station, in processor time, memory and delay."""

from __future__ import annotations

import argparse
import asyncio
import struct
import tempfile
import time
from contextlib import closing
from pathlib import Path
from urllib.parse import urlsplit

import numpy as np
import psutil
import requests

from app.domain.command import RegisterTerminal, RegisterUnit, StartDuty
from app.domain.terminal import TerminalFields, TerminalKind
from app.domain.unit import Force, UnitFields
from tests.bench.city import sign_in
from tests.bench.report import Result
from tests.contract.station_process import StationProcess

FRAMES_PER_S, GROUP = 15, 30
PACKET = 188
_PID, _PMT_PID = 0x100, 0x1000
#: Stands before the moment of sending in each frame, so that a reader can find it.
_MARK = b"\0\0\1\x06WFTIME"


def add_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--readers", type=int, default=50)
    parser.add_argument("--kbps", type=int, default=1000, help="of the stream")
    parser.add_argument("--seconds", type=float, default=15.0)


def run(given: argparse.Namespace) -> Result:
    result = Result("relay")
    with tempfile.TemporaryDirectory() as folder:
        station = StationProcess(Path(folder)).start()
        try:
            asyncio.run(_measure(result, station, given))
        finally:
            station.stop()
    result.notes += [
        f"One MPEG-TS stream of {given.kbps} kbit/s, {FRAMES_PER_S} frames a second, pushed and read here by",
        "another process; delay is from the sending of a frame's first byte to its arrival in a reader.",
    ]
    return result


async def _measure(result: Result, station: StationProcess, given: argparse.Namespace) -> None:
    url, token = _terminal(station)
    process = psutil.Process(station.pid)
    idle_mb = process.memory_info().rss / 2**20
    pushing = asyncio.create_task(_push(url, token, given.kbps))
    ticket = await _ticket(station, url)
    delays: list[float] = []
    readers = [asyncio.create_task(_read(ticket, delays)) for _ in range(given.readers)]
    await asyncio.sleep(2.0)
    delays.clear()
    began, cpu = time.monotonic(), _cpu_s(process)
    await asyncio.sleep(given.seconds)
    share = (_cpu_s(process) - cpu) / (time.monotonic() - began) * 100
    seen = np.array(delays) * 1000
    for task in (pushing, *readers):
        task.cancel()
    await asyncio.gather(pushing, *readers, return_exceptions=True)
    result.add(f"station, {given.readers} readers", share, "% of a core", at_most=25)
    result.add("memory above an idle station", process.memory_info().rss / 2**20 - idle_mb, "MB")
    result.add("delay p50", float(np.percentile(seen, 50)), "ms")
    result.add("delay p95", float(np.percentile(seen, 95)), "ms")
    result.add("frames read", len(seen) / given.seconds / given.readers, "a second and reader")


def _terminal(station: StationProcess) -> tuple[str, str]:
    """Where a terminal on duty pushes, and its token."""
    client = sign_in(station)
    unit = client.send(RegisterUnit(unit=UnitFields(callsign="V-1", force=Force.DEDICATED, agency="Patrol")), "u")
    number = unit.events[0].fact.unit.number  # type: ignore[union-attr]
    fields = TerminalFields(kind=TerminalKind.BODY_CAMERA, unit=number)
    made = client.send(RegisterTerminal(terminal=fields), "t")
    terminal = made.events[0].fact.terminal.number  # type: ignore[union-attr]
    client.send(StartDuty(unit=number), "d")
    return f"{station.url}/v1/streams/{terminal}", client.address(terminal).token


async def _ticket(station: StationProcess, url: str) -> str:
    """An address to read from, as soon as the stream is there."""
    headers = await asyncio.to_thread(station.sign_in)
    while True:
        given = await asyncio.to_thread(requests.post, f"{url}/ticket", headers=headers, timeout=10)
        if given.status_code == 200:
            return station.url + str(given.json()["url"])
        await asyncio.sleep(0.1)


def _cpu_s(process: psutil.Process) -> float:
    times = process.cpu_times()
    return float(times.user + times.system)


async def _push(url: str, token: str, kbps: int) -> None:
    address = urlsplit(url)
    _, writer = await asyncio.open_connection(address.hostname, address.port)
    writer.write(f"POST {address.path} HTTP/1.1\r\nHost: x\r\nX-Token: {token}\r\n".encode())
    writer.write(b"Transfer-Encoding: chunked\r\n\r\n")
    began, index, packets = time.monotonic(), 0, _Packets()
    with closing(writer):
        while True:
            frame = packets.frame(index, kbps * 125 // FRAMES_PER_S)
            writer.write(b"%x\r\n%s\r\n" % (len(frame), frame))
            await writer.drain()
            index += 1
            await asyncio.sleep(max(0.0, began + index / FRAMES_PER_S - time.monotonic()))


async def _read(url: str, delays: list[float]) -> None:
    address = urlsplit(url)
    reader, writer = await asyncio.open_connection(address.hostname, address.port)
    writer.write(f"GET {address.path}?{address.query} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
    with closing(writer):
        while data := await reader.read(65_536):
            at = data.find(_MARK)
            if at >= 0 and len(data) >= at + len(_MARK) + 8:
                (sent_s,) = struct.unpack_from(">d", data, at + len(_MARK))
                delays.append(time.monotonic() - sent_s)


class _Packets:
    """A transport stream of frames that hold nothing but when they were sent."""

    def __init__(self) -> None:
        self._counters = dict.fromkeys((0, _PMT_PID, _PID), 0)
        pat = b"\0\xb0\x0d\0\1\xc1\0\0\0\1" + (0xE000 | _PMT_PID).to_bytes(2, "big") + b"\0" * 4
        stream = b"\x1b" + (0xE000 | _PID).to_bytes(2, "big") + b"\xf0\0"
        pid = (0xE000 | _PID).to_bytes(2, "big")
        self._tables = (pat, b"\x02\xb0\x12\0\1\xc1\0\0" + pid + b"\xf0\0" + stream + b"\0" * 4)

    def frame(self, index: int, size: int) -> bytes:
        is_key = index % GROUP == 0
        ticks = index * 90_000 // FRAMES_PER_S
        stamp = bytes((0x21 | ticks >> 29 & 0x0E, ticks >> 22 & 0xFF, ticks >> 14 & 0xFE | 1))
        stamp += bytes((ticks >> 7 & 0xFF, ticks << 1 & 0xFE | 1))
        nal = b"\0\0\1\x65" if is_key else b"\0\0\1\x41"
        body = b"\0\0\1\xe0\0\0\x80\x80\5" + stamp + _MARK + struct.pack(">d", time.monotonic()) + nal
        body += b"\xaa" * max(0, size - len(body))
        tables = b""
        if is_key:
            for pid, section in zip((0, _PMT_PID), self._tables, strict=True):
                tables += self._packet(pid, b"\0" + section + b"\xff" * (183 - len(section)), is_start=True)
        step = PACKET - 4
        whole = len(body) // step * step
        return tables + b"".join(self._packet(_PID, body[at : at + step], at == 0) for at in range(0, whole, step))

    def _packet(self, pid: int, payload: bytes, is_start: bool) -> bytes:
        counter = self._counters[pid] = self._counters[pid] + 1 & 0x0F
        return bytes((0x47, is_start << 6 | pid >> 8, pid & 0xFF, 0x10 | counter)) + payload
