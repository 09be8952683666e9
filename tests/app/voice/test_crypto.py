from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.errors import AppError
from app.voice import rtcp
from app.voice.crypto import LinkKeys, Protector, Refusal, Unprotector
from app.voice.rtp import Packet, parse
from app.voice.wav import read_wav
from app.voice.wave import RATE_HZ
from tests.app.voice.peers import free_port, hearer, needs_ffmpeg, talker, udp_socket
from tests.app.voice.test_rtp import dominant_hz, send_tone

MASTER = secrets.token_bytes(30)
#: RFC 3711 appendix B.3.
RFC_MASTER = bytes.fromhex("E1F97A0D3E018BE0D64FA32C06DE4139" + "0EC675AD498AFEEBB6960B3AABE6")
RFC_AUTHENTICATION = bytes.fromhex("CEBE321F6FF7716B6FD4AB49AF256A156D38BAA4")


def packet(sequence: int = 1, ssrc: int = 7) -> bytes:
    return Packet(sequence, 960 * sequence, ssrc, b"\x48" + bytes(range(60))).pack()


def link(ssrc: int = 7, master: bytes = MASTER) -> tuple[Protector, Unprotector]:
    protector, unprotector = Protector(master), Unprotector(master)
    protector.allow(ssrc)
    unprotector.allow(ssrc)
    return protector, unprotector


def test_what_is_protected_is_opened_and_reads_as_nothing_in_between():
    protector, unprotector = link()
    protected = protector.protect(packet())
    assert len(protected) == len(packet()) + 10
    assert packet()[12:] not in protected
    assert unprotector.unprotect(protected) == packet()


def test_rtcp_goes_the_same_way():
    protector, unprotector = link()
    report = rtcp.pack(rtcp.ReceiverReport(7))
    protected = protector.protect(report)
    assert protected != report
    assert unprotector.unprotect(protected) == report


def test_the_tag_is_that_of_the_keys_that_the_standard_derives():
    protector = Protector(RFC_MASTER)
    protector.allow(7)
    protected = protector.protect(packet())
    tag = hmac.new(RFC_AUTHENTICATION, protected[:-10] + bytes(4), hashlib.sha1).digest()[:10]
    assert protected[-10:] == tag


@given(st.data())
def test_whatever_is_changed_on_the_way_is_refused(data):
    protector, unprotector = link()
    protected = bytearray(protector.protect(packet()))
    at = data.draw(st.integers(0, len(protected) - 1))
    protected[at] ^= data.draw(st.integers(1, 255))
    opened = unprotector.unprotect(bytes(protected))
    assert isinstance(opened, Refusal)
    assert unprotector.refused[opened] == 1


@given(st.binary(max_size=1600))
def test_any_bytes_are_refused(data):
    assert isinstance(link()[1].unprotect(data), Refusal)


def test_the_packets_of_another_link_are_refused():
    other, _ = link(master=secrets.token_bytes(30))
    _, unprotector = link()
    assert unprotector.unprotect(other.protect(packet())) is Refusal.FORGED


def test_a_packet_is_taken_once():
    protector, unprotector = link()
    first, second = protector.protect(packet(1)), protector.protect(packet(2))
    assert unprotector.unprotect(second) == packet(2)
    assert unprotector.unprotect(first) == packet(1)
    assert unprotector.unprotect(first) is Refusal.REPLAYED
    for sequence in range(3, 400):
        unprotector.unprotect(protector.protect(packet(sequence)))
    assert unprotector.unprotect(second) is Refusal.REPLAYED


def test_a_burst_that_was_not_announced_or_is_over_is_refused():
    protector, unprotector = link()
    protector.allow(8)
    assert unprotector.unprotect(protector.protect(packet(1, ssrc=8))) is Refusal.UNKNOWN_SSRC
    unprotector.allow(8)
    assert unprotector.unprotect(protector.protect(packet(2, ssrc=8))) == packet(2, ssrc=8)
    unprotector.forget(8)
    assert unprotector.unprotect(protector.protect(packet(3, ssrc=8))) is Refusal.UNKNOWN_SSRC
    assert unprotector.unprotect(protector.protect(packet(1))) == packet(1)


def test_a_datagram_larger_than_any_speech_is_refused():
    assert link()[1].unprotect(bytes(1300)) is Refusal.OVERSIZED
    assert link()[1].unprotect(bytes(3)) is Refusal.MALFORMED


def test_nothing_is_sent_for_a_burst_that_was_not_granted():
    with pytest.raises(AppError, match=r"voice\.not_protected"):
        link()[0].protect(packet(1, ssrc=99))


def test_ten_thousand_bursts_leave_nothing_behind():
    protector, unprotector = link()
    for ssrc in range(100, 10_100):
        protector.allow(ssrc)
        unprotector.allow(ssrc)
        assert unprotector.unprotect(protector.protect(packet(1, ssrc))) == packet(1, ssrc)
        protector.forget(ssrc)
        unprotector.forget(ssrc)
    assert protector.ssrcs == unprotector.ssrcs == {7}


def test_keys_survive_as_text_and_are_not_shown():
    keys = LinkKeys.made()
    text = keys.as_text()
    assert [len(part) for part in text] == [40, 40]
    assert LinkKeys.from_text(*text) == keys
    assert repr(keys) == "LinkKeys()"


@pytest.mark.parametrize("text", ["", "ä" * 40, "A" * 39, base64.b64encode(bytes(31)).decode()])
def test_a_key_of_another_length_is_none(text):
    with pytest.raises(AppError, match=r"voice\.bad_key"):
        LinkKeys.from_text(text, text)


@needs_ffmpeg
def test_ffmpegs_srtp_is_opened():
    port, opened = free_port(), []
    unprotector = Unprotector(MASTER)
    with udp_socket(port) as ours, talker(port, base64.b64encode(MASTER).decode()):
        while len(opened) < 10:
            datagram = ours.recv(2000)
            if not opened:
                unprotector.allow(int.from_bytes(datagram[8:12], "big"))
            result = unprotector.unprotect(datagram)
            assert isinstance(result, bytes)
            opened.append(parse(result))
    assert all(each is not None and each.payload_type == 111 for each in opened)


@needs_ffmpeg
def test_ffmpeg_opens_our_srtp(tmp_path: Path):
    port = free_port()
    protector = Protector(MASTER)
    protector.allow(77)
    with hearer(port, tmp_path, base64.b64encode(MASTER).decode()) as process:
        send_tone(port, process, protector.protect)
    assert dominant_hz(read_wav(tmp_path / "heard.wav")[-RATE_HZ:]) == pytest.approx(440, abs=10)
