"""The wire: one HTTP call to a station, with every way it can fail told as an AppError."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import requests
from requests.adapters import HTTPAdapter
from requests.auth import AuthBase
from urllib3.exceptions import HTTPError

from app.domain.errors import AppError
from app.sync.address import StationAddress
from app.sync.faults import fault_of_answer, fault_of_connection

#: An answer that is not complete by then is given up, however steadily it trickles.
TOTAL_S = 60.0
MAX_BODY_BYTES = 256 * 2**20

_CHUNK_BYTES = 2**16
_USER_AGENT = "watchfloor-desk"


@dataclass(frozen=True, slots=True)
class Answer:
    """A complete answer below 300.

    ``sent_at_ms`` and ``heard_at_ms``: when the request left and when the answer's headers were here; this
    machine's clock, Unix milliseconds.
    """

    headers: Mapping[str, str]
    body: bytes
    sent_at_ms: float
    heard_at_ms: float


class Wire:
    """Calls to one station, from any thread; connections are kept alive and never shared by two calls at once."""

    def __init__(
        self, address: StationAddress, timeout_s: tuple[float, float] = (3.0, 15.0), total_s: float = TOTAL_S
    ) -> None:
        """
        Args:
            timeout_s: to connect, and between two bytes of an answer.
            total_s: for a whole answer.
        """
        self.address = address
        self._timeout_s, self._total_s = timeout_s, total_s
        self._tls = address.tls()
        self._idle: list[requests.Session] = []
        self._lock = threading.Lock()
        self._is_closed = False

    def call(
        self,
        method: str,
        path: str,
        *,
        body: bytes | None = None,
        query: Mapping[str, int | None] | None = None,
        headers: Mapping[str, str] | None = None,
        access: str | None = None,
    ) -> Answer:
        """
        Args:
            body: JSON.
            query: a parameter of None is left out.
            access: the bearer token; None for an open door.
        Raises:
            RefusedError: the station said no; with its code and parameters.
            AppError("station.unreachable"), AppError("station.tls_refused"): see ``faults``.
            AppError("station.failed"): 500 and above, or an answer that is not a station's.
        """
        request = requests.Request(
            method,
            self.address.base_url + path,
            params={name: value for name, value in (query or {}).items() if value is not None},
            data=body,
            headers={"Content-Type": "application/json", **(headers or {})} if body else dict(headers or {}),
            # Given as `auth`, so that no netrc file of this machine speaks in its place.
            auth=_Bearer(access),
        )
        with self._http() as http:
            outcome = self._exchange(http, request)
        # Raised here and not where it was found: an error may be kept for long, and its traceback would keep the
        # request with its token, and the connection, alive.
        if isinstance(outcome, AppError):
            raise outcome
        return outcome

    def close(self) -> None:
        """Close what is idle now and, when it comes back, what is in use."""
        with self._lock:
            self._is_closed = True
            idle, self._idle = self._idle, []
        for http in idle:
            http.close()

    def _exchange(self, http: requests.Session, request: requests.Request) -> Answer | AppError:
        deadline = time.monotonic() + self._total_s
        try:
            settings = http.merge_environment_settings(str(request.url), {}, True, self.address.ca_file, None)
            prepared = http.prepare_request(request)
            sent_at_ms = time.time() * 1000
            with http.send(prepared, timeout=self._timeout_s, allow_redirects=False, **settings) as response:
                heard_at_ms = time.time() * 1000
                body = _read(response, deadline)
        except (requests.RequestException, HTTPError, OSError) as error:
            return fault_of_connection(error)
        if response.status_code >= 300 or body is None:
            return fault_of_answer(response.status_code, body or b"")
        return Answer(response.headers, body, sent_at_ms, heard_at_ms)

    @contextmanager
    def _http(self) -> Iterator[requests.Session]:
        with self._lock:
            http = self._idle.pop() if self._idle else None
        if http is None:
            http = requests.Session()
            http.trust_env = not self.address.is_loopback
            http.headers["User-Agent"] = _USER_AGENT
            if self._tls is not None:
                http.mount("https://", _TrustingAdapter(self._tls))
        try:
            yield http
        finally:
            with self._lock:
                keep = not self._is_closed
                if keep:
                    self._idle.append(http)
            if not keep:
                http.close()


def _read(response: requests.Response, deadline: float) -> bytes | None:
    """The body; None when it is longer than any answer of a station. Raises TimeoutError past the deadline."""
    parts: list[bytes] = []
    size = 0
    # `read1` comes back with what is there; the usual reads wait for a full chunk and so never see the deadline.
    while part := response.raw.read1(_CHUNK_BYTES, decode_content=True):
        parts.append(part)
        size += len(part)
        if time.monotonic() > deadline:
            raise TimeoutError
        if size > MAX_BODY_BYTES:
            return None
    return b"".join(parts)


class _Bearer(AuthBase):
    def __init__(self, access: str | None) -> None:
        self._access = access

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        if self._access is not None:
            request.headers["Authorization"] = f"Bearer {self._access}"
        return request


class _TrustingAdapter(HTTPAdapter):
    def __init__(self, tls: Any) -> None:
        self._tls = tls
        super().__init__()

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, ssl_context=self._tls, **kwargs)

    def proxy_manager_for(self, proxy: str, **kwargs: Any) -> Any:
        return super().proxy_manager_for(proxy, ssl_context=self._tls, **kwargs)
