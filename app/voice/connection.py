"""One connection to the station's voice service: what is said and told, and the packets of speech.

It lives on one event loop; ``app.voice.link`` gives it a thread. What it does for its user: it protects and opens
packets, sends them by the way that gets through, and reports how they are received.
"""

from __future__ import annotations

import asyncio
import contextlib
import secrets
import time
from collections import deque
from collections.abc import Callable, Sequence
from typing import Any, Protocol, TypeAlias
from urllib.parse import urlsplit

from websockets.asyncio.client import ClientConnection
from websockets.exceptions import ConnectionClosed

from app.domain import voice
from app.domain.talk import VoicePath
from app.voice import rtcp, rtp
from app.voice.crypto import LinkKeys, Protector, Refusal, Unprotector
from app.voice.opening import Door, UdpOpener, end_of, hang_up, open_udp, opened, told_in
from app.voice.path import PathChoice
from app.voice.quality import Quality
from app.voice.sources import Heard, Sent

__all__ = ["Connection", "Door", "Listener", "Quality", "ReportListener", "UdpOpener", "ignore", "open_udp"]

_TICK_S = 0.05
#: While nothing is said and the way is clear; a machine may have hundreds of links.
_IDLE_TICK_S = 0.25
#: Datagrams that overtook the message that says whose they are, and for how long that is waited for.
_MOST_EARLY, _EARLY_S = 64, 1.0
#: Speech that has waited so long for the WebSocket is too old.
_STALE_S = 0.5


class Listener(Protocol):
    """Who is told what comes. Called on the connection's loop: return at once."""

    def on_told(self, told: voice.Told) -> None: ...

    def on_packet(self, packet: rtp.Packet, now_s: float) -> None:
        """Speech of a burst that is told to be heard here; ``now_s`` is ``time.monotonic``."""

    def on_path(self, path: VoicePath) -> None:
        """Speech goes this way from now on."""


#: Told what a talker that is heard here says of its time, and how the station receives what this end says. Called
#: like a ``Listener``.
ReportListener: TypeAlias = Callable[[rtcp.SenderReport | Quality], None]


def ignore(report: rtcp.SenderReport | Quality) -> None:
    """Not everybody wants to know how well it goes."""


