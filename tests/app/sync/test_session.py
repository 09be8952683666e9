"""Signing in, renewing and signing out against a web server on a real socket."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import orjson
import pytest

from app.domain.errors import AppError
from app.sync.address import StationAddress
from app.sync.session import Session, SessionState
from app.sync.wire import Wire
from tests.app.sync.web import PASSWORD, Heard, Reply, WebPeer, as_json, tokens

ENDED = {"code": "session.ended", "params": {}}


def renewing(peer: WebPeer, life_s: float = 900) -> None:
    """Let each renewal give the next pair."""

    def answer(heard: Heard) -> Reply:
        number = int(orjson.loads(heard.body)["refresh"].removeprefix("refresh-"))
        return as_json(tokens(number + 1, life_s))

    peer.answers["POST /v1/session/refresh"] = answer


def renewals(peer: WebPeer) -> int:
    return len(peer.asked("POST /v1/session/refresh"))


def test_who_signs_in_is_known_and_so_is_the_state(wire: Wire, peer: WebPeer) -> None:
    states: list[SessionState] = []
    session = Session(wire, states.append)
    assert session.state is SessionState.SIGNED_OUT
    assert session.sign_in("anna", PASSWORD).number == 7
    assert states == [SessionState.SIGNED_IN]
    assert orjson.loads(peer.heard[0].body) == {"login": "anna", "password": PASSWORD}
    assert session.access() == "access-1"


@pytest.mark.parametrize(
    ("status", "code", "params"),
    [(401, "session.refused", {}), (423, "session.locked", {"until": "2025-06-01T12:00:00.000Z"})],
)
def test_a_refused_sign_in_says_why(
    wire: Wire, peer: WebPeer, status: int, code: str, params: dict[str, str]
) -> None:
    peer.answers["POST /v1/session"] = lambda _: as_json({"code": code, "params": params}, status)
    session = Session(wire)
    with pytest.raises(AppError) as raised:
        session.sign_in("anna", "wrong")
    assert (raised.value.code, raised.value.params) == (code, params)
    assert session.state is SessionState.SIGNED_OUT


def test_nobody_signed_in_has_no_token(wire: Wire) -> None:
    with pytest.raises(AppError, match=r"session\.signed_out"):
        Session(wire).access()


def test_a_token_is_renewed_before_it_ends(wire: Wire, peer: WebPeer, monkeypatch: pytest.MonkeyPatch) -> None:
    renewing(peer)
    session = Session(wire)
    session.sign_in("anna", PASSWORD)
    now_s = [0.0]
    base_s = session._held.renew_at_s - 900 * 0.8  # type: ignore[union-attr]
    monkeypatch.setattr("app.sync.session.time.monotonic", lambda: base_s + now_s[0])
    now_s[0] = 700
    assert session.access() == "access-1"
    now_s[0] = 730
    assert session.access() == "access-2"
    assert renewals(peer) == 1


def test_a_wrong_clock_at_the_desk_does_not_misjudge_a_tokens_life(wire: Wire, peer: WebPeer) -> None:
    """The station is an hour behind: its token looks an hour too old here and is as good as new."""
    then = datetime.now(UTC) - timedelta(hours=1)
    given = {**tokens(1), "access_expires_at": then + timedelta(minutes=15)}
    peer.answers["POST /v1/session"] = lambda _: as_json(given, 200, Date=format_datetime(then, usegmt=True))
    session = Session(wire)
    session.sign_in("anna", PASSWORD)
    assert session.access() == "access-1"
    assert renewals(peer) == 0


def test_many_threads_with_the_same_refused_token_renew_it_once(wire: Wire, peer: WebPeer) -> None:
    renewing(peer)
    session = Session(wire)
    session.sign_in("anna", PASSWORD)
    got: list[str] = []
    together = threading.Barrier(8, timeout=60)

    def ask() -> None:
        together.wait()
        got.append(session.access(refused="access-1"))

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert got == ["access-2"] * 8
    assert renewals(peer) == 1


def test_whoever_is_told_of_a_change_may_use_the_session_and_take_its_time(wire: Wire, peer: WebPeer) -> None:
    renewing(peer)
    kept: list[str | None] = []
    is_storing, go_on = threading.Event(), threading.Event()

    def store(_: SessionState) -> None:
        kept.append(session.refresh_token())
        session.access()
        if len(kept) == 2:
            is_storing.set()
            go_on.wait(60)

    session = Session(wire, store)
    session.sign_in("anna", PASSWORD)
    storing = threading.Thread(target=lambda: session.access(refused="access-1"))
    storing.start()
    assert is_storing.wait(60)
    assert session.access() == "access-2"
    go_on.set()
    storing.join()
    assert kept == ["refresh-1", "refresh-2"]


def test_an_ended_session_is_over_and_remembers_who_it_was(wire: Wire, peer: WebPeer) -> None:
    peer.answers["POST /v1/session/refresh"] = lambda _: as_json(ENDED, 401)
    states: list[SessionState] = []
    session = Session(wire, states.append)
    session.sign_in("anna", PASSWORD)
    for _ in range(2):
        with pytest.raises(AppError, match=r"session\.ended"):
            session.access(refused="access-1")
    assert renewals(peer) == 1
    assert states == [SessionState.SIGNED_IN, SessionState.ENDED]
    assert session.operator is not None
    assert session.refresh_token() is None


def test_a_station_that_cannot_be_asked_does_not_end_the_session(wire: Wire, peer: WebPeer) -> None:
    peer.answers["POST /v1/session/refresh"] = lambda _: as_json({"code": "station.stopping"}, 503)
    session = Session(wire)
    session.sign_in("anna", PASSWORD)
    with pytest.raises(AppError, match=r"station\.stopping"):
        session.access(refused="access-1")
    assert session.state is SessionState.SIGNED_IN
    renewing(peer)
    assert session.access(refused="access-1") == "access-2"


def test_a_renewal_that_fails_in_good_time_leaves_the_present_token(wire: Wire, peer: WebPeer) -> None:
    peer.answers["POST /v1/session"] = lambda _: as_json(tokens(1, life_s=900))
    peer.answers["POST /v1/session/refresh"] = lambda _: (502, {}, b"")
    session = Session(wire)
    session.sign_in("anna", PASSWORD)
    session._held = session._held.__class__(session._held.tokens, renew_at_s=0, ends_at_s=float("inf"))  # type: ignore
    assert session.access() == "access-1"
    assert renewals(peer) == 1


def test_a_session_can_be_taken_up_after_a_restart(wire: Wire, peer: WebPeer) -> None:
    renewing(peer)
    session = Session(wire)
    assert session.resume("refresh-4").login == "anna"
    assert session.access() == "access-5"
    assert session.refresh_token() == "refresh-5"


def test_signing_out_tells_the_station_and_forgets(wire: Wire, peer: WebPeer) -> None:
    peer.answers["DELETE /v1/session"] = lambda _: (204, {}, b"")
    session = Session(wire)
    session.sign_in("anna", PASSWORD)
    session.sign_out()
    assert orjson.loads(peer.asked("DELETE /v1/session")[0].body) == {"refresh": "refresh-1"}
    assert (session.state, session.operator, session.refresh_token()) == (SessionState.SIGNED_OUT, None, None)


def test_signing_out_forgets_even_when_the_station_cannot_be_told(wire: Wire, peer: WebPeer) -> None:
    peer.answers["DELETE /v1/session"] = lambda _: (502, {}, b"")
    session = Session(wire)
    session.sign_in("anna", PASSWORD)
    with pytest.raises(AppError):
        session.sign_out()
    assert session.refresh_token() is None


def test_an_answer_that_is_no_session_is_refused_without_being_quoted(wire: Wire, peer: WebPeer) -> None:
    peer.answers["POST /v1/session"] = lambda _: as_json({"access": "geheim", "refresh": 5})
    with pytest.raises(AppError) as raised:
        Session(wire).sign_in("anna", PASSWORD)
    assert raised.value.code == "station.incompatible"
    assert "geheim" not in str(raised.value)
    assert raised.value.__suppress_context__


def test_nothing_that_can_be_printed_shows_a_token(wire: Wire) -> None:
    session = Session(wire)
    session.sign_in("anna", PASSWORD)
    shown = f"{session!r} {session} {session._held!r} {session.__dict__!r}"
    assert "access-1" not in shown
    assert "refresh-1" not in shown


def test_addresses_that_cannot_be_a_station_are_refused() -> None:
    for wrong in (
        "",
        "station",
        "ftp://a",
        "http://",
        "http://a:99999",
        "http://me:secret@a",
        "http://a?b",
        "x://a b",
    ):
        with pytest.raises(AppError, match=r"station\.address_malformed"):
            StationAddress.parse(wrong)


@pytest.mark.parametrize(
    ("typed", "feed", "is_loopback"),
    [
        ("http://127.0.0.1:8470/", "ws://127.0.0.1:8470/v1/feed?since=3&station=s", True),
        ("https://city.example/watch/", "wss://city.example/watch/v1/feed?since=3&station=s", False),
        (" http://[::1]:8470 ", "ws://[::1]:8470/v1/feed?since=3&station=s", True),
        ("http://localhost:1", "ws://localhost:1/v1/feed?since=3&station=s", True),
    ],
)
def test_an_address_knows_its_feed(typed: str, feed: str, is_loopback: bool) -> None:
    address = StationAddress.parse(typed)
    assert address.feed_url("s", 3) == feed
    assert address.is_loopback is is_loopback
