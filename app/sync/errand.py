"""An errand: a blocking call that the one who waits for it can walk away from."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future, wait
from typing import TypeVar

T = TypeVar("T")

_LOOK_EVERY_S = 0.05


class AbandonedError(Exception):
    """The one who waited was told to stop; what the call gives in the end is discarded."""


def run_errand(
    call: Callable[[], T], stopping: threading.Event, name: str, discard: Callable[[T], object] | None = None
) -> T:
    """Run ``call`` on a thread of its own and wait for it, but no longer than until ``stopping`` is set.

    Nothing can interrupt a DNS look-up or a connect, so a thread that must end in time cannot make them itself.
    The errand's thread is a daemon: one that is stuck does not hold up the end of the process.

    Args:
        discard: gets the result of an abandoned call, to close what it opened.
    Raises:
        AbandonedError: ``stopping`` was set first. Whatever ``call`` raises is raised here.
    """
    future: Future[T] = Future()

    def run() -> None:
        try:
            future.set_result(call())
        except BaseException as error:
            future.set_exception(error)

    threading.Thread(target=run, name=name, daemon=True).start()
    while not stopping.is_set():
        # Not by `result`'s own timeout, which looks like one of the call's and may come in the moment of its end.
        if wait((future,), _LOOK_EVERY_S).done:
            return future.result()

    def drop(done: Future[T]) -> None:
        if discard is not None and done.exception() is None:
            discard(done.result())

    future.add_done_callback(drop)
    raise AbandonedError