class Connection(asyncio.DatagramProtocol):
    """Made by ``open``; ``run`` it until it ends.

    Args:
        cname: of this end's reports (RFC 3550 section 6.5.1); means nothing to anybody else.
    """

    def __init__(
        self,
        socket_: ClientConnection,
        welcome: voice.Welcome,
        listener: Listener,
        cname: str,
        on_report: ReportListener = ignore,
    ) -> None:
        self._websocket, self.welcome, self._listener, self._cname = socket_, welcome, listener, cname
        self._on_report = on_report
        keys = LinkKeys.from_text(welcome.to_station, welcome.from_station)
        self._protector, self._unprotector = Protector(keys.to_station), Unprotector(keys.from_station)
        self._protector.allow(welcome.link)
        self._unprotector.allow(welcome.link)
        self._choice = PathChoice(time.monotonic(), has_udp=welcome.udp_port is not None)
        self._transport: asyncio.DatagramTransport | None = None
        self._heard, self._sent = Heard(self._unprotector), Sent(self._protector)
        self._early: deque[tuple[float, bytes]] = deque(maxlen=_MOST_EARLY)
        #: There is speech to look after.
        self._awake = asyncio.Event()
        self._outgoing: asyncio.Queue[tuple[float, str | bytes]] = asyncio.Queue()
        #: How the station receives what this end says.
        self.quality = Quality()
        self.refused = self._unprotector.refused

    @classmethod
    async def open(
        cls, door: Door, listener: Listener, cname: str = "", on_report: ReportListener = ignore
    ) -> Connection:
        """Sign in and take the keys.

        Raises:
            AppError("station.unreachable"), AppError("station.incompatible"), AppError("station.tls_refused"),
            AppError("session.unauthorised"), AppError("voice.refused"), AppError("station.stopping").
        """
        websocket, welcome = await opened(door)
        try:
            connection = cls(websocket, welcome, listener, cname or secrets.token_hex(8), on_report)
            await connection._open_udp(door)
        except BaseException:
            await hang_up(websocket)
            raise
        return connection

    @property
    def path(self) -> VoicePath:
        return self._choice.path

    async def run(self) -> None:
        """Take what comes until the connection ends.

        Raises:
            AppError: why it ended: ``session.unauthorised``, ``voice.refused``, ``voice.taken_over``,
                ``voice.too_slow``, ``voice.silent``, ``station.stopping``, ``station.unreachable``,
                ``station.incompatible``.
        """
        tasks = [asyncio.ensure_future(work()) for work in (self._receive, self._send, self._tick)]
        try:
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in tasks:
                task.cancel()
            try:
                results = await asyncio.gather(*tasks, return_exceptions=True)
            finally:
                # Also when it is cancelled once more, while it ends.
                await self.close()
        for failure in results:
            if isinstance(failure, ConnectionClosed):
                raise end_of(failure) from None
            if isinstance(failure, Exception):
                raise failure

    async def close(self) -> None:
        if self._transport is not None:
            self._transport.close()
        await hang_up(self._websocket)

    def say(self, said: voice.Said) -> None:
        if isinstance(said, voice.ReleaseFloor) and said.packets is None:
            said = said.model_copy(update={"packets": self._sent.packets(said.call)})
        self._enqueue(said.model_dump_json())

    def send(self, packet: rtp.Packet) -> None:
        """One packet of speech, of a burst that is granted; of any other it is thrown away."""
        if self._sent.note(packet, time.monotonic()):
            self._put(packet.pack())

    def datagram_received(self, data: bytes, _: tuple[Any, ...]) -> None:
        self._take(data, is_udp=True)

    def error_received(self, _: Exception) -> None:
        """Nobody listens there, the system says; the probes will find that out."""

    async def _open_udp(self, door: Door) -> None:
        if self.welcome.udp_port is None:
            return
        host = self.welcome.udp_host or urlsplit(door.url).hostname or ""
        # Else speech goes inside the WebSocket.
        with contextlib.suppress(OSError):
            self._transport = await door.open_udp(self, (host, self.welcome.udp_port))

    async def _receive(self) -> None:
        while True:
            message = await self._websocket.recv()
            if isinstance(message, bytes):
                self._take(message, is_udp=False)
            else:
                self._take_told(told_in(message))

    async def _send(self) -> None:
        while True:
            at_s, message = await self._outgoing.get()
            # Talk is never sent later: what a slow line held up is lost.
            if isinstance(message, str) or time.monotonic() - at_s < _STALE_S:
                await self._websocket.send(message)

    async def _tick(self) -> None:
        while True:
            await self._until_due()
            now_s = time.monotonic()
            step = self._choice.tick(now_s, is_talking=self._sent.is_open, is_hearing=self._heard.is_open)
            if step.probes:
                self._probe()
            if step.has_changed:
                self._tell_path()
            self._report(now_s)
            self._heard.forget(now_s)
            self._sent.forget(now_s)

    async def _until_due(self) -> None:
        if self._choice.is_trying or self._sent.is_open or self._heard.is_open:
            await asyncio.sleep(_TICK_S)
            return
        self._awake.clear()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(_IDLE_TICK_S):
                await self._awake.wait()

    def _take_told(self, told: voice.Told) -> None:
        match told:
            case voice.FloorGranted():
                self._sent.begin(told)
                self._awake.set()
            case voice.FloorTaken() if told.is_heard:
                self._heard.begin(told)
                self._awake.set()
            case voice.FloorTaken() | voice.FloorIdle() | voice.FloorRevoked():
                self._heard.finish(told.burst)
                self._sent.finish(told.burst)
        self._listener.on_told(told)
        if isinstance(told, voice.FloorTaken) and told.is_heard:
            self._take_early()

    def _take(self, data: bytes, *, is_udp: bool) -> None:
        now_s = time.monotonic()
        opened = self._unprotector.unprotect(data)
        if opened is Refusal.UNKNOWN_SSRC:
            self._early.append((now_s, data))
            return
        if isinstance(opened, Refusal):
            return
        if is_udp and self._choice.heard(now_s):
            self._tell_path()
        if rtp.is_rtcp(opened):
            self._take_reports(opened, now_s)
            return
        packet = rtp.parse(opened)
        if packet is not None and self._heard.note(packet, now_s):
            self._listener.on_packet(packet, now_s)

    def _take_early(self) -> None:
        early, self._early = self._early, deque(maxlen=_MOST_EARLY)
        now_s = time.monotonic()
        for came_s, data in early:
            if now_s - came_s < _EARLY_S:
                self._take(data, is_udp=False)

    def _take_reports(self, opened: bytes, now_s: float) -> None:
        """What a talker says of its own time, and the station of what this end sends; no other word counts."""
        sender = rtcp.sender(opened)
        for report in rtcp.parse(opened) or ():
            if rtcp.sources(report) != {sender}:
                continue
            if isinstance(report, rtcp.SenderReport) and self._heard.note_report(report, now_s):
                self._on_report(report)
            elif isinstance(report, rtcp.ReceiverReport) and sender == self.welcome.link:
                self._take_blocks(report.blocks)

    def _take_blocks(self, blocks: Sequence[rtcp.ReportBlock]) -> None:
        for block in blocks:
            if block.ssrc in self._sent:
                self.quality = self.quality.moved(block)
                self._on_report(self.quality)

    def _probe(self) -> None:
        if self._transport is not None and not self._transport.is_closing():
            self._transport.sendto(self._protector.protect(rtcp.pack(rtcp.ReceiverReport(self.welcome.link))))

    def _report(self, now_s: float) -> None:
        heard = self._heard.report(self.welcome.link, self._cname, now_s)
        for report in (*([heard] if heard is not None else ()), *self._sent.reports(self._cname, now_s)):
            self._put(report)

    def _put(self, packet: bytes) -> None:
        protected = self._protector.protect(packet)
        if self._choice.path is VoicePath.UDP and self._transport is not None:
            self._transport.sendto(protected)
        else:
            self._enqueue(protected)

    def _enqueue(self, message: str | bytes) -> None:
        self._outgoing.put_nowait((time.monotonic(), message))

    def _tell_path(self) -> None:
        self.say(voice.PathTaken(path=self._choice.path))
        self._listener.on_path(self._choice.path)
