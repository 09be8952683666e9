"""One connection to the station's voice service: what is said and told, and the packets of speech.

It lives on one event loop; ``app.voice.link`` gives it a thread. What it does for its user: it protects and opens
packets, sends them by the way that gets through, and reports how they are received.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import secrets
import ssl
import time
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol
from urllib.parse import urlsplit

from pydantic import ValidationError
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake, InvalidStatus, InvalidURI

from app.domain import voice
from app.domain.errors import AppError
from app.domain.talk import VoicePath
from app.voice import rtcp, rtp
from app.voice.crypto import LinkKeys, Protector, Refusal, Unprotector
from app.voice.path import PathChoice
from app.voice.reception import Reception

_OPEN_S, _CLOSE_S = 5.0, 0.5
_PING_EVERY_S, _DEAD_S = 5.0, 10.0
_TICK_S = 0.05
_REPORT_S = 1.0
#: Datagrams that overtook the message that says whose they are, and for how long that is waited for.
_MOST_EARLY, _EARLY_S = 64, 1.0
#: The last packets of a burst may come after the message that it is over.
_LINGER_S = 1.0
#: Speech that has waited so long for the WebSocket is too old.
_STALE_S = 0.5
_ENDS = {
    1012: "station.stopping",
    4400: "station.incompatible",
    4401: "session.unauthorised",
    4403: "voice.refused",
    4409: "voice.taken_over",
    4413: "voice.too_slow",
}

_websocket_log = logging.getLogger(f"{__name__}.websocket")
# At DEBUG the library writes the handshake, and with it the token.
_websocket_log.setLevel(logging.INFO)


class UdpOpener(Protocol):
    async def __call__(
        self, protocol: asyncio.DatagramProtocol, address: tuple[str, int]
    ) -> asyncio.DatagramTransport:
        """Raises OSError."""


async def open_udp(protocol: asyncio.DatagramProtocol, address: tuple[str, int]) -> asyncio.DatagramTransport:
    """A socket of the system's.

    Raises:
        OSError: the address has no meaning, or there is no way there.
    """
    loop = asyncio.get_running_loop()
    transport, _ = await loop.create_datagram_endpoint(lambda: protocol, remote_addr=address)
    return transport


@dataclass(frozen=True, slots=True)
class Door:
    """Where the voice service is.

    Args:
        url: ``ws://`` or ``wss://``, with the terminal's token in it where that is a terminal's.
        headers: ``Authorization`` of an operator.
        tls: for ``wss``; None for the system's authorities.
        is_direct: past any proxy.
        open_udp: how datagrams get there; what stands in front of a socket can lose and delay them.
    """

    url: str = field(repr=False)
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    tls: ssl.SSLContext | None = None
    is_direct: bool = True
    open_udp: UdpOpener = open_udp


class Listener(Protocol):
    """Who is told what comes. Called on the connection's loop: return at once."""

    def on_told(self, told: voice.Told) -> None: ...

    def on_packet(self, packet: rtp.Packet, now_s: float) -> None:
        """Speech of a burst that is told to be heard here; ``now_s`` is ``time.monotonic``."""

    def on_path(self, path: VoicePath) -> None:
        """Speech goes this way from now on."""


@dataclass(slots=True)
class _Heard:
    reception: Reception
    #: When it is forgotten, once it is over.
    until_s: float | None = None


@dataclass(slots=True)
class _Talked:
    sent: int = 0
    sent_bytes: int = 0
    timestamp: int = 0
    until_s: float | None = None


