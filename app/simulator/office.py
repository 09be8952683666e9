"""The office: the demo city's operator, signed in at the station's public doors."""

from __future__ import annotations

import json
import logging
import threading
from datetime import timedelta

import requests

from app.domain.command import Command, Receipt
from app.domain.errors import AppError
from app.domain.history import Address
from app.domain.model import utc_now
from app.domain.session import SessionTokens
from app.domain.snapshot import Snapshot
from app.simulator.backoff import Backoff

logger = logging.getLogger(__name__)

_TIMEOUT_S = (2.0, 10.0)
#: Renew this long before the access token ends.
_EARLY = timedelta(seconds=30)


class StoppedError(Exception):
    """The run was told to stop while the office waited for the station."""


def is_shut_out(error: AppError) -> bool:
    """Whether the station does not let the office in at all, so that asking on would only lock it out."""
    return error.code.startswith("session.")


class Office:
    """Orders and questions to the station. Calls wait out a station that is away, until ``stop``.

    Safe to use from several threads.
    """

    def __init__(self, base_url: str, login: str, password: str, stop: threading.Event) -> None:
        self._base_url, self._login, self._password = base_url.rstrip("/"), login, password
        self._stop = stop
        self._tokens: SessionTokens | None = None
        self._signing_in = threading.Lock()
        self._connections = threading.local()

    def snapshot(self) -> Snapshot:
        return Snapshot.model_validate_json(self._asked("GET", "/v1/snapshot"))

    def address(self, terminal: int) -> Address:
        return Address.model_validate_json(self._asked("GET", f"/v1/terminals/{terminal}/address"))

    def order(self, command: Command, key: str) -> Receipt:
        """Send a command; delivered again under the same key it counts once.

        Raises:
            AppError: what the station said against it.
        """
        return Receipt.model_validate_json(self._asked("POST", "/v1/commands", command.model_dump_json(), key))

    def _asked(self, method: str, path: str, body: str | None = None, key: str | None = None) -> bytes:
        is_renewed = False
        while True:
            token = self._access()
            headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
            answer = self._insist(method, path, body, headers | ({"Idempotency-Key": key} if key else {}))
            if answer.status_code == requests.codes.unauthorized and not is_renewed:
                is_renewed = True
                self._forget(token)
                continue
            if not answer.ok:
                raise _refusal(answer)
            return answer.content

    def _access(self) -> str:
        """A good access token: the one at hand, a renewed one, or that of a new sign-in."""
        with self._signing_in:
            held = self._tokens
            if held is None:
                held = self._signed_in()
            elif utc_now() > held.access_expires_at - _EARLY:
                held = self._renewed(held) or self._signed_in()
            self._tokens = held
            return held.access

    def _renewed(self, held: SessionTokens) -> SessionTokens | None:
        answer = self._insist_json("/v1/session/refresh", {"refresh": held.refresh})
        return SessionTokens.model_validate_json(answer.content) if answer.ok else None

    def _signed_in(self) -> SessionTokens:
        answer = self._insist_json("/v1/session", {"login": self._login, "password": self._password})
        if not answer.ok:
            raise _refusal(answer)
        return SessionTokens.model_validate_json(answer.content)

    def _forget(self, token: str) -> None:
        with self._signing_in:
            if self._tokens is not None and self._tokens.access == token:
                self._tokens = None

    def _insist_json(self, path: str, said: dict[str, str]) -> requests.Response:
        return self._insist("POST", path, json.dumps(said), {"Content-Type": "application/json"})

    def _insist(self, method: str, path: str, body: str | None, headers: dict[str, str]) -> requests.Response:
        """Ask until somebody answers who is neither starting, stopping nor overrun."""
        backoff = Backoff()
        while True:
            try:
                answer = self._http().request(
                    method, self._base_url + path, data=body, headers=headers, timeout=_TIMEOUT_S
                )
                if answer.status_code < 500 and answer.status_code != requests.codes.too_many_requests:
                    if backoff.succeeded():
                        logger.info("the office reaches the station again")
                    return answer
                what = str(answer.status_code)
            except requests.RequestException as error:
                what = type(error).__name__
            if not backoff.is_failing:
                logger.info("the office waits for the station: %s", what)
            if self._stop.wait(backoff.failed()):
                raise StoppedError

    def _http(self) -> requests.Session:
        if not hasattr(self._connections, "http"):
            self._connections.http = requests.Session()
            self._connections.http.trust_env = False
        http: requests.Session = self._connections.http
        return http


def _refusal(answer: requests.Response) -> AppError:
    """What the station said against a request: a code and its parameters."""
    try:
        said = answer.json()
        return AppError(str(said["code"]), **said["params"])
    except (ValueError, KeyError, TypeError):
        return AppError("station.refused", status=answer.status_code)
