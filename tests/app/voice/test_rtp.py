from __future__ import annotations

import subprocess
import time
from itertools import cycle, pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.voice.opus import Decoder, Encoder
from app.voice.rtp import MOST_BYTES, Packet, Packetizer, is_rtcp, parse, unwrapped
from app.voice.wav import read_wav
from app.voice.wave import FRAME_S, RATE_HZ, Wave
from tests.app.voice.peers import WITHIN_S, free_port, hearer, needs_ffmpeg, talker, udp_socket

SPEECH, SILENCE = b"\x48" * 60, b"\x48"
packets = st.builds(
    Packet,
    st.integers(0, 0xFFFF),
    st.integers(0, 0xFFFFFFFF),
    st.integers(0, 0xFFFFFFFF),
    st.binary(max_size=1000),
    st.booleans(),
    st.integers(0, 63),
)


@given(packets)
def test_a_packet_that_was_packed_is_parsed_as_it_was(packet):
    assert parse(packet.pack()) == packet


@given(st.binary(max_size=MOST_BYTES + 50))
def test_any_bytes_are_a_packet_or_none(data):
    packet = parse(data)
    assert packet is None or len(packet.payload) <= len(data) - 12


def test_contributors_extension_and_padding_are_left_out():
    fixed = bytes([0x80 | 0x20 | 0x10 | 2, 0x80 | 111]) + (5).to_bytes(2, "big") + bytes(8)
    data = fixed + bytes(8) + b"\xbe\xde\x00\x01" + bytes(4) + b"opus" + b"\x00\x00\x03"
    packet = parse(data)
    assert packet is not None
    assert (packet.payload, packet.sequence, packet.is_marked) == (b"opus", 5, True)


@pytest.mark.parametrize(
    "data",
    [
        b"\x40" + bytes(20),
        b"\x8f" + bytes(20),
        b"\xa0" + bytes(19) + b"\xff",
        b"\xa0" + bytes(20),
        b"\x90" + bytes(14),
        bytes([0x80]) + bytes(MOST_BYTES),
    ],
    ids=[
        "version 1",
        "contributors cut off",
        "padding too long",
        "padding of 0",
        "extension cut off",
        "oversized",
    ],
)
def test_what_is_damaged_is_no_packet(data):
    assert parse(data) is None


@given(st.integers(0, 1 << 40), st.integers(-(1 << 15) + 1, 1 << 15))
def test_a_number_that_wraps_is_found_near_the_last_one(near, step):
    value = max(0, near + step)
    assert unwrapped(value % (1 << 16), near, 16) == value or near + step < 0


def test_rtp_and_rtcp_share_a_port():
    assert not is_rtcp(Packet(1, 2, 3, SPEECH, is_marked=True).pack())
    assert is_rtcp(b"\x81\xc9\x00\x01\x00\x00\x00\x07")


def test_a_burst_counts_packets_and_time_apart():
    packetizer = Packetizer(ssrc=9)
    payloads = [SPEECH, SPEECH, SILENCE, SILENCE, SILENCE, SPEECH]
    made = [packetizer.packet(payload) for payload in payloads]
    sent = [packet for packet in made if packet is not None]
    assert [packet is not None for packet in made] == [True, True, True, False, False, True]
    assert [packet.is_marked for packet in sent] == [True, False, False, True]
    first = sent[0]
    assert [(packet.sequence - first.sequence) % 65536 for packet in sent] == [0, 1, 2, 3]
    assert [(packet.timestamp - first.timestamp) % 2**32 for packet in sent] == [0, 960, 1920, 4800]
    assert packetizer.sent == 4


def test_a_burst_of_ten_minutes_does_not_wrap():
    assert all(Packetizer(1).packet(SPEECH).sequence + 30_000 < 65_536 for _ in range(200))


@needs_ffmpeg
def test_packets_of_ffmpeg_are_parsed_and_heard():
    port = free_port()
    decoder, heard = Decoder(), []
    with udp_socket(port) as ours, talker(port):
        while len(heard) < 25:
            packet = parse(ours.recv(2000))
            assert packet is not None and packet.payload_type == 111
            heard.append((packet, decoder.decode(packet.payload)))
    assert {(b.timestamp - a.timestamp) % 2**32 for (a, _), (b, _) in pairwise(heard)} == {960}
    assert dominant_hz(np.concatenate([wave for _, wave in heard])[-9600:]) == pytest.approx(440, abs=10)


@needs_ffmpeg
def test_ffmpeg_hears_our_packets(tmp_path: Path):
    port = free_port()
    with hearer(port, tmp_path) as process:
        send_tone(port, process)
    assert dominant_hz(read_wav(tmp_path / "heard.wav")[-RATE_HZ:]) == pytest.approx(440, abs=10)


def send_tone(port: int, process, protect=lambda data: data, ssrc: int = 77) -> None:
    """A tone of 440 Hz at twice the pace of life until the hearer has enough."""
    encoder, packetizer = Encoder(), Packetizer(ssrc)
    tone = (0.3 * np.sin(2 * np.pi * 440 * np.arange(RATE_HZ) / RATE_HZ)).astype(np.float32)
    begun_at = time.monotonic()
    with udp_socket() as ours:
        for frame in cycle(tone.reshape(-1, 960)):
            packet = packetizer.packet(encoder.encode(frame))
            assert packet is not None
            ours.sendto(protect(packet.pack()), ("127.0.0.1", port))
            try:
                assert process.wait(FRAME_S / 2) == 0, process.stderr.read()
            except subprocess.TimeoutExpired:
                assert time.monotonic() - begun_at < WITHIN_S, "it does not hear"
            else:
                return


def dominant_hz(wave: Wave) -> float:
    return float(np.argmax(np.abs(np.fft.rfft(wave * np.hanning(wave.size)))) * RATE_HZ / wave.size)
