"""The parts of the voice service, each by itself."""

from __future__ import annotations

import asyncio
import os
import time
from pathlib import Path

import pytest

from app.domain import event as facts
from app.domain.errors import AppError
from app.domain.event import Fact
from app.domain.talk import Hearing
from app.domain.terminal import Terminal, TerminalKind
from app.station.voice import outbox as outbox_module
from app.station.voice import recorder as recorder_module
from app.station.voice.fan import Fan
from app.station.voice.link import Caller, Close, Link
from app.station.voice.links import Links
from app.station.voice.outbox import Outbox
from app.station.voice.receipts import Receipts
from app.station.voice.recorder import Recorder
from app.voice.ogg import OggReader

SPEECH = bytes((9 << 3,)) + b"speech"


def link(number: int) -> Link:
    return Link(number, Caller(terminal=Terminal(kind=TerminalKind.PHONE, number=100 + number)))


class Noted:
    def __init__(self) -> None:
        self.facts: list[Fact] = []

    def put(self, fact: Fact, by: str = "station") -> None:
        self.facts.append(fact)


def test_others_get_their_turn_while_a_packet_goes_to_many() -> None:
    async def act() -> None:
        fan, targets, sent = Fan(lambda: None), [link(n) for n in range(1, 200)], []

        def each(to: Link) -> None:
            until = time.perf_counter() + 0.0001
            while time.perf_counter() < until:
                pass
            sent.append(to.number)

        fan.put(each, targets, is_speech=True)
        turns = 0
        while len(sent) < len(targets):
            turns += 1
            before = len(sent)
            await asyncio.sleep(0)
            assert len(sent) - before <= len(targets) // 2
        assert turns >= 3
        assert sent == [target.number for target in targets]

    asyncio.run(act())


def test_what_is_put_is_sent_in_order_and_not_to_those_who_have_gone() -> None:
    async def act() -> None:
        fan, targets, sent = Fan(lambda: None), [link(n) for n in range(1, 150)], []
        for name in ("a", "b"):
            fan.put(lambda to, name=name: sent.append((name, to.number)), targets, is_speech=False)
        targets[-1].close(Close.STOPPING, "")
        while len(sent) < 2 * len(targets) - 2:
            await asyncio.sleep(0)
        assert [name for name, _ in sent] == ["a"] * 148 + ["b"] * 148

    asyncio.run(act())


def test_who_takes_nothing_is_dropped_and_old_speech_is_never_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    async def act() -> None:
        now = 1000.0
        monkeypatch.setattr(outbox_module.time, "monotonic", lambda: now)
        box = Outbox()
        box.put(b"old")
        box.put("message")
        now += 1.0
        box.put(b"new")
        assert [await box.next(), await box.next()] == ["message", b"new"]
        box.put(b"waits")
        now += 2.5
        box.put(b"more")
        assert box.dropped.is_set()
        box.put("lost")

    asyncio.run(act())


def test_receipts_of_a_second_are_one_fact_and_never_get_worse() -> None:
    noted = Noted()
    receipts = Receipts(noted)  # type: ignore[arg-type]
    for end in (3, 1, 2):
        receipts.sent(7, end)
    receipts.said(7, 1, Hearing.PLAYED, share=0.98)
    receipts.said(7, 99, Hearing.PLAYED)
    receipts.missed(7, 4, "link_lost")
    receipts.tell()
    receipts.sent(7, 1)
    receipts.missed(7, 1, "link_lost")
    receipts.said(7, 1, Hearing.ACKNOWLEDGED)
    receipts.said(7, 2, Hearing.ACKNOWLEDGED)
    receipts.tell()
    receipts.tell()
    first, second = noted.facts
    assert isinstance(first, facts.BurstReceived) and isinstance(second, facts.BurstReceived)
    assert [(r.number, r.hearing.value) for r in first.receipts] == [
        (1, "played"),
        (2, "sent"),
        (3, "sent"),
        (4, "failed"),
    ]
    # Who acknowledges has played as much as was said before.
    assert [(r.number, r.hearing.value, r.share) for r in second.receipts] == [
        (1, "acknowledged", 0.98),
        (2, "acknowledged", None),
    ]


