"""The client's side of ``/v1/voice``, used by desk and simulator alike: it links, and links again.

What cannot go now is not kept: while there is no link, what is said or sent is thrown away.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import random
import threading
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import NoReturn, Protocol

from app.domain import voice
from app.domain.errors import AppError
from app.voice.connection import Connection, Door, Listener, ReportListener, ignore
from app.voice.rtp import Packet

logger = logging.getLogger(__name__)

_BACKOFF_S = (0.5, 15.0)
#: These do not mend by asking again soon: somebody has to do something first.
_REFUSED = frozenset({"voice.refused", "station.incompatible", "station.tls_refused", "voice.taken_over"})
_STOP_S = 2.0


class LinkPhase(StrEnum):
    OFF = "off"
    OPENING = "opening"
    UP = "up"
    #: Broken, or refused; it is tried again.
    DOWN = "down"


@dataclass(frozen=True, slots=True)
class LinkState:
    """Whether one can talk now.

    Args:
        fault: why it is down. retry_s: until it is tried again.
        welcome: what the station said at first; the limit of a burst, say.
    """

    phase: LinkPhase
    fault: AppError | None = None
    retry_s: float = 0.0
    welcome: voice.Welcome | None = None


class LinkListener(Listener, Protocol):
    """As a connection's; called on its loop."""

    def on_state(self, state: LinkState) -> None: ...


class Keeper:
    """Keeps a connection to the voice service. Lives on the event loop that ``run`` runs on.

    Args:
        door: asked before every try, on another thread; may block. It raises AppError when nobody is signed in.
            Its argument is whether the station has just refused what it gave before.
        cname: of this end's reports; empty for one by chance.
        on_report: called like the listener.
    """

    def __init__(
        self,
        door: Callable[[bool], Door],
        listener: LinkListener,
        cname: str = "",
        on_report: ReportListener = ignore,
    ) -> None:
        self._door, self._listener, self._cname, self._on_report = door, listener, cname, on_report
        self._connection: Connection | None = None
        self._is_refused = self._was_up = False

    def say(self, said: voice.Said) -> None:
        """Say something, if there is a link."""
        if self._connection is not None:
            self._connection.say(said)

    def send(self, packet: Packet) -> None:
        """One packet of a burst that is granted, if there is a link."""
        if self._connection is not None:
            self._connection.send(packet)

    async def run(self) -> NoReturn:
        """Link, and stay linked until this is cancelled."""
        failures, is_down = 0, False
        while True:
            self._listener.on_state(LinkState(LinkPhase.OPENING))
            fault = await self._link_once()
            failures = 0 if self._was_up else failures + 1
            retry_s = _retry_s(fault, failures)
            if not is_down or self._was_up:
                logger.info("no link for speech: %s", fault.code)
            is_down = True
            self._listener.on_state(LinkState(LinkPhase.DOWN, fault, retry_s))
            await asyncio.sleep(retry_s)

    async def _link_once(self) -> AppError:
        """Link until that ends. Returns why it did."""
        self._was_up = False
        try:
            door = await asyncio.to_thread(self._door, self._is_refused)
            connection = await Connection.open(door, self._listener, self._cname, self._on_report)
            self._was_up, self._is_refused = True, False
            self._connection = connection
            try:
                self._listener.on_state(LinkState(LinkPhase.UP, welcome=connection.welcome))
                await connection.run()
            finally:
                self._connection = None
                await connection.close()
        except AppError as fault:
            self._is_refused = fault.code == "session.unauthorised"
            return fault
        return AppError("station.unreachable", reason="closed")


class Link:
    """A keeper with a thread. The methods may be called from any thread; its listener is called on its own.

    Args:
        door, cname, on_report: as a ``Keeper``'s.
    """

    def __init__(
        self,
        door: Callable[[bool], Door],
        listener: LinkListener,
        cname: str = "",
        on_report: ReportListener = ignore,
    ) -> None:
        self._listener = listener
        self._keeper = Keeper(door, listener, cname, on_report)
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None
        self._task: asyncio.Task[NoReturn] | None = None

    def start(self) -> None:
        """Link, and stay linked. Returns at once."""
        started = threading.Event()
        self._thread = threading.Thread(target=self._run, args=(started,), name="voice-link", daemon=True)
        self._thread.start()
        started.wait()

    def stop(self) -> None:
        """End the link. Blocks for 2 s at most; doing it again does nothing."""
        thread, self._thread = self._thread, None
        if thread is None:
            return
        self._call(self._cancel)
        thread.join(_STOP_S)

    def say(self, said: voice.Said) -> None:
        """Say something, if there is a link."""
        self._call(lambda: self._keeper.say(said))

    def send(self, packet: Packet) -> None:
        """One packet of a burst that is granted, if there is a link."""
        self._call(lambda: self._keeper.send(packet))

    def _call(self, work: Callable[[], object]) -> None:
        loop = self._loop
        if loop is not None:
            # It may end between the look and the call.
            with contextlib.suppress(RuntimeError):
                loop.call_soon_threadsafe(work)

    def _cancel(self) -> None:
        if self._task is not None:
            self._task.cancel()

    def _run(self, started: threading.Event) -> None:
        with asyncio.Runner() as runner:
            self._loop = runner.get_loop()
            self._task = self._loop.create_task(self._keeper.run())
            started.set()
            with contextlib.suppress(asyncio.CancelledError):
                self._loop.run_until_complete(self._task)
            self._loop = None
        self._listener.on_state(LinkState(LinkPhase.OFF))


def _retry_s(fault: AppError, failures: int) -> float:
    least_s, most_s = _BACKOFF_S
    if fault.code in _REFUSED:
        return most_s
    # By chance, so that all who lost a station do not come back in the same moment.
    return min(most_s, least_s * 2.0 ** min(failures, 6)) * random.uniform(0.5, 1.0)
