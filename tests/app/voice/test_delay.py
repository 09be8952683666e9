from __future__ import annotations

import pytest

from app.domain.voice import FloorGranted, FloorTaken
from app.voice import rtcp
from app.voice.crypto import LinkKeys, Protector, Unprotector
from app.voice.delay import MouthToEar
from app.voice.rtp import CLOCK_HZ, Packetizer
from app.voice.sources import Heard, Sent
from app.voice.toc import LOOKAHEAD_SAMPLES
from app.voice.wave import FRAME_S

SSRC, START = 77, (1 << 32) - CLOCK_HZ
LOOKAHEAD_MS = 1000 * LOOKAHEAD_SAMPLES / CLOCK_HZ


def delays(clock_is_ahead_s: float = 0.0) -> MouthToEar:
    """The hearer's clock shows 10 s when it is noon; the talker's is right, or not."""
    made = MouthToEar(lambda: 10.0, lambda: 1_000_000.0 + clock_is_ahead_s)
    # Sample START + 48,000 was taken a second ago; the timestamp wraps in between.
    made.note_played(START, 9.0)
    made.note_report(rtcp.SenderReport(SSRC, rtcp.ntp_time(999_999.0), 0, 1, 1))
    made.note_played(START + CLOCK_HZ // 2, 8.75)
    made.note_played(CLOCK_HZ // 2, 9.75)
    return made


def test_what_was_played_is_told_from_the_time_at_which_it_was_said() -> None:
    whole = delays()
    assert whole.delays_ms == pytest.approx([1000 + LOOKAHEAD_MS, 250 + LOOKAHEAD_MS, 250 + LOOKAHEAD_MS])


def test_nothing_is_told_where_the_clocks_do_not_agree() -> None:
    assert delays().lately_ms == pytest.approx(250 + LOOKAHEAD_MS)
    assert delays(-2.0).delays_ms is delays(-2.0).lately_ms is MouthToEar(lambda: 0.0).lately_ms is None
    assert delays(3600.0).delays_ms is None
    assert MouthToEar(lambda: 0.0).delays_ms == ()


def test_a_talker_tells_when_its_samples_were_taken_whatever_it_kept_before_the_grant(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("app.voice.sources.time.time", lambda: 1_000_000.0)
    sent, packetizer = Sent(Protector(LinkKeys.made().to_station)), Packetizer(SSRC)
    sent.begin(FloorGranted(call=5, burst=9, ssrc=SSRC, limit_s=60))
    assert not sent.reports("me", 100.0)
    first = packetizer.timestamp
    for _ in range(10):
        packet = packetizer.packet(b"speech")
        assert packet is not None and sent.note(packet, 100.0)
    (compound,) = sent.reports("me", 100.04)
    assert not sent.reports("me", 100.5) and sent.reports("me", 101.1)
    told, name = rtcp.parse(compound) or ()
    assert isinstance(told, rtcp.SenderReport) and name == rtcp.Name(SSRC, "me")
    # The first was taken ten frames before the last came from the microphone, which was at 100.0.
    since_first_s = (told.timestamp - first) % (1 << 32) / CLOCK_HZ
    assert since_first_s == pytest.approx(10 * FRAME_S + 0.04, abs=1e-4)
    assert rtcp.unix_time(told.ntp) == pytest.approx(1_000_000.0)
    sent.finish(9)
    assert not sent.note(packet, 102.0) and sent.packets(5) == 10


def test_who_says_nothing_is_reported_to_live_and_what_is_over_is_forgotten() -> None:
    keys = LinkKeys.made()
    sent, heard = Sent(Protector(keys.to_station)), Heard(Unprotector(keys.from_station))
    sent.begin(FloorGranted(call=5, burst=9, ssrc=SSRC, limit_s=60))
    (compound,) = sent.reports("me", 1e9)
    assert (rtcp.parse(compound) or ())[0] == rtcp.ReceiverReport(SSRC)
    taken = {"call": 5, "burst": 9, "ssrc": SSRC, "by": 1, "priority": "unit", "is_shout": False}
    heard.begin(FloorTaken.model_validate({**taken, "is_heard": True}))
    for known in (sent, heard):
        assert known.is_open
        known.finish(9)
        known.forget(1e9)
        assert not known.is_open
    assert heard.report(1, "me", 1e9) is None
