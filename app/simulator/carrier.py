"""A carrier: one thread and one connection that take the messages of several phones to the station."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable

import requests

from app.simulator.backoff import Backoff
from app.simulator.messages import Message
from app.simulator.phone import Phone
from app.simulator.trip import STEP_S

logger = logging.getLogger(__name__)

_TIMEOUT_S = (2.0, 5.0)
#: Of one phone at a time, so that one with hours to tell does not silence the others.
_BURST = 20


class Carrier:
    """Lets its phones live and sends what they say.

    Args:
        now_s: simulated time. stop: ends it.
    """

    def __init__(self, name: str, now_s: Callable[[], float], stop: threading.Event) -> None:
        self._now_s, self._stop = now_s, stop
        self._phones: list[Phone] = []
        self._backoff = Backoff()
        self._quiet_until_s = 0.0
        self._refused: set[str] = set()
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)

    def start(self) -> None:
        self._thread.start()

    def join(self, timeout_s: float) -> None:
        self._thread.join(timeout_s)

    def add(self, phone: Phone) -> None:
        """From any thread; appending to a list is one step."""
        self._phones.append(phone)

    def _run(self) -> None:
        with requests.Session() as http:
            # The station is named by its address alone: no proxy, no .netrc.
            http.trust_env = False
            while not self._stop.wait(STEP_S):
                now_s = self._now_s()
                for phone in tuple(self._phones):
                    phone.live(now_s)
                    self._send_all(http, phone)

    def _send_all(self, http: requests.Session, phone: Phone) -> None:
        for _ in range(_BURST):
            if self._stop.is_set() or time.monotonic() < self._quiet_until_s:
                return
            message = phone.next_message()
            if message is None:
                return
            status = self._post(http, message)
            if status is None or status == requests.codes.too_many_requests or status >= 500:
                self._quiet_until_s = time.monotonic() + self._backoff.failed()
                return
            self._note_answer(phone, status)
            phone.sent()

    def _post(self, http: requests.Session, message: Message) -> int | None:
        """The status answered; None when nobody did."""
        try:
            answer = http.post(message.url, data=message.body, headers=message.headers, timeout=_TIMEOUT_S)
        except requests.RequestException as error:
            # Not its text: that holds the address, and the address the terminal's secret.
            if not self._backoff.is_failing:
                logger.info("phones cannot reach the station: %s", type(error).__name__)
            return None
        return answer.status_code

    def _note_answer(self, phone: Phone, status: int) -> None:
        if self._backoff.succeeded():
            logger.info("phones reach the station again")
        if status < 400:
            self._refused.discard(phone.device_id)
        elif phone.device_id not in self._refused:
            self._refused.add(phone.device_id)
            logger.warning("phone %s is refused with %d", phone.device_id, status)
