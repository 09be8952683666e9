"""What the station takes of packets that are rightly protected, in made-up time and without a socket."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from types import SimpleNamespace

import pytest

from app.domain.talk import Burst as Row
from app.domain.talk import CallKind, Priority
from app.domain.terminal import Terminal, TerminalKind
from app.station.voice import media as media_module
from app.station.voice.burst import Burst
from app.station.voice.link import Caller, Link
from app.station.voice.links import Links
from app.station.voice.media import TOO_MANY, Media
from app.voice import rtcp
from app.voice.crypto import Protector, Refusal, Unprotector
from app.voice.rtcp import Goodbye, Name, ReceiverReport, ReportBlock, SenderReport
from app.voice.rtp import Packetizer

SPEECH = bytes((9 << 3,)) + bytes(60)
#: Of somebody who talks in another group.
OTHER = 123_456_789


class Fan:
    """At once, so that no clock has a say."""

    def put(self, each: Callable[[Link], None], targets: Sequence[Link], *, is_speech: bool) -> None:
        for target in targets:
            each(target)


class Air:
    """A talker, a hearer inside its WebSocket, and nobody who takes notes."""

    def __init__(self) -> None:
        self.links, self.bursts, self.alive = Links(), {}, 0
        nothing = SimpleNamespace(write=lambda *_: None)
        self.media = Media(self.links, self, Fan(), nothing)  # type: ignore[arg-type]
        self.talker, self.hearer = [
            Link(n, Caller(terminal=Terminal(kind=TerminalKind.PHONE, number=n))) for n in (1, 2)
        ]
        for end in (self.talker, self.hearer):
            self.links.add(end)
        self.ssrc = self.links.grant_ssrc(self.talker)
        row = Row(number=9, call=5, kind=CallKind.GROUP, priority=Priority.UNIT, by=1)
        self.burst = self.bursts[self.ssrc] = Burst(row, self.talker, self.ssrc, [self.hearer], is_shout=False)
        self._packetizer = Packetizer(self.ssrc)
        self._protectors = {end: Protector(end.keys.to_station) for end in (self.talker, self.hearer)}
        self._protectors[self.talker].allow(self.ssrc)
        for end, protector in self._protectors.items():
            protector.allow(end.number)
        self._opener = Unprotector(self.hearer.keys.from_station)
        self._opener.allow(self.ssrc)

    def heard(self, burst: Burst) -> None:
        self.alive += 1

    def began_to_speak(self, burst: Burst) -> None: ...

    def report(self, end: Link, *reports: rtcp.Report) -> tuple[rtcp.Report, ...] | None:
        """Let an end send a compound. Returns what the hearer gets of it."""
        self.media.frame(end, self._protectors[end].protect(rtcp.pack(*reports)))
        return next((rtcp.parse(packet) for packet in self._come()), None)

    def say(self) -> None:
        packet = self._packetizer.packet(SPEECH)
        assert packet is not None
        self.media.frame(self.talker, self._protectors[self.talker].protect(packet.pack()))

    def _come(self) -> list[bytes]:
        came = [data for _, data in self.hearer.outbox._waiting if isinstance(data, bytes)]
        self.hearer.outbox._waiting.clear()
        opened = [self._opener.unprotect(data) for data in came]
        return [packet for packet in opened if isinstance(packet, bytes)]


def play(act: Callable[[Air], None]) -> None:
    # A link's end is told on a loop.
    async def whole() -> None:
        act(Air())

    asyncio.run(whole())


def sent_by(ssrc: int, *blocks: ReportBlock) -> SenderReport:
    return SenderReport(ssrc, ntp=7 << 40, timestamp=960, sent=3, sent_bytes=180, blocks=blocks)


def lost_by(ssrc: int) -> ReportBlock:
    return ReportBlock(ssrc, fraction_lost=255, lost=99, highest_sequence=1, jitter=48_000)


def test_what_a_talker_reports_in_anothers_name_is_thrown_away_whole() -> None:
    def act(air: Air) -> None:
        own = sent_by(air.ssrc)
        forged = (
            (own, sent_by(OTHER)),
            (own, ReceiverReport(OTHER, (lost_by(air.ssrc),))),
            (own, Name(OTHER, "another")),
            (own, Goodbye((air.ssrc, OTHER))),
            (own, ReceiverReport(air.hearer.number)),
        )
        for compound in forged:
            assert air.report(air.talker, *compound) is None
        assert air.media.refused == {Refusal.MALFORMED: len(forged)}
        assert air.alive == 0 and air.burst.reception.block(0.0).last_report == 0
        assert air.report(air.talker, own, Name(air.ssrc, "own")) == (own, Name(air.ssrc, "own"))
        assert air.alive == 1 and air.burst.reception.block(0.0).last_report

    play(act)


def test_what_a_talker_says_of_how_others_are_received_is_passed_on_to_nobody() -> None:
    def act(air: Air) -> None:
        name, block = Name(air.ssrc, "own"), lost_by(air.hearer.number)
        # Who has the floor and has not said anything lives all the same.
        assert air.report(air.talker, ReceiverReport(air.ssrc, (block,)), name) is None
        assert air.alive == 1 and not air.media.refused
        said = sent_by(air.ssrc, block), ReceiverReport(air.ssrc, (block,)), name, Goodbye((air.ssrc,))
        assert air.report(air.talker, *said) == (sent_by(air.ssrc), name)

    play(act)


def test_how_an_end_receives_is_noted_of_that_end_and_only_by_its_own_word() -> None:
    def act(air: Air) -> None:
        worse, better = lost_by(air.ssrc), ReportBlock(OTHER, 0, 0, 1, 480)
        air.report(air.hearer, ReceiverReport(air.hearer.number, (better, worse)))
        row = air.hearer.row()
        # The worst of all that it hears; one report is not the whole truth.
        assert 0 < row.loss < worse.loss and 0 < row.jitter_ms < worse.jitter_ms
        for _ in range(60):
            air.report(air.hearer, ReceiverReport(air.hearer.number, (better, worse)))
        row = air.hearer.row()
        assert row.loss == pytest.approx(worse.loss, abs=0.001)
        assert row.jitter_ms == 1000.0
        for _ in range(60):
            air.report(air.talker, ReceiverReport(air.talker.number), ReceiverReport(2, (better,)))
            air.report(air.hearer, ReceiverReport(2, (ReportBlock(air.ssrc, 64, 1, 1, 480),)))
        row = air.hearer.row()
        assert (row.loss, row.jitter_ms) == (0.25, 10.0)
        assert air.media.refused == {Refusal.MALFORMED: 60} and air.talker.row().loss == 0

    play(act)


def test_more_packets_than_speech_has_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    def act(air: Air) -> None:
        now_s = air.burst.began_s
        monkeypatch.setattr(media_module, "time", SimpleNamespace(monotonic=lambda: now_s))

        def taken(packets: int) -> int:
            before = air.media.forwarded
            for _ in range(packets):
                air.say()
            return air.media.forwarded - before

        at_once = taken(400)
        assert 150 <= at_once <= 151, "what was said before the grant"
        assert air.media.refused == {TOO_MANY: 400 - at_once}
        now_s += 2.0
        assert taken(400) == 2 * 75
        for _ in range(100):
            now_s += 0.02
            assert taken(1) == 1, "speech goes on at 50 a second"

    play(act)
