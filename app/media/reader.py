"""The reader: one thread that keeps the newest picture of a stream at hand, whatever the stream does."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from datetime import timedelta

from app.domain.errors import AppError
from app.domain.model import utc_now
from app.media.backoff import Backoff
from app.media.frame import Frame, Scaler
from app.media.gate import OpeningGate
from app.media.repeats import Repeats
from app.media.session import Session
from app.media.sound import SoundBuffer
from app.media.source import Quality, Source
from app.media.state import Figures, Patience, ReaderState, ReaderStatus, Wish
from app.media.watchdog import Watchdog

_PATIENT = Patience()
_STOP_S = 1.7
#: Between the end of a recording that loops and its beginning.
_LOOP_S = 0.1
#: A reader leaves no more threads behind than this; then it waits for one of them to come back.
_MOST_ABANDONED = 3

logger = logging.getLogger(__name__)


class StreamReader:
    """Opens a stream, again and again, and keeps its newest picture until somebody takes it.

    Nothing is called back: the one who shows the stream asks ``take`` and ``status`` when it draws.

    Args:
        source_factory: the source for a quality. It is called for every opening, on the reader's thread, so it may
            fetch a fresh ticket; it may raise AppError.
        wish: what is wanted at first.
        name: of the thread, e.g. the unit's callsign.
        on_news: called on the reader's thread when it becomes live, its first picture ready; must be quick.
    """

    def __init__(
        self,
        source_factory: Callable[[Quality], Source],
        wish: Wish,
        *,
        gate: OpeningGate,
        watchdog: Watchdog,
        patience: Patience = _PATIENT,
        name: str = "stream",
        on_news: Callable[[], None] | None = None,
    ) -> None:
        self._patience = patience
        self._source_factory, self._wish = source_factory, wish
        self._gate, self._watchdog, self._name = gate, watchdog, name
        self._on_news = on_news
        self._lock = threading.Lock()
        self._newest: Frame | None = None
        #: What is heard while the wish says that it is audible.
        self.sound = SoundBuffer()
        self._shown_at: float | None = None
        self._backoff = Backoff()
        self._kicked = threading.Event()
        self._state, self._since = ReaderState.OPENING, time.monotonic()
        self._reason: AppError | None = None
        self._retry_at: float | None = None
        self._session: Session | None = None
        self._repeats = Repeats()
        #: Whether the source last opened begins again at its end; the thread's.
        self._loops = False
        self._aborted_at: float | None = None
        #: Set for a thread that is to end; every thread has its own.
        self._over = threading.Event()
        self._thread: threading.Thread | None = None
        self._left_behind: list[threading.Thread] = []
        #: Pictures that were made ready since the start, taken or not.
        self.shown = 0
        #: Threads that were left behind because FFmpeg did not return, ever.
        self.abandoned = 0

    def start(self) -> None:
        self._launch()
        self._watchdog.watch(self)

    def stop(self) -> None:
        """End it; back within 2 s, whatever FFmpeg does."""
        self.close()
        self.wait()

    def close(self) -> None:
        """Begin to end it; back at once. ``wait`` for the rest."""
        self._watchdog.forget(self)
        with self._lock:
            session = self._session
            self._over.set()
            self._set_state(ReaderState.STOPPED, None)
            self._newest = None
        self._kicked.set()
        if session is not None:
            session.abort()

    def wait(self, timeout_s: float | None = None) -> None:
        """Wait for the end, but no longer than this (None: 1.7 s); then its thread is left to end by itself."""
        with self._lock:
            thread = self._thread
        if thread is not None:
            thread.join(_STOP_S if timeout_s is None else min(timeout_s, _STOP_S))
            if thread.is_alive():
                self._count_abandoned(thread)

    def take(self) -> Frame | None:
        """The newest picture, if it was not taken yet."""
        frame = self._newest
        # A newer one that comes in between is taken with the next.
        if frame is not None and self._newest is frame:
            self._newest = None
        return frame

    def still(self) -> Frame | None:
        """The newest picture in the source's own size; None while there is none. Takes some milliseconds."""
        with self._lock:
            session = self._session
        return None if session is None else session.still()

    def kick(self) -> None:
        """Open now instead of at the end of the pause: the stream is said to be there."""
        self._kicked.set()

    @property
    def wish(self) -> Wish:
        return self._wish

    def set_wish(self, wish: Wish) -> None:
        """Want something else from the next picture on; another quality may need another opening."""
        with self._lock:
            self._wish = wish
            session = self._session
        if session is not None and wish.quality not in session.source.serves:
            session.abort()

    @property
    def is_live(self) -> bool:
        """What ``status`` says in more words."""
        session = self._session
        is_fed = session is not None and time.monotonic() < session.progress_at + self._patience.stale_s
        return is_fed and self._state is ReaderState.LIVE

    @property
    def figures(self) -> Figures:
        session = self._session
        return Figures() if session is None else session.figures

    def status(self) -> ReaderStatus:
        now = time.monotonic()
        with self._lock:
            state, since, reason, session = self._state, self._since, self._reason, self._session
            shown_at, retry_at = self._shown_at, self._retry_at
        if session is not None and state in (ReaderState.OPENING, ReaderState.LIVE):
            stale_at = session.progress_at + self._patience.stale_s
            if now >= stale_at:
                state, since, reason = ReaderState.STALE, stale_at, AppError("stream.silent")
        return ReaderStatus(
            state,
            utc_now() - timedelta(seconds=now - since),
            reason,
            None if shown_at is None else now - shown_at,
            None if retry_at is None else max(0.0, retry_at - now),
            session.figures if session is not None else Figures(),
        )

    def tend(self) -> None:
        """Close a session that went silent, and leave its thread behind when FFmpeg does not come back."""
        now = time.monotonic()
        with self._lock:
            session, aborted_at = self._session, self._aborted_at
            self._left_behind = [thread for thread in self._left_behind if thread.is_alive()]
            may_leave = len(self._left_behind) < _MOST_ABANDONED
        if session is None:
            return
        if not session.is_aborted:
            if now - session.progress_at > self._patience.silent_s:
                session.abort()
        elif aborted_at is None:
            with self._lock:
                self._aborted_at = now
        elif now - aborted_at > self._patience.return_s and may_leave:
            self._replace_thread(session)

    def _launch(self) -> None:
        self._over = threading.Event()
        given = self._over, self._repeats
        self._thread = threading.Thread(target=self._run, args=given, name=self._name, daemon=True)
        self._thread.start()

    def _replace_thread(self, session: Session) -> None:
        with self._lock:
            if self._session is not session or self._over.is_set() or self._thread is None:
                return
            self._over.set()
            left, self._session, self._aborted_at = self._thread, None, None
            self._set_state(ReaderState.RETRYING, AppError("stream.silent"))
            self._repeats = self._repeats.heir()
            self._launch()
        self._count_abandoned(left)

    def _count_abandoned(self, thread: threading.Thread) -> None:
        with self._lock:
            self._left_behind.append(thread)
            self.abandoned += 1
        logger.warning("%s: FFmpeg does not return; its thread is left to end by itself", self._name)

    def _run(self, over: threading.Event, repeats: Repeats) -> None:
        scaler = Scaler()
        while not over.is_set():
            # Here and not after a failure: who kicks while the stream is asked for in vain would not be heard.
            self._kicked.clear()
            outcome = self._read_once(over, scaler, repeats)
            if over.is_set():
                return
            if isinstance(outcome, AppError):
                self._pause(over, outcome)
                continue
            if outcome is ReaderState.ENDED and self._loops:
                # One that is over in no time must not take all the time there is.
                self._wait(over, _LOOP_S)
                continue
            with self._lock:
                self._set_state(outcome, None)
            if outcome is ReaderState.ENDED:
                self._wait(over, None)

    def _read_once(self, over: threading.Event, scaler: Scaler, repeats: Repeats) -> AppError | ReaderState:
        """One session: why it failed, ENDED after a recording, OPENING when another quality is wished for."""
        session: Session | None = None
        try:
            with self._gate.passed(over.is_set) as leave_gate:
                if over.is_set():
                    return ReaderState.STOPPED
                source = self._source_factory(self._wish.quality)
                self._loops = source.loops
                session = Session(
                    source,
                    lambda: self._wish,
                    lambda frame: self._show(over, frame),
                    scaler,
                    self._patience.silent_s,
                    self.sound,
                    repeats,
                )
                with self._lock:
                    if over.is_set():
                        return ReaderState.STOPPED
                    self._session = session
                    self._retry_at = None
                session.run(leave_gate)
        except AppError as failure:
            return self._judged(failure, session)
        except Exception:
            logger.exception("%s: an error in reading a stream that nobody expected", self._name)
            return AppError("stream.reader_failed")
        finally:
            with self._lock:
                if session is not None and self._session is session:
                    self._session = self._aborted_at = None
        return ReaderState.ENDED

    def _judged(self, failure: AppError, session: Session | None) -> AppError | ReaderState:
        if session is None or not session.is_aborted:
            return failure
        is_other = self._wish.quality not in session.source.serves
        return ReaderState.OPENING if is_other else AppError("stream.silent")

    def _show(self, over: threading.Event, frame: Frame) -> None:
        if over.is_set():
            return
        # Without the lock, which this would ask for at every picture: each of these is written here alone.
        self._newest = frame
        self.shown += 1
        self._shown_at = time.monotonic()
        if self._state is not ReaderState.LIVE:
            self._become_live(over)

    def _become_live(self, over: threading.Event) -> None:
        with self._lock:
            if over.is_set():
                self._newest = None
                return
            self._backoff.reset()
            if self._reason is not None:
                logger.info("%s: live again", self._name)
            self._set_state(ReaderState.LIVE, None)
        if self._on_news is not None:
            self._on_news()

    def _pause(self, over: threading.Event, failure: AppError) -> None:
        wait_s = self._backoff.next_s()
        with self._lock:
            if over.is_set():
                return
            if self._reason is None:
                logger.info("%s: %s", self._name, failure.code)
            self._set_state(ReaderState.RETRYING, failure)
            self._retry_at = time.monotonic() + wait_s
        self._wait(over, wait_s)

    def _wait(self, over: threading.Event, wait_s: float | None) -> None:
        if not over.is_set():
            self._kicked.wait(wait_s)

    def _set_state(self, state: ReaderState, reason: AppError | None) -> None:
        if state is not self._state:
            self._state, self._since = state, time.monotonic()
        self._reason = reason
        self._retry_at = None
