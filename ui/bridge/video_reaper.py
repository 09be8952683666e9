"""The reaper: waits for readers to end, so that the GUI thread need not."""

from __future__ import annotations

import threading
import time
from queue import SimpleQueue

from app.media.reader import StreamReader

#: All threads are left to end by themselves after this.
_STOP_S = 1.8


class Reaper:
    """One thread, from ``start`` to ``stop``."""

    def __init__(self) -> None:
        self._ending: SimpleQueue[StreamReader | None] = SimpleQueue()
        self._stop_by: float | None = None
        self._thread = threading.Thread(target=self._run, name="video reaper", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def end(self, reader: StreamReader) -> None:
        """Have this reader end; back at once."""
        reader.close()
        self._ending.put(reader)

    def stop(self) -> None:
        """Back within 2 s; whatever has not ended by then does so by itself."""
        self._stop_by = time.monotonic() + _STOP_S
        self._ending.put(None)
        self._thread.join()

    def _run(self) -> None:
        while (reader := self._ending.get()) is not None:
            reader.wait(self._left_s())

    def _left_s(self) -> float | None:
        return None if self._stop_by is None else max(0.0, self._stop_by - time.monotonic())
