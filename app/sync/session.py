"""A session: who is signed in at this desk, and the tokens that prove it.

The access token is short-lived and goes with every call; the refresh token buys a new pair and changes each time.
Neither is ever logged or shown; keeping the refresh token over a restart is the keyring's work, which is not here.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from enum import StrEnum

from pydantic import ValidationError

from app.domain.errors import AppError
from app.domain.model import Model, utc_now
from app.domain.operator import Operator
from app.domain.session import Refresh, SessionTokens, SignIn
from app.sync.wire import Answer, Wire

#: Renewed when this share of its life is left, so that no call is sent with a token that ends on the way.
RENEW_AT = 0.2


class SessionState(StrEnum):
    SIGNED_OUT = "signed_out"
    SIGNED_IN = "signed_in"
    #: The station ended it: too old, the operator retired, the password changed. Sign in again.
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class _Held:
    """The tokens, and when they end on this machine's monotonic clock."""

    tokens: SessionTokens
    renew_at_s: float
    ends_at_s: float


class Session:
    """One operator's session with one station; safe to use from any thread.

    Args:
        on_change: called on whichever thread signed in, renewed, signed out or was refused, after it has. It may
            block. The refresh token is another one after each call with ``SIGNED_IN``: store it then.
    """

    def __init__(self, wire: Wire, on_change: Callable[[SessionState], None] | None = None) -> None:
        self._wire = wire
        self._on_change = on_change
        # Held while a renewal is on its way: all others wait for that one instead of asking too.
        self._lock = threading.Lock()
        self._untold: list[SessionState] = []
        self._held: _Held | None = None
        self._operator: Operator | None = None
        self._state = SessionState.SIGNED_OUT

    def __repr__(self) -> str:
        return f"<Session {self._state}>"

    @property
    def state(self) -> SessionState:
        return self._state

    @property
    def operator(self) -> Operator | None:
        """Who is signed in; after ``ENDED`` who it was, so that a sign-in can name them."""
        return self._operator

    @property
    def refresh_expires_at(self) -> datetime | None:
        """When even the refresh token ends, station time."""
        held = self._held
        return held.tokens.refresh_expires_at if held else None

    def refresh_token(self) -> str | None:
        """For the keyring, and for nothing else."""
        held = self._held
        return held.tokens.refresh if held else None

    def sign_in(self, login: str, password: str) -> Operator:
        """
        Raises:
            AppError("session.refused"), AppError("session.locked") with ``until``, or what ``Wire.call`` raises.
        """
        with self._change():
            return self._take(self._ask("POST", "/v1/session", SignIn(login=login, password=password))).operator

    def resume(self, refresh_token: str) -> Operator:
        """Go on with a session of before a restart. Raises AppError("session.ended") when it is over."""
        with self._change():
            return self._take(self._ask("POST", "/v1/session/refresh", Refresh(refresh=refresh_token))).operator

    def access(self, refused: str | None = None) -> str:
        """A token for the next call; renews it first when its time is nearly up. May block on the network.

        Args:
            refused: a token that the station just refused; unless another thread has renewed it meanwhile, this
                one does.
        Raises:
            AppError("session.signed_out"), AppError("session.ended"): sign in first.
            What ``Wire.call`` raises when the station cannot be asked; the session then goes on.
        """
        with self._change():
            held = self._held
            if held is None:
                raise AppError("session.ended" if self._state is SessionState.ENDED else "session.signed_out")
            is_refused = held.tokens.access == refused
            if not is_refused and time.monotonic() < held.renew_at_s:
                return held.tokens.access
            return self._renew(held, is_refused).access

    def sign_out(self) -> None:
        """Forget the tokens and tell the station. They are forgotten here even when it cannot be told."""
        with self._change():
            held, self._held, self._operator = self._held, None, None
            self._become(SessionState.SIGNED_OUT)
        if held is not None:
            self._ask("DELETE", "/v1/session", Refresh(refresh=held.tokens.refresh))

    def _renew(self, held: _Held, is_refused: bool) -> SessionTokens:
        try:
            return self._take(self._ask("POST", "/v1/session/refresh", Refresh(refresh=held.tokens.refresh)))
        except AppError as error:
            if error.code == "session.ended":
                self._held = None
                self._become(SessionState.ENDED)
                raise
            if is_refused or time.monotonic() >= held.ends_at_s:
                raise
            # Asked early, so there is still time to ask again with the next call.
            return held.tokens

    def _ask(self, method: str, path: str, words: Model) -> Answer:
        return self._wire.call(method, path, body=words.model_dump_json().encode())

    def _take(self, answer: Answer) -> SessionTokens:
        try:
            tokens = SessionTokens.model_validate_json(answer.body)
        except ValidationError:
            # Its words would quote the tokens.
            raise AppError("station.incompatible", what="session") from None
        life_s = (tokens.access_expires_at - _station_time(answer)).total_seconds()
        now_s = time.monotonic()
        self._held = _Held(tokens, renew_at_s=now_s + life_s * (1 - RENEW_AT), ends_at_s=now_s + life_s)
        self._operator = tokens.operator
        self._become(SessionState.SIGNED_IN)
        return tokens

    def _become(self, state: SessionState) -> None:
        self._state = state
        self._untold.append(state)

    @contextmanager
    def _change(self) -> Iterator[None]:
        """Change the session, then tell of it: whoever is told may block, and must not make the others wait."""
        untold: list[SessionState] = []
        try:
            with self._lock:
                try:
                    yield
                finally:
                    untold, self._untold = self._untold, []
        finally:
            if self._on_change is not None:
                for state in untold:
                    self._on_change(state)


def _station_time(answer: Answer) -> datetime:
    """The station's clock when it answered, so that a wrong clock at the desk does not misjudge a token's life."""
    try:
        # Without a zone it is UTC all the same (RFC 9110, 5.6.7).
        return parsedate_to_datetime(answer.headers["Date"]).replace(tzinfo=UTC)
    except (KeyError, ValueError):
        return utc_now()
