"""The feed reader against a peer on a real socket."""

from __future__ import annotations

import logging

import pytest

from app.domain.errors import AppError
from app.sync import outage
from app.sync.feed_state import FeedPhase
from app.sync.rest import TakenSnapshot
from tests.app.sync.conftest import Door, StartReader
from tests.app.sync.peers import HEARTBEAT, Recorder, event_json, feed_peer, leave, say

pytestmark = pytest.mark.usefixtures("quick")


def test_events_after_the_snapshot_arrive_in_order(start_reader: StartReader) -> None:
    heard = Recorder()
    with feed_peer(say(event_json(8), event_json(9), HEARTBEAT)) as peer:
        door = Door(peer.url)
        door.snapshot_seq = 7
        start_reader(door, heard)
        heard.until(lambda: len(heard.frames) == 4)
    assert heard.frames == [event_json(8), event_json(9), HEARTBEAT, HEARTBEAT]
    assert peer.asked == [(7, "s1", "token-1")]
    assert heard.phases[:2] == [FeedPhase.CONNECTING, FeedPhase.LIVE]


def test_after_a_cut_it_goes_on_where_it_was_without_a_new_snapshot(start_reader: StartReader) -> None:
    heard = Recorder()
    with feed_peer(leave(1011, event_json(1), event_json(2)), say(event_json(3))) as peer:
        start_reader(Door(peer.url), heard)
        heard.until(lambda: len(heard.events) == 3)
    assert [asked[0] for asked in peer.asked] == [0, 2]
    assert len(heard.snapshots) == 1


def test_an_event_that_comes_twice_is_handed_on_once(start_reader: StartReader) -> None:
    heard = Recorder()
    with feed_peer(say(event_json(1), event_json(1), event_json(2))) as peer:
        start_reader(Door(peer.url), heard)
        heard.until(lambda: HEARTBEAT in heard.frames)
    assert heard.events == [event_json(1), event_json(2)]


@pytest.mark.parametrize(
    "cause",
    [
        leave(4409),
        say(event_json(5)),
        say("no event at all"),
        say('{"seq": "one"}'),
        say("[1]"),
    ],
    ids=["resync", "a gap", "garbage", "a seq that is no number", "not an object"],
)
def test_what_cannot_be_followed_is_healed_by_a_new_snapshot(cause, start_reader: StartReader) -> None:
    heard = Recorder()
    with feed_peer(cause, say(event_json(1))) as peer:
        start_reader(Door(peer.url), heard)
        heard.until(lambda: len(heard.events) == 1)
    assert len(heard.snapshots) == 2


def test_a_frame_the_listener_cannot_use_is_healed_by_a_new_snapshot(start_reader: StartReader) -> None:
    heard = Recorder()

    def take(frame: str | bytes) -> bool:
        if frame == b"garbage":
            raise AppError("frame.malformed")
        return True

    heard.take = take
    with feed_peer(say(event_json(1), b"garbage"), say(event_json(1))) as peer:
        start_reader(Door(peer.url), heard)
        heard.until(lambda: len(heard.snapshots) == 2 and len(heard.events) == 2)


def test_a_listener_can_ask_for_a_new_snapshot(start_reader: StartReader) -> None:
    heard = Recorder()
    with feed_peer(say(event_json(1))) as peer:
        reader = start_reader(Door(peer.url), heard)
        heard.until(lambda: HEARTBEAT in heard.frames)
        reader.resync()
        heard.until(lambda: len(heard.snapshots) == 2)
        heard.until(lambda: heard.phase is FeedPhase.LIVE)
        assert FeedPhase.LOST not in heard.phases


def test_a_desk_that_was_too_slow_comes_back_by_since(start_reader: StartReader) -> None:
    heard = Recorder()
    with feed_peer(leave(4413, event_json(1)), say(event_json(2))) as peer:
        start_reader(Door(peer.url), heard)
        heard.until(lambda: len(heard.events) == 2)
    assert [asked[0] for asked in peer.asked] == [0, 1]
    lost = next(state for state in heard.states if state.phase is FeedPhase.LOST)
    assert lost.reason is not None
    assert lost.reason.code == "feed.too_slow"


def test_another_station_behind_the_same_address_is_asked_by_its_own_name(start_reader: StartReader) -> None:
    heard = Recorder()

    class ReplacedDoor(Door):
        def snapshot(self) -> TakenSnapshot:
            if self.snapshots_asked:
                self.station, self.snapshot_seq = "s2", 4
            return super().snapshot()

    with feed_peer(leave(4409), say()) as peer:
        start_reader(ReplacedDoor(peer.url), heard)
        heard.until(lambda: len(peer.asked) == 2)
    assert [asked[:2] for asked in peer.asked] == [(0, "s1"), (4, "s2")]


def test_a_refused_token_is_renewed_once_and_then_the_desk_is_signed_out(start_reader: StartReader) -> None:
    heard = Recorder()
    with feed_peer(leave(4401)) as peer:
        door = Door(peer.url)
        start_reader(door, heard)
        heard.until(lambda: heard.phase is FeedPhase.SIGNED_OUT)
        assert door.refusals == [False, True]
        assert FeedPhase.LOST not in heard.phases


def test_a_signed_out_reader_goes_on_where_it_was_after_a_new_sign_in(start_reader: StartReader) -> None:
    heard = Recorder()
    with feed_peer(leave(4401, event_json(1)), leave(4401), say(event_json(2))) as peer:
        reader = start_reader(Door(peer.url), heard)
        heard.until(lambda: heard.phase is FeedPhase.SIGNED_OUT)
        reader.kick()
        heard.until(lambda: len(heard.events) == 2)
    assert len(heard.snapshots) == 1


