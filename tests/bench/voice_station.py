"""Benchmark ``voice_station``: what passing speech on costs the station, and how soon one may talk."""

from __future__ import annotations

import argparse
import asyncio
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlsplit

import numpy as np
import requests

from app.domain import voice
from app.domain.audience import AgencyAudience
from app.domain.command import RegisterTerminal
from app.domain.talk import VoicePath
from app.domain.terminal import TerminalFields, TerminalKind
from app.voice.connection import Connection, Door
from app.voice.rtp import Packet, Packetizer
from tests.bench.city import City, city
from tests.bench.report import Result
from tests.bench.voice_fan import MOMENT, Fan, without_udp
from tests.bench.voice_lasso import lasso

_FRAME_S = 0.02
#: 24 kbit/s.
_PAYLOAD_BYTES = 60
_DESKS, _TIMES = 4, 15


def add_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--hearers", type=int, default=500)
    parser.add_argument("--units", type=int, default=10_000, help="of the lasso")
    parser.add_argument("--seconds", type=float, default=20.0)


def run(given: argparse.Namespace) -> Result:
    result = Result("voice_station")
    with city(given.units) as town:
        asyncio.run(_measure(result, town, given))
    result.notes += [
        "Packets are protected anew for every hearer and go by UDP; hearers are processes of their own on the",
        "same machine. Delay is from the talker's send to the hearer, with the hearers' own work.",
        "Two hearers' process is stopped meanwhile, one by UDP, one inside the WebSocket: they are not counted.",
        "Access is from the request to the grant at the desk. Lasso: from the units that it caught, by counting",
        "who hears and why the others do not, to a call that can be talked in; the worst of five.",
    ]
    return result


async def _measure(result: Result, town: City, given: argparse.Namespace) -> None:
    addresses = await asyncio.to_thread(_terminals, town, given.hearers + 2)
    desk = await Talker.at(town)
    group = _group(town)
    result.add("access p95, idle", await _access_ms(town, group), "ms", at_most=100)
    # The last two are frozen later.
    halves = [Fan(part) for part in (addresses[:-2][:200], addresses[200:-2]) if part]
    try:
        await asyncio.to_thread(halves[0].wait)
        result.add("access p95, 200 hearers", await _access_ms(town, group), "ms", at_most=300)
        for fan in halves[1:]:
            await asyncio.to_thread(fan.wait)
        await asyncio.to_thread(_settle, town)
        await lasso(result, town, desk)
        frozen = Fan([addresses[-2], without_udp(addresses[-1])])
        halves.append(frozen)
        await asyncio.to_thread(frozen.wait)
        with frozen.stopped():
            await _speech(result, town, desk, group, halves[:-1], given)
    finally:
        for fan in halves:
            await asyncio.to_thread(fan.close)
        await desk.close()


async def _speech(
    result: Result, town: City, desk: Talker, group: int, fans: Sequence[Fan], given: argparse.Namespace
) -> None:
    await asyncio.to_thread(_settle, town)
    idle_cpu = await _share_of(town, given.seconds / 4)
    for fan in fans:
        await asyncio.to_thread(fan.report)
    granted = await desk.floor(group)
    began, cpu = time.monotonic(), town.cpu_s()
    sent = await desk.speak(granted.ssrc, given.seconds)
    share = (town.cpu_s() - cpu) / (time.monotonic() - began) * 100
    desk.connection.say(voice.ReleaseFloor(call=group))
    await desk.idle()
    await asyncio.sleep(0.5)
    reports = [await asyncio.to_thread(fan.report) for fan in fans]
    counts = np.array([count for report in reports for count in report["counts"]])
    delays = np.array([delay for report in reports for delay in report["delays_ms"]])
    result.add(f"station, one talker to {len(counts)}, and 2 frozen", share, "% of a core", at_most=50)
    result.add("of that at rest, with probes", idle_cpu, "% of a core")
    result.add("heard by the worst off", float(counts.min()) / sent * 100, "%", at_least=99)
    result.add("left out by the station", _left_out(town), "sendings", at_most=0)
    result.add("delay p50", float(np.percentile(delays, 50)), "ms")
    result.add("delay p95", float(np.percentile(delays, 95)), "ms")


