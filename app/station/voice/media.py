"""Packets of speech: opened, checked, and protected anew for each end that they are for (RFC 3550, 3711)."""

from __future__ import annotations

import asyncio
import errno
import logging
import socket
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from app.domain.talk import VoicePath
from app.station.voice.burst import Burst
from app.station.voice.fan import Fan
from app.station.voice.link import Link, UdpAddress
from app.station.voice.links import Links
from app.station.voice.recorder import Recorder
from app.station.voice.talking import Talking
from app.voice import rtcp, rtp
from app.voice.crypto import Refusal

logger = logging.getLogger(__name__)

#: The shortest SRTP and SRTCP packets that could be anything.
_LEAST_BYTES = 12
#: A talker sends 50 packets a second, and at the start what was said before the grant; more is no speech.
_MOST_A_SECOND, _MOST_AHEAD = 75, 150
_BUFFER_BYTES = 4 * 1024 * 1024
#: Of what an end reports, so much is believed at once.
_WEIGHT = 0.3
TOO_MANY = "too_many"
STALE = "stale"
NOT_SENT = "not_sent"


class Media(asyncio.DatagramProtocol):
    """Lives on the event loop."""

    def __init__(self, links: Links, talking: Talking, fan: Fan, recorder: Recorder) -> None:
        self._links, self._talking, self._fan, self._recorder = links, talking, fan, recorder
        self._socket: socket.socket | None = None
        self._transport: asyncio.DatagramTransport | None = None
        #: What was thrown away, by why.
        self.refused: Counter[str] = Counter()
        self.forwarded = 0

    @property
    def port(self) -> int | None:
        """Where datagrams are taken; None while they are not."""
        return self._socket.getsockname()[1] if self._socket is not None else None

    async def open(self, host: str, port: int) -> None:
        """Take datagrams. When the port is another program's, speech goes over the WebSockets."""
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        bound = socket.socket(family, socket.SOCK_DGRAM)
        try:
            bound.setblocking(False)
            bound.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, _BUFFER_BYTES)
            bound.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, _BUFFER_BYTES)
            bound.bind((host, port))
        except OSError as fault:
            bound.close()
            why = "it is in use" if fault.errno == errno.EADDRINUSE else (fault.strerror or "")
            logger.warning("no UDP port %d for speech, which goes over the WebSockets: %s", port, why)
            return
        self._socket = bound
        loop = asyncio.get_running_loop()
        self._transport, _ = await loop.create_datagram_endpoint(lambda: self, sock=bound)

    def close(self) -> None:
        if self._transport is not None:
            self._transport.close()
        self._transport = self._socket = None

    def datagram_received(self, data: bytes, address: UdpAddress) -> None:
        ssrc = _ssrc_of(data)
        link = self._links.by_ssrc(ssrc) if ssrc is not None else None
        if ssrc is None or link is None:
            self.refused[Refusal.MALFORMED if ssrc is None else Refusal.UNKNOWN_SSRC] += 1
            return
        opened = link.unprotector.unprotect(data)
        if isinstance(opened, Refusal):
            self.refused[opened] += 1
            return
        # Only what is proved to be this link's says where it is: it may have moved to another network.
        link.address = address
        self._take(link, ssrc, opened, is_udp=True)

    def frame(self, link: Link, data: bytes) -> None:
        """The same packet, inside a link's WebSocket."""
        ssrc = _ssrc_of(data)
        if ssrc is None or self._links.by_ssrc(ssrc) is not link:
            self.refused[Refusal.MALFORMED if ssrc is None else Refusal.UNKNOWN_SSRC] += 1
            return
        opened = link.unprotector.unprotect(data)
        if isinstance(opened, Refusal):
            self.refused[opened] += 1
            return
        self._take(link, ssrc, opened, is_udp=False)

    def report(self) -> None:
        """Once a second: tell talkers how they are received."""
        now_s = time.monotonic()
        for burst in self._talking.bursts.values():
            if burst.packets and burst.link.is_open:
                block = burst.reception.block(now_s)
                self._send(burst.link, rtcp.pack(rtcp.ReceiverReport(burst.link.number, (block,))))

    def _take(self, link: Link, ssrc: int, opened: bytes, *, is_udp: bool) -> None:
        burst = self._talking.bursts.get(ssrc)
        if rtp.is_rtcp(opened):
            self._take_reports(link, ssrc, burst, opened, is_udp=is_udp)
        elif burst is not None:
            self._take_speech(burst, opened)
        else:
            self.refused[Refusal.MALFORMED] += 1

    def _take_speech(self, burst: Burst, opened: bytes) -> None:
        packet = rtp.parse(opened)
        if packet is None or packet.payload_type != rtp.PAYLOAD_TYPE or not packet.payload:
            self.refused[Refusal.MALFORMED] += 1
            return
        now_s = time.monotonic()
        if burst.packets > _MOST_AHEAD + _MOST_A_SECOND * (now_s - burst.began_s):
            self.refused[TOO_MANY] += 1
            return
        burst.reception.note(packet, now_s)
        burst.packets += 1
        self.forwarded += 1
        self._talking.heard(burst)
        if burst.packets == 1:
            self._talking.began_to_speak(burst)
        self._forward(burst, opened)
        self._recorder.write(burst.number, packet.payload, packet.timestamp)

    def _take_reports(self, link: Link, ssrc: int, burst: Burst | None, opened: bytes, *, is_udp: bool) -> None:
        reports = rtcp.parse(opened)
        # The protection vouches for the first SSRC of a compound, and for none that follows.
        if not reports or any(rtcp.sources(report) != {ssrc} for report in reports):
            self.refused[Refusal.MALFORMED] += 1
            return
        if burst is not None:
            self._take_talkers(burst, reports)
            return
        for report in reports:
            if isinstance(report, rtcp.ReceiverReport) and report.blocks:
                _note_quality(link, report.blocks)
        if is_udp:
            # So it knows that the way is open, both ways.
            self._send_datagram(link, link.protector.protect(rtcp.pack(rtcp.ReceiverReport(link.number))))

    def _take_talkers(self, burst: Burst, reports: Sequence[rtcp.Report]) -> None:
        """Hearers are told of the talker's clock and name, and not what it says of how anybody is received."""
        self._talking.heard(burst)
        sent = next((report for report in reports if isinstance(report, rtcp.SenderReport)), None)
        if sent is not None:
            burst.reception.note_report(sent, time.monotonic())
            names = [report for report in reports if isinstance(report, rtcp.Name)]
            self._forward(burst, rtcp.pack(replace(sent, blocks=()), *names[:1]))

    def _forward(self, burst: Burst, opened: bytes) -> None:
        ssrc, out = burst.ssrc, self._socket

        # What is done for every hearer of every packet: no call more than it needs.
        def each(link: Link) -> None:
            protector = link.protector
            # Allowed when the first packet goes out: to be ready for five hundred at once would take too long.
            protector.allow(ssrc)
            protected = protector.protect(opened)
            if link.path is VoicePath.UDP and out is not None and link.address is not None:
                try:
                    out.sendto(protected, link.address)
                except OSError:
                    self.refused[NOT_SENT] += 1
            else:
                link.outbox.put(protected)

        self._fan.put(each, burst.targets, is_speech=True)

    def _send(self, link: Link, packet: bytes) -> None:
        protected = link.protector.protect(packet)
        if link.path is VoicePath.UDP and link.address is not None:
            self._send_datagram(link, protected)
        else:
            link.outbox.put(protected)

    def _send_datagram(self, link: Link, datagram: bytes) -> None:
        if self._socket is None or link.address is None:
            return
        try:
            self._socket.sendto(datagram, link.address)
        except OSError:
            # Full, or no way there at the moment: lost, as datagrams get lost.
            self.refused[NOT_SENT] += 1


def _ssrc_of(data: bytes) -> int | None:
    if len(data) < _LEAST_BYTES:
        return None
    at = 4 if rtp.is_rtcp(data) else 8
    return int.from_bytes(data[at : at + 4], "big")


def _note_quality(link: Link, blocks: tuple[rtcp.ReportBlock, ...]) -> None:
    loss = max(block.loss for block in blocks)
    jitter_ms = max(block.jitter_ms for block in blocks)
    link.loss += (loss - link.loss) * _WEIGHT
    link.jitter_ms += (jitter_ms - link.jitter_ms) * _WEIGHT
