"""Ends that hear and talk, on a real station: a handful on one event loop."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import os
import time
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

import requests

from app.domain import voice
from app.domain.errors import AppError
from app.domain.talk import VoicePath
from app.voice.connection import Connection, Door, Quality
from app.voice.link import LinkPhase, LinkState
from app.voice.rtcp import SenderReport
from app.voice.rtp import Packet, Packetizer
from app.voice.talk import Talker
from tests.contract.station_process import ANSWER_S, StationProcess
from tests.contract.udp_way import UdpWay

T = TypeVar("T")
#: Opus of 20 ms (config 9, SILK wideband, one frame); nothing here decodes it.
SPEECH = bytes((9 << 3,)) + b"speech" * 10
#: A wait costs nothing when it comes true; a machine may be busy.
WAIT_S = 30.0
_keys = itertools.count()


class Town:
    """A station with an operator, and what a test registers there."""

    def __init__(self, station: StationProcess) -> None:
        self.station = station
        self.headers = station.sign_in()

    def order(self, kind: str, **fields: Any) -> dict[str, Any]:
        """Give an order; the fact of its first event."""
        headers = {**self.headers, "Idempotency-Key": f"voice-{os.getpid()}-{next(_keys)}"}
        answer = requests.post(
            f"{self.station.url}/v1/commands", json={"kind": kind, **fields}, headers=headers, timeout=ANSWER_S
        )
        assert answer.status_code == 200, answer.text
        events = answer.json()["events"]
        return dict(events[0]["fact"]) if events else {}

    def get(self, path: str, **query: Any) -> Any:
        answer = requests.get(f"{self.station.url}{path}", params=query, headers=self.headers, timeout=ANSWER_S)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def unit(self, callsign: str, agency: str = "Patrol") -> int:
        """One that is on duty."""
        fields = {"callsign": callsign, "force": "volunteer", "agency": agency}
        number = int(self.order("unit.register", unit=fields)["unit"]["number"])
        self.order("duty.start", unit=number)
        return number

    def terminal(self, unit: int) -> int:
        fields = {"kind": "phone", "unit": unit}
        return int(self.order("terminal.register", terminal=fields)["terminal"]["number"])

    def talkgroup(self, agency: str = "Patrol") -> int:
        """The one that the agency has by itself, a moment after its first unit."""
        deadline_s = time.monotonic() + WAIT_S
        while time.monotonic() < deadline_s:
            for group in self.get("/v1/snapshot")["talkgroups"]:
                if group["audience"] == {"kind": "agency", "agency": agency}:
                    return int(group["number"])
        raise AssertionError(f"{agency} has no talkgroup")

    def bursts(self, **query: Any) -> list[dict[str, Any]]:
        """Rows of the talk log, newest first; it is written behind those who talk, who do not wait for it."""
        return list(self.get("/v1/bursts", **query)["bursts"])

    def desk_door(self) -> Door:
        return Door(f"ws{self.station.url.removeprefix('http')}/v1/voice", headers=self.headers)

    def terminal_door(self, terminal: int) -> Door:
        return Door(self.get(f"/v1/terminals/{terminal}/address")["voice_url"])

    def events(self, kind: str, after: int = 0) -> list[dict[str, Any]]:
        """At most of the 1000 events that follow ``after``."""
        events = self.get("/v1/events", after=after, limit=1000)["events"]
        return [event for event in events if event["fact"]["kind"] == kind]


class End:
    """A listener that remembers, and talks when it is told to."""

    def __init__(self) -> None:
        self.told: list[voice.Told] = []
        self.packets: list[Packet] = []
        self.reports: list[SenderReport | Quality] = []
        self.paths: list[VoicePath] = []
        self.packetizers: dict[int, Packetizer] = {}
        self.ended: AppError | None = None
        self._news = asyncio.Event()
        self._running: asyncio.Task[None] | None = None
        self.connection: Connection

    @classmethod
    async def at(cls, door: Door, *, waits_for_udp: bool = True) -> End:
        end = cls()
        end.connection = await Connection.open(door, end, on_report=end.on_report)
        end._running = asyncio.create_task(end._run())
        if waits_for_udp:
            await end.until(lambda: VoicePath.UDP in [m.path for m in end.all(voice.PathTaken)])
        return end

    async def go_through(self, way: UdpWay) -> None:
        """From now on its datagrams pass through there."""
        assert self.connection._transport is not None
        self.connection._transport.close()
        self.connection._transport, _ = await asyncio.get_running_loop().create_datagram_endpoint(
            lambda: self.connection, remote_addr=("127.0.0.1", way.port)
        )

    async def _run(self) -> None:
        try:
            await self.connection.run()
        except AppError as error:
            self.ended = error
            self._news.set()

    def on_told(self, told: voice.Told) -> None:
        self.told.append(told)
        self._news.set()

    def on_packet(self, packet: Packet, now_s: float) -> None:
        self.packets.append(packet)
        self._news.set()

    def on_report(self, report: SenderReport | Quality) -> None:
        self.reports.append(report)
        self._news.set()

    def on_path(self, path: VoicePath) -> None:
        self.paths.append(path)
        self._news.set()

    def all(self, kind: type[T]) -> list[T]:
        return [told for told in self.told if isinstance(told, kind)]

    async def until(self, is_so: Callable[[], object], wait_s: float = WAIT_S) -> None:
        async with asyncio.timeout(wait_s):
            while not is_so():
                self._news.clear()
                await self._news.wait()

    async def told_of(self, kind: type[T], is_meant: Callable[[T], object] = lambda _: True) -> T:
        """The first message of a kind, come or to come."""
        await self.until(lambda: any(is_meant(told) for told in self.all(kind)))
        return next(told for told in self.all(kind) if is_meant(told))

    async def floor(self, call: int, *, is_emergency: bool = False) -> voice.FloorGranted:
        known = len(self.all(voice.FloorGranted))
        self.connection.say(voice.RequestFloor(call=call, is_emergency=is_emergency))
        await self.until(lambda: len(self.all(voice.FloorGranted)) > known)
        return self.all(voice.FloorGranted)[-1]

    async def speak_until(self, ssrc: int, is_enough: Callable[[], object]) -> int:
        """Speak until that is so. Returns how many frames it took."""
        frames = 0
        async with asyncio.timeout(WAIT_S):
            while not is_enough():
                await self.speak(ssrc, 1)
                frames += 1
        return frames

    async def speak(self, ssrc: int, frames: int = 10, *, pause_s: float = 0.02) -> Packetizer:
        packetizer = self.packetizers.setdefault(ssrc, Packetizer(ssrc))
        for _ in range(frames):
            packet = packetizer.packet(SPEECH)
            assert packet is not None
            self.connection.send(packet)
            await asyncio.sleep(pause_s)
        return packetizer

    async def close(self) -> None:
        assert self._running is not None
        self._running.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await self._running


class Watcher(End):
    """The user of a link, whose thread calls it."""

    def __init__(self) -> None:
        super().__init__()
        self.states: list[LinkState] = []
        self.talker: Talker | None = None

    def on_state(self, state: LinkState) -> None:
        self.states.append(state)

    def on_told(self, told: voice.Told) -> None:
        super().on_told(told)
        is_answer = isinstance(told, voice.FloorGranted | voice.FloorDenied | voice.FloorQueued)
        if self.talker is not None and is_answer:
            self.talker.on_told(told)

    @property
    def phases(self) -> list[LinkPhase]:
        return [state.phase for state in self.states]


async def soonest(attempt: Callable[[], Awaitable[float]], limit_s: float) -> float:
    """How long something takes at its best, of three times: a machine may be busy. Once, where that is enough."""
    took_s = [await attempt()]
    while min(took_s) >= limit_s and len(took_s) < 3:
        took_s.append(await attempt())
    return min(took_s)


async def until(is_so: Callable[[], object], wait_s: float = WAIT_S) -> None:
    """Wait for what only asking can tell, in a thread so that ends go on."""
    async with asyncio.timeout(wait_s):
        while not await asyncio.to_thread(is_so):
            await asyncio.sleep(0.05)