def test_an_end_of_a_great_call_is_told_of_in_several_facts() -> None:
    noted = Noted()
    receipts = Receipts(noted)  # type: ignore[arg-type]
    for end in range(500):
        receipts.sent(7, end)
    for _ in range(2):
        receipts.tell()
    counts = [len(fact.receipts) for fact in noted.facts if isinstance(fact, facts.BurstReceived)]
    assert counts == [200, 200, 100]


def test_so_many_ends_are_remembered_and_those_of_the_oldest_bursts_forgotten(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("app.station.voice.receipts._MOST_KNOWN", 50)
    noted = Noted()
    receipts = Receipts(noted)  # type: ignore[arg-type]
    for burst in (1, 2, 3):
        for end in range(20):
            receipts.sent(burst, end)
    receipts.tell()
    for burst in (1, 2, 3):
        receipts.said(burst, 7, Hearing.PLAYED)
    receipts.tell()
    told = [fact.burst for fact in noted.facts if isinstance(fact, facts.BurstReceived)]
    assert told == [1, 2, 3, 2, 3]


def test_who_cannot_be_reached_has_a_receipt_and_thousands_of_them_stand_in_a_list() -> None:
    noted = Noted()
    receipts = Receipts(noted)  # type: ignore[arg-type]
    receipts.unreached(7, [(2, "link_lost"), (1, "off_duty")])
    receipts.unreached(8, [(end, "link_lost" if end % 2 else "off_duty") for end in range(300, 0, -1)])
    receipts.tell()
    few, many = noted.facts
    assert isinstance(few, facts.BurstReceived) and isinstance(many, facts.BurstReceived)
    assert [(r.number, r.reason) for r in few.receipts] == [(1, "off_duty"), (2, "link_lost")]
    assert not few.missed and not many.receipts
    assert {group.reason: group.ends for group in many.missed} == {
        "link_lost": tuple(range(1, 301, 2)),
        "off_duty": tuple(range(2, 301, 2)),
    }


def test_recordings_are_whole_and_forgotten_when_they_are_too_old(tmp_path: Path) -> None:
    recorder = Recorder(tmp_path / "speech", retention_s=3600)
    recorder.start()
    for burst in (1, 2001):
        for index in range(60):
            recorder.write(burst, SPEECH, index * 960)
        recorder.close(burst)
    recorder.stop()
    assert list(OggReader(recorder.recording_of(2001)).packets()) == [SPEECH] * 60
    old = recorder.file_of(1)
    os.utime(old, (0, time.time() - 7200))
    recorder.start()
    recorder.stop()
    with pytest.raises(AppError, match=r"recording\.absent"):
        recorder.recording_of(1)
    assert recorder.recording_of(2001).exists()


def test_who_wants_to_hear_a_burst_has_all_of_it_though_the_disk_is_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recorder_module, "_WRITTEN_S", 60.0)
    recorder = Recorder(tmp_path / "speech", retention_s=3600)
    recorder.start()
    recorder._work.put(lambda: time.sleep(0.2))
    for index in range(60):
        recorder.write(1, SPEECH, index * 960)
    recorder.close(1)
    assert list(OggReader(recorder.recording_of(1)).packets()) == [SPEECH] * 60
    recorder.stop()


def test_a_disk_that_takes_nothing_loses_the_recording_and_nothing_else(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "speech").write_text("a file where the folder should be")
    recorder = Recorder(tmp_path / "speech", retention_s=3600)
    recorder.start()
    for index in range(3):
        recorder.write(1, SPEECH, index * 960)
    recorder.close(1)
    recorder.stop()
    assert recorder.lost == 3
    assert [record.message[:24] for record in caplog.records] == ["speech is not recorded: "]


def test_an_ssrc_is_of_one_burst_and_of_nobody_afterwards() -> None:
    async def act() -> None:
        links, one = Links(), link(1)
        links.add(one)
        ssrcs = {links.grant_ssrc(one) for _ in range(50)}
        assert len(ssrcs) == 50 and min(ssrcs) >= 1 << 24
        gone = ssrcs.pop()
        links.end_ssrc(one, gone)
        assert links.by_ssrc(gone) is None and gone not in one.unprotector.ssrcs
        assert links.by_ssrc(1) is one

    asyncio.run(act())
