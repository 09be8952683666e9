"""What one end of the voice service believes of reports that are rightly protected."""

from __future__ import annotations

import pytest

from app.domain.voice import FloorGranted, FloorTaken, Welcome
from app.voice import rtcp
from app.voice.connection import Connection, Quality
from app.voice.crypto import LinkKeys, Protector
from app.voice.rtcp import Name, ReceiverReport, ReportBlock, SenderReport

LINK, HEARD, HEARD_TOO, SENT = 9, 77_000_001, 77_000_002, 77_000_003


class Ear:
    def on_told(self, told: object) -> None: ...

    def on_packet(self, packet: object, now_s: float) -> None: ...

    def on_path(self, path: object) -> None: ...


class Stand:
    """A connection that hears two bursts and speaks one, and its station's protector."""

    def __init__(self) -> None:
        keys = LinkKeys.made()
        to_station, from_station = keys.as_text()
        welcome = Welcome(
            link=LINK, udp_port=None, to_station=to_station, from_station=from_station, talk_limit_s=60
        )
        self.reports: list[SenderReport | Quality] = []
        self.connection = Connection(None, welcome, Ear(), "end", self.reports.append)  # type: ignore[arg-type]
        self._station = Protector(keys.from_station)
        for burst, ssrc in ((1, HEARD), (2, HEARD_TOO)):
            taken = FloorTaken(
                call=burst, burst=burst, ssrc=ssrc, by=7, priority="unit", is_shout=False, is_heard=True
            )
            self.connection._take_told(taken)
        self.connection._take_told(FloorGranted(call=3, burst=3, ssrc=SENT, limit_s=60))
        for ssrc in (LINK, HEARD, HEARD_TOO):
            self._station.allow(ssrc)

    def come(self, *reports: rtcp.Report) -> None:
        self.connection.datagram_received(self._station.protect(rtcp.pack(*reports)), ())


def said_by(ssrc: int) -> SenderReport:
    return SenderReport(ssrc, ntp=7 << 40, timestamp=960, sent=3, sent_bytes=180)


def received(ssrc: int) -> ReportBlock:
    return ReportBlock(ssrc, fraction_lost=128, lost=9, highest_sequence=1, jitter=4800)


def test_a_talker_is_believed_of_its_own_time_and_of_nothing_else() -> None:
    stand = Stand()
    stand.come(
        said_by(HEARD),
        said_by(HEARD_TOO),
        ReceiverReport(HEARD, (received(SENT),)),
        ReceiverReport(LINK, (received(SENT),)),
        Name(HEARD, "talker"),
    )
    assert stand.reports == [said_by(HEARD)]
    stand.come(said_by(HEARD_TOO))
    assert stand.reports == [said_by(HEARD), said_by(HEARD_TOO)]
    assert stand.connection.quality == Quality()


def test_the_station_is_believed_of_how_it_receives_what_this_end_sends() -> None:
    stand = Stand()
    stand.come(ReceiverReport(LINK, (received(SENT), received(HEARD), received(LINK))))
    (quality,) = stand.reports
    assert quality == stand.connection.quality
    assert isinstance(quality, Quality)
    assert 0 < quality.loss < 0.5 and 0 < quality.jitter_ms < 100
    stand.come(ReceiverReport(LINK), said_by(HEARD))
    assert len(stand.reports) == 1
    for _ in range(30):
        stand.come(ReceiverReport(LINK, (received(SENT),)))
    assert stand.connection.quality.loss == pytest.approx(0.5, abs=0.01)
    assert stand.connection.quality.jitter_ms == pytest.approx(100, abs=1)