def test_an_ended_session_signs_the_desk_out_at_once(start_reader: StartReader) -> None:
    heard = Recorder()

    class EndedDoor(Door):
        def snapshot(self):
            raise AppError("session.ended")

    start_reader(EndedDoor("http://127.0.0.1:1"), heard)
    heard.until(lambda: heard.phase is FeedPhase.SIGNED_OUT)
    assert heard.phases == [FeedPhase.CONNECTING, FeedPhase.SIGNED_OUT]


def test_a_lost_feed_says_since_when_why_and_when_it_tries_again(start_reader: StartReader) -> None:
    heard = Recorder()
    with feed_peer(say()) as peer:
        start_reader(Door(peer.url), heard)
        heard.until(lambda: heard.phase is FeedPhase.LIVE)
    heard.until(lambda: sum(state.next_try_at is not None for state in heard.states) >= 3)
    begun = heard.states[0]
    lost = [state for state in heard.states if state.phase is FeedPhase.LOST]
    assert {state.since_at for state in lost} == {lost[0].since_at}
    # When it was heard last, and not when it was begun with.
    assert lost[0].since_at > begun.since_at
    assert all(state.reason is not None and state.reason.code == "station.unreachable" for state in lost)
    # Announced, then under way, in turns.
    assert [state.next_try_at is None for state in lost[:4]] == [False, True, False, True]


def test_a_feed_that_says_nothing_is_given_up(start_reader: StartReader) -> None:
    heard = Recorder()
    with feed_peer(lambda connection: [None for _ in connection], say(event_json(1))) as peer:
        start_reader(Door(peer.url), heard, dead_s=0.3)
        heard.until(lambda: len(heard.events) == 1)
    assert next(state.reason.code for state in heard.states if state.reason) == "feed.silent"


def test_it_is_not_live_before_anything_was_heard(start_reader: StartReader) -> None:
    heard = Recorder()
    with feed_peer(leave(1011), leave(1011), say()) as peer:
        start_reader(Door(peer.url), heard)
        heard.until(lambda: FeedPhase.LIVE in heard.phases)
    assert len(peer.asked) == 3


def test_a_frame_without_room_is_offered_again(start_reader: StartReader) -> None:
    heard = Recorder()
    offered: list[str | bytes] = []

    def take(frame: str | bytes) -> bool:
        offered.append(frame)
        return len(offered) > 3

    heard.take = take
    with feed_peer(say(event_json(1), event_json(2))) as peer:
        start_reader(Door(peer.url), heard)
        heard.until(lambda: len(heard.frames) == 3)
    assert offered[:4] == [event_json(1)] * 4
    assert heard.events == [event_json(1), event_json(2)]


def test_a_kick_ends_the_pause(start_reader: StartReader, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.sync.backoff.random.uniform", lambda low, high: 60.0)
    heard = Recorder()
    with feed_peer(leave(1011), say()) as peer:
        reader = start_reader(Door(peer.url), heard)
        heard.until(lambda: heard.phase is FeedPhase.LOST)
        reader.kick()
        heard.until(lambda: heard.phase is FeedPhase.LIVE)


def test_only_the_first_failure_and_the_recovery_are_logged(
    start_reader: StartReader, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "app.sync")
    heard = Recorder()
    with feed_peer(leave(1011), leave(1011), leave(1012), say()) as peer:
        start_reader(Door(peer.url), heard)
        heard.until(lambda: heard.phase is FeedPhase.LIVE)
    told = [record.message for record in caplog.records if record.name.startswith("app.sync.outage")]
    assert told[0].startswith("the feed is lost: station.unreachable")
    assert told[1] == "the feed is live again"


def test_a_connection_that_lived_starts_the_backoff_anew(
    start_reader: StartReader, monkeypatch: pytest.MonkeyPatch
) -> None:
    spans: list[float] = []

    def draw(low: float, high: float) -> float:
        spans.append(high)
        return 0.001

    monkeypatch.setattr("app.sync.backoff.random.uniform", draw)
    # However long a busy machine takes over each.
    monkeypatch.setattr(outage, "LIVED_S", 3600.0)
    heard = Recorder()
    short = leave(1011, HEARTBEAT)
    with feed_peer(short, short, short, say()) as peer:
        start_reader(Door(peer.url), heard)
        heard.until(lambda: len(peer.asked) == 4 and heard.phase is FeedPhase.LIVE)
        assert spans == [1.0, 2.0, 4.0]
        monkeypatch.setattr(outage, "LIVED_S", 0.0)
    heard.until(lambda: len(spans) > 3)
    assert spans[3] == 1.0


def test_an_error_nobody_expected_does_not_end_the_reader(
    start_reader: StartReader, caplog: pytest.LogCaptureFixture
) -> None:
    heard = Recorder()
    broken = [ValueError("a slip of the pen")]

    def take(_: str | bytes) -> bool:
        if broken:
            raise broken.pop()
        return True

    heard.take = take
    with feed_peer(say(event_json(1))) as peer:
        start_reader(Door(peer.url), heard)
        heard.until(lambda: len(heard.events) == 1)
    assert "nobody expected" in caplog.text


def test_no_log_holds_a_token(start_reader: StartReader, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    heard = Recorder()
    with feed_peer(leave(4401), leave(1011), say(event_json(1))) as peer:
        start_reader(Door(peer.url), heard)
        heard.until(lambda: len(heard.events) == 1)
    # The peer's own library writes what it was sent; this test is about our end.
    ours = [record for record in caplog.records if record.name != "websockets.server"]
    assert ours
    assert not any("token-1" in record.getMessage() for record in ours)
