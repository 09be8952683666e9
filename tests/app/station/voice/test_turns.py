"""For how long a packet to five hundred ends keeps everybody else waiting, in time of the processor."""

from __future__ import annotations

import asyncio
import gc
import socket
import time
from types import SimpleNamespace

from app.domain.talk import Burst as Row
from app.domain.talk import CallKind, Priority, VoicePath
from app.domain.terminal import Terminal, TerminalKind
from app.station.voice.burst import Burst
from app.station.voice.fan import Fan
from app.station.voice.link import Caller, Link
from app.station.voice.links import Links
from app.station.voice.media import Media
from app.voice.crypto import Protector
from app.voice.rtp import Packetizer

HEARERS, PACKETS, MOST_S = 500, 20, 0.010


class Air:
    """A burst with its hearers, and nobody who takes notes."""

    def __init__(self, sink: socket.socket) -> None:
        self.links, self.bursts = Links(), {}
        self.fan = Fan(lambda: None)
        nothing = SimpleNamespace(write=lambda *_: None)
        self.media = Media(self.links, self, self.fan, nothing)  # type: ignore[arg-type]
        ends = [
            Link(n, Caller(terminal=Terminal(kind=TerminalKind.PHONE, number=n))) for n in range(1, HEARERS + 2)
        ]
        for end in ends:
            end.path, end.address = VoicePath.UDP, sink.getsockname()
            self.links.add(end)
        self.talker = ends[0]
        ssrc = self.links.grant_ssrc(self.talker)
        row = Row(number=9, call=5, kind=CallKind.GROUP, priority=Priority.UNIT, by=1)
        self.bursts[ssrc] = Burst(row, self.talker, ssrc, ends[1:], is_shout=False)
        self._protector, self._packetizer = Protector(self.talker.keys.to_station), Packetizer(ssrc)
        self._protector.allow(ssrc)

    def heard(self, burst: Burst) -> None: ...
    def began_to_speak(self, burst: Burst) -> None: ...

    def packet(self) -> bytes:
        packet = self._packetizer.packet(bytes((9 << 3,)) + bytes(60))
        assert packet is not None
        return self._protector.protect(packet.pack())


def test_no_turn_of_a_burst_to_five_hundred_ends_takes_ten_milliseconds() -> None:
    async def longest_s() -> float:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sink:
            sink.bind(("127.0.0.1", 0))
            air = Air(sink)
            await air.media.open("127.0.0.1", 0)
            turns = []
            for _ in range(PACKETS):
                packet = air.packet()
                began_s = time.thread_time()
                air.media.datagram_received(packet, sink.getsockname())
                turns.append(time.thread_time() - began_s)
                while air.fan.is_running:
                    began_s = time.thread_time()
                    await asyncio.sleep(0)
                    turns.append(time.thread_time() - began_s)
            air.media.close()
        assert not air.media.refused
        assert len(turns) > 2 * PACKETS, "a packet to all of them takes more than one turn"
        return max(turns)

    # What other tests have left behind is not collected in one of the turns.
    gc.disable()
    try:
        # The best of three: a machine that others use counts some of what they take as ours.
        assert min(asyncio.run(longest_s()) for _ in range(3)) < MOST_S
    finally:
        gc.enable()
