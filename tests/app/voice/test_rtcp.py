from __future__ import annotations

import time

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.voice import rtcp
from app.voice.reception import Reception
from app.voice.rtcp import Goodbye, Name, ReceiverReport, ReportBlock, SenderReport
from app.voice.rtp import Packet, is_rtcp, parse
from tests.app.voice.peers import free_port, needs_ffmpeg, talker, udp_socket

u8, u32 = st.integers(0, 255), st.integers(0, 0xFFFFFFFF)
blocks = st.lists(
    st.builds(ReportBlock, u32, u8, st.integers(-(1 << 23), (1 << 23) - 1), u32, u32, u32, u32), max_size=4
).map(tuple)
reports = st.one_of(
    st.builds(SenderReport, u32, st.integers(0, (1 << 64) - 1), u32, u32, u32, blocks),
    st.builds(ReceiverReport, u32, blocks),
    st.builds(Name, u32, st.text(st.characters(codec="ascii", exclude_characters="\0"), max_size=60)),
    st.builds(Goodbye, st.lists(u32, max_size=5).map(tuple)),
)


@given(st.lists(reports, min_size=1, max_size=4))
def test_reports_that_were_packed_are_parsed_as_they_were(compound):
    packed = rtcp.pack(*compound)
    assert is_rtcp(packed)
    assert len(packed) % 4 == 0
    assert rtcp.parse(packed) == tuple(compound)


@given(st.binary(max_size=200))
def test_any_bytes_are_reports_or_none(data):
    rtcp.parse(data)


@given(st.lists(reports, min_size=1, max_size=3), st.data())
def test_a_compound_that_is_damaged_is_reports_or_none(compound, data):
    packed = bytearray(rtcp.pack(*compound))
    packed[data.draw(st.integers(0, len(packed) - 1))] = data.draw(u8)
    rtcp.parse(bytes(packed[: data.draw(st.integers(0, len(packed)))]))


def test_bytes_are_those_of_the_standards_figure():
    block = ReportBlock(0x01020304, 64, -2, 0x0001FFFF, 480, 0xAABBCCDD, 65536)
    expected = "81c900070000000b0102030440fffffe0001ffff000001e0aabbccdd00010000"
    assert rtcp.pack(ReceiverReport(11, (block,))).hex() == expected
    assert (block.loss, block.jitter_ms) == (0.25, 10.0)


def test_kinds_that_nobody_here_knows_are_passed_over():
    application = bytes([0x80, 204, 0, 2]) + bytes(8)
    assert rtcp.parse(rtcp.pack(ReceiverReport(1)) + application) == (ReceiverReport(1),)


def test_a_round_trip_is_known_from_the_report_of_the_other_end():
    sent_at = 1_790_000_000.25
    reception = Reception(5)
    reception.note(Packet(1, 0, 5, b"x"), 10.0)
    reception.note_report(SenderReport(5, rtcp.ntp_time(sent_at), 0, 1, 1), 10.0)
    block = reception.block(10.5)
    assert block.round_trip_s(sent_at + 0.5 + 0.08) == pytest.approx(0.08, abs=0.001)
    assert Reception(5).block(10.0).round_trip_s(sent_at) is None


@given(st.lists(st.booleans(), min_size=2, max_size=300), st.integers(0, 0xFFFF))
def test_what_did_not_come_is_reported_as_lost(came, first):
    came[0] = came[-1] = True
    reception = Reception(5)
    for i, has_come in enumerate(came):
        if has_come:
            reception.note(Packet((first + i) % 65536, 960 * i, 5, b"x"), 0.02 * i)
    block = reception.block(9.0)
    lost = came.count(False)
    assert block.lost == lost
    assert block.fraction_lost == lost * 256 // len(came)
    assert block.highest_sequence == first + len(came) - 1
    assert reception.block(9.1).fraction_lost == 0


def test_jitter_is_smoothed_as_in_the_standard():
    chance = np.random.default_rng(1)
    reception, expected, before = Reception(5), 0.0, None
    for i in range(500):
        at_s = 0.02 * i + chance.uniform(0, 0.04)
        timestamp = (0xFFFFF000 + 960 * i) % (1 << 32)
        reception.note(Packet(i, timestamp, 5, b"x"), at_s)
        transit = at_s - 0.02 * i
        if before is not None:
            expected += (abs(transit - before) - expected) / 16
        before = transit
    assert reception.jitter_s == pytest.approx(expected, abs=1e-4)
    assert reception.block(20).jitter_ms == pytest.approx(1000 * expected, rel=0.01)


def test_a_talker_that_begins_anew_is_not_a_great_loss():
    reception = Reception(5)
    for sequence in (10, 11, 40_000, 40_001):
        reception.note(Packet(sequence, 0, 5, b"x"), 1.0)
    assert reception.block(2.0).lost == 0


@given(st.lists(st.tuples(st.integers(0, 0xFFFF), u32, st.floats(0, 1e9)), min_size=1, max_size=60))
def test_whatever_comes_can_be_reported(came):
    reception = Reception(5)
    for sequence, timestamp, at_s in came:
        reception.note(Packet(sequence, timestamp, 5, b"x"), at_s)
        block = reception.block(at_s)
        assert rtcp.parse(rtcp.pack(ReceiverReport(1, (block,)))) == (ReceiverReport(1, (block,)),)
        assert 0 <= block.loss < 1


@needs_ffmpeg
def test_sender_reports_of_ffmpeg_are_parsed():
    port = free_port()
    with udp_socket(port) as media, udp_socket(port + 1) as control, talker(port):
        packet = parse(media.recv(2000))
        compound = rtcp.parse(control.recv(2000))
    assert packet is not None and compound is not None
    sender, name = compound[0], compound[1]
    assert isinstance(sender, SenderReport) and sender.ssrc == packet.ssrc
    assert abs(sender.ntp - rtcp.ntp_time(time.time())) < 60 << 32
    assert name == Name(sender.ssrc, "talker")