def _settle(town: City) -> None:
    """Until all that happened is on the log: what was measured before must not weigh on what comes."""
    before, now = -1, 0
    while now != before:
        time.sleep(0.5)
        before, now = now, town.client.snapshot().snapshot.seq


def _left_out(town: City) -> float:
    headers = {"Authorization": f"Bearer {town.client.session.access()}"}
    page = requests.get(f"{town.station.url}/metrics", headers=headers, timeout=10).text
    lines = [line for line in page.splitlines() if line.startswith("watchfloor_voice_refused_total{")]
    return sum(float(line.split()[-1]) for line in lines if "stale" in line or "not_sent" in line)


async def _share_of(town: City, seconds: float) -> float:
    began, cpu = time.monotonic(), town.cpu_s()
    await asyncio.sleep(seconds)
    return (town.cpu_s() - cpu) / (time.monotonic() - began) * 100


async def _access_ms(town: City, group: int) -> float:
    """By several desks, one after the other: nobody may press a key sixty times in a row."""
    taken = []
    for _ in range(_DESKS):
        desk = await Talker.at(town)
        for _ in range(_TIMES):
            began = time.monotonic()
            await desk.floor(group)
            taken.append((time.monotonic() - began) * 1000)
            desk.connection.say(voice.ReleaseFloor(call=group))
            await desk.idle()
        await desk.close()
    return float(np.percentile(taken, 95))


def _terminals(town: City, count: int) -> list[str]:
    """Addresses of as many terminals, one a unit where there are enough."""

    def one(index: int) -> str:
        fields = TerminalFields(kind=TerminalKind.PHONE, unit=town.units[index % len(town.units)])
        receipt = town.client.send(RegisterTerminal(terminal=fields), f"terminal-{index}")
        return town.client.address(receipt.events[0].fact.terminal.number).voice_url  # type: ignore[union-attr]

    with ThreadPoolExecutor(16) as hands:
        return list(hands.map(one, range(count)))


def _group(town: City) -> int:
    groups = town.client.snapshot().snapshot.talkgroups
    return next(group.number for group in groups if isinstance(group.audience, AgencyAudience))


class Talker:
    """A desk's connection, without sound."""

    def __init__(self) -> None:
        self.connection: Connection
        self._told: asyncio.Queue[voice.Told] = asyncio.Queue()
        self._running: asyncio.Task[None]

    @classmethod
    async def at(cls, town: City) -> Talker:
        desk = cls()
        address = urlsplit(town.station.url)
        door = Door(f"ws://{address.netloc}/v1/voice", {"Authorization": f"Bearer {town.client.session.access()}"})
        desk.connection = await Connection.open(door, desk)
        desk._running = asyncio.create_task(desk.connection.run())
        await desk.next(voice.PathTaken)
        return desk

    def on_told(self, told: voice.Told) -> None:
        self._told.put_nowait(told)

    def on_packet(self, packet: Packet, now_s: float) -> None:
        pass

    def on_path(self, path: VoicePath) -> None:
        pass

    async def next(self, kind: type[voice.Told]) -> voice.Told:
        while not isinstance(told := await self._told.get(), kind):
            pass
        return told

    async def floor(self, call: int) -> voice.FloorGranted:
        self.connection.say(voice.RequestFloor(call=call))
        granted = await self.next(voice.FloorGranted)
        assert isinstance(granted, voice.FloorGranted)
        return granted

    async def idle(self) -> None:
        await self.next(voice.FloorIdle)

    async def speak(self, ssrc: int, seconds: float) -> int:
        packetizer, began, count = Packetizer(ssrc), time.monotonic(), 0
        while (now := time.monotonic()) < began + seconds:
            payload = MOMENT.pack(9 << 3, now).ljust(_PAYLOAD_BYTES, b"\0")
            packet = packetizer.packet(payload)
            assert packet is not None
            self.connection.send(packet)
            count += 1
            await asyncio.sleep(max(0.0, began + count * _FRAME_S - time.monotonic()))
        return count

    async def close(self) -> None:
        self._running.cancel()
        await asyncio.gather(self._running, return_exceptions=True)
