"""The signals that end a station, caught for as long as it has something to finish."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

#: Ctrl+C; what a service manager sends; Ctrl+Break on Windows.
_ENDING = [signal.SIGINT, signal.SIGTERM, *([signal.SIGBREAK] if hasattr(signal, "SIGBREAK") else [])]


@contextmanager
def ending_signals() -> Iterator[set[int]]:
    """Those that came inside the block; noted, instead of what they would have done to the process.

    The web server takes them while it serves, and raises them again when it is through: left to itself that would
    end the process before the station has stopped.
    """
    came: set[int] = set()

    def note(number: int, _: FrameType | None) -> None:
        came.add(number)

    if threading.current_thread() is not threading.main_thread():
        # Signals are the main thread's.
        yield came
        return
    before = {number: signal.signal(number, note) for number in _ENDING}
    try:
        yield came
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