class Connection(asyncio.DatagramProtocol):
    """Made by ``open``; ``run`` it until it ends.

    Args:
        cname: of this end's reports (RFC 3550 section 6.5.1); means nothing to anybody else.
    """

    def __init__(self, socket_: ClientConnection, welcome: voice.Welcome, listener: Listener, cname: str) -> None:
        self._websocket, self.welcome, self._listener, self._cname = socket_, welcome, listener, cname
        keys = LinkKeys.from_text(welcome.to_station, welcome.from_station)
        self._protector, self._unprotector = Protector(keys.to_station), Unprotector(keys.from_station)
        self._protector.allow(welcome.link)
        self._unprotector.allow(welcome.link)
        self._choice = PathChoice(time.monotonic(), has_udp=welcome.udp_port is not None)
        self._transport: asyncio.DatagramTransport | None = None
        self._heard: dict[int, _Heard] = {}
        self._talked: dict[int, _Talked] = {}
        self._ssrc_of_burst: dict[int, int] = {}
        self._ssrc_of_call: dict[int, int] = {}
        self._early: deque[tuple[float, bytes]] = deque(maxlen=_MOST_EARLY)
        self._reported_s = 0.0
        self._outgoing: asyncio.Queue[tuple[float, str | bytes]] = asyncio.Queue()
        #: How the station receives what this end sends: share lost, and jitter in ms.
        self.sent_loss, self.sent_jitter_ms = 0.0, 0.0
        self.refused = self._unprotector.refused

    @classmethod
    async def open(cls, door: Door, listener: Listener, cname: str = "") -> Connection:
        """Sign in and take the keys.

        Raises:
            AppError("station.unreachable"), AppError("station.incompatible"), AppError("station.tls_refused"),
            AppError("session.unauthorised"), AppError("voice.refused"), AppError("station.stopping").
        """
        # Said before the handshake: with it, that is refused here like any other way of being unreachable.
        arguments: dict[str, Any] = {"ssl": door.tls} if door.tls is not None else {}
        try:
            websocket = await connect(
                door.url,
                additional_headers=dict(door.headers),
                compression=None,
                proxy=None if door.is_direct else True,
                open_timeout=_OPEN_S,
                close_timeout=_CLOSE_S,
                ping_interval=_PING_EVERY_S,
                ping_timeout=_DEAD_S,
                logger=_websocket_log,
                **arguments,
            )
        except InvalidStatus as fault:
            if fault.response.status_code in (401, 403):
                raise AppError("session.unauthorised") from None
            raise AppError("station.incompatible", what="voice") from None
        except ssl.SSLCertVerificationError as fault:
            raise AppError("station.tls_refused", reason=fault.verify_message) from None
        except (OSError, TimeoutError) as fault:
            raise AppError("station.unreachable", reason=type(fault).__name__) from None
        except (InvalidHandshake, InvalidURI):
            raise AppError("station.incompatible", what="voice") from None
        try:
            welcome = _told(await websocket.recv())
        except ConnectionClosed as closed:
            raise _end(closed) from None
        if not isinstance(welcome, voice.Welcome):
            await websocket.close()
            raise AppError("station.incompatible", what="voice")
        connection = cls(websocket, welcome, listener, cname or secrets.token_hex(8))
        await connection._open_udp(door)
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
            results = await asyncio.gather(*tasks, return_exceptions=True)
            await self.close()
        for failure in results:
            if isinstance(failure, ConnectionClosed):
                raise _end(failure) from None
            if isinstance(failure, Exception):
                raise failure

    async def close(self) -> None:
        if self._transport is not None:
            self._transport.close()
        with contextlib.suppress(ConnectionClosed, OSError):
            await self._websocket.close()

    def say(self, said: voice.Said) -> None:
        if isinstance(said, voice.ReleaseFloor) and said.packets is None:
            talked = self._talked.get(self._ssrc_of_call.get(said.call, 0))
            said = said.model_copy(update={"packets": talked.sent}) if talked is not None else said
        self._enqueue(said.model_dump_json())

    def send(self, packet: rtp.Packet) -> None:
        """One packet of speech, of a burst that is granted; of any other it is thrown away."""
        talked = self._talked.get(packet.ssrc)
        if talked is None or talked.until_s is not None:
            return
        talked.sent += 1
        talked.sent_bytes += len(packet.payload)
        talked.timestamp = packet.timestamp
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
                self._take_told(_told(message))

    async def _send(self) -> None:
        while True:
            at_s, message = await self._outgoing.get()
            # Talk is never sent later: what a slow line held up is lost.
            if isinstance(message, str) or time.monotonic() - at_s < _STALE_S:
                await self._websocket.send(message)

    async def _tick(self) -> None:
        while True:
            await asyncio.sleep(_TICK_S)
            now_s = time.monotonic()
            is_talking = any(talked.until_s is None for talked in self._talked.values())
            is_hearing = any(heard.until_s is None for heard in self._heard.values())
            step = self._choice.tick(now_s, is_talking=is_talking, is_hearing=is_hearing)
            if step.probes:
                self._probe()
            if step.has_changed:
                self._tell_path()
            if now_s - self._reported_s >= _REPORT_S and (self._talked or self._heard):
                self._reported_s = now_s
                self._report(now_s)
            self._forget(now_s)

    def _take_told(self, told: voice.Told) -> None:
        match told:
            case voice.FloorGranted():
                self._protector.allow(told.ssrc)
                self._talked.setdefault(told.ssrc, _Talked())
                self._ssrc_of_burst[told.burst] = self._ssrc_of_call[told.call] = told.ssrc
            case voice.FloorTaken() if told.is_heard:
                self._unprotector.allow(told.ssrc)
                self._heard.setdefault(told.ssrc, _Heard(Reception(told.ssrc)))
                self._ssrc_of_burst[told.burst] = told.ssrc
            case voice.FloorTaken() | voice.FloorIdle() | voice.FloorRevoked():
                self._finish(told.burst)
        self._listener.on_told(told)
        if isinstance(told, voice.FloorTaken) and told.is_heard:
            self._take_early()

    def _finish(self, burst: int) -> None:
        ssrc = self._ssrc_of_burst.pop(burst, None)
        until_s = time.monotonic() + _LINGER_S
        if ssrc in self._heard:
            self._heard[ssrc].until_s = until_s
        if ssrc in self._talked:
            self._talked[ssrc].until_s = until_s

    def _forget(self, now_s: float) -> None:
        for ssrc in [s for s, heard in self._heard.items() if heard.until_s is not None and heard.until_s < now_s]:
            del self._heard[ssrc]
            self._unprotector.forget(ssrc)
        for ssrc in [s for s, said in self._talked.items() if said.until_s is not None and said.until_s < now_s]:
            del self._talked[ssrc]
            self._protector.forget(ssrc)
            self._ssrc_of_call = {call: of for call, of in self._ssrc_of_call.items() if of != ssrc}

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
        heard = self._heard.get(packet.ssrc) if packet is not None else None
        if packet is not None and heard is not None:
            heard.reception.note(packet, now_s)
            self._listener.on_packet(packet, now_s)

    def _take_early(self) -> None:
        early, self._early = self._early, deque(maxlen=_MOST_EARLY)
        now_s = time.monotonic()
        for came_s, data in early:
            if now_s - came_s < _EARLY_S:
                self._take(data, is_udp=False)

    def _take_reports(self, opened: bytes, now_s: float) -> None:
        for report in rtcp.parse(opened) or ():
            if isinstance(report, rtcp.SenderReport) and report.ssrc in self._heard:
                self._heard[report.ssrc].reception.note_report(report, now_s)
            elif isinstance(report, rtcp.ReceiverReport):
                for block in report.blocks:
                    self.sent_loss, self.sent_jitter_ms = block.loss, block.jitter_ms

    def _probe(self) -> None:
        if self._transport is not None and not self._transport.is_closing():
            self._transport.sendto(self._protector.protect(rtcp.pack(rtcp.ReceiverReport(self.welcome.link))))

    def _report(self, now_s: float) -> None:
        own = self.welcome.link
        blocks = tuple(heard.reception.block(now_s) for heard in self._heard.values() if heard.reception.received)
        if blocks:
            self._put(rtcp.pack(rtcp.ReceiverReport(own, blocks[:31]), rtcp.Name(own, self._cname)))
        for ssrc, talked in self._talked.items():
            if talked.until_s is None:
                ntp = rtcp.ntp_time(time.time())
                sent = rtcp.SenderReport(ssrc, ntp, talked.timestamp, talked.sent, talked.sent_bytes)
                self._put(rtcp.pack(sent, rtcp.Name(ssrc, self._cname)))

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


def _told(message: str | bytes) -> voice.Told:
    try:
        return voice.TOLD.validate_json(message)
    except ValidationError:
        # Its words would quote the keys.
        raise AppError("station.incompatible", what="voice") from None


def _end(closed: ConnectionClosed) -> AppError:
    code = closed.rcvd.code if closed.rcvd is not None else None
    if code in _ENDS:
        return AppError(_ENDS[code], **({"what": "voice"} if code == 4400 else {}))
    if closed.rcvd is None and closed.sent is not None:
        return AppError("voice.silent")
    return AppError("station.unreachable", reason="lost" if code is None else "closed")
