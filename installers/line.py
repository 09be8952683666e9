"""The line of one step on the screen, alive while the step runs."""

from __future__ import annotations

import threading
import time
from typing import IO

_REDRAWN_EVERY_S = 0.25
_STILL_THERE_EVERY_S = 20.0


class Line:
    """On a terminal the line is redrawn; elsewhere only whole lines are written, one now and then.

    Args:
        title: what the step does.
        out: where to write. ASCII only, since a Windows console may know nothing else.
    """

    def __init__(self, title: str, out: IO[str]) -> None:
        self._title = title
        self._out = out
        self._redraws = out.isatty()
        self._last = ""
        self._succeeded = False
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._show, name="step-line", daemon=True)

    def doing(self, text: str) -> None:
        """Take the latest word of the command that runs."""
        self._last = text.strip() or self._last

    def succeeded(self) -> None:
        """Mark the step as done; a line that ends without this shows a failure."""
        self._succeeded = True

    def __enter__(self) -> Line:
        self._started = time.monotonic()
        self._write("" if self._redraws else f"... {self._title}\n")
        self._thread.start()
        return self

    def __exit__(self, kind: type | None, *_: object) -> None:
        self._ended.set()
        self._thread.join()
        clear = "\r\x1b[K" if self._redraws else ""
        mark = "ok " if self._succeeded else "-- "
        self._write(f"{clear}{mark} {self._title} ({self._elapsed_s():.1f} s)\n")

    def _show(self) -> None:
        while not self._ended.wait(_REDRAWN_EVERY_S if self._redraws else _STILL_THERE_EVERY_S):
            text = f"... {self._title} ({self._elapsed_s():.0f} s)  {self._last}"
            self._write(f"\r\x1b[K{text[:100]}" if self._redraws else f"{text[:160]}\n")

    def _elapsed_s(self) -> float:
        return time.monotonic() - self._started

    def _write(self, text: str) -> None:
        self._out.write(text)
        self._out.flush()
