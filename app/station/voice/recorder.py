"""What was said, one Ogg Opus file a burst, written by a thread of its own: no talker waits for the disk."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from pathlib import Path
from queue import SimpleQueue

from app.domain.errors import AppError
from app.voice.ogg import OggWriter

logger = logging.getLogger(__name__)

#: A disk that hangs must not fill the memory: some minutes of many talkers.
_MOST_WAITING = 50_000
#: Files in one folder at most, so that none gets slow.
_IN_A_FOLDER = 1_000
#: Who wants to hear a burst waits for the disk so long at most, and then has what is there.
_WRITTEN_S = 2.0


class Recorder:
    """The methods only put work into a queue and are the event loop's, but for those that say that they block.

    Args:
        retention_s: how old a recording may get.
    """

    def __init__(self, folder: Path, retention_s: float) -> None:
        self._folder, self._retention_s = folder, retention_s
        self._work: SimpleQueue[Callable[[], None] | None] = SimpleQueue()
        self._thread: threading.Thread | None = None
        #: The thread's.
        self._open: dict[int, OggWriter] = {}
        self._has_failed = self._is_behind = False
        self.lost = 0

    def start(self) -> None:
        self._thread = threading.Thread(target=self._run, name="speech-recorder")
        self._thread.start()
        self.sweep()

    def stop(self) -> None:
        """Write what waits, and stop. Blocking; may be called again."""
        if self._thread is not None:
            self._work.put(None)
            self._thread.join()
            self._thread = None

    def file_of(self, burst: int) -> Path:
        """Where a burst is, whether it is there or not."""
        return self._folder / f"{burst // _IN_A_FOLDER:06d}" / f"{burst}.opus"

    def recording_of(self, burst: int) -> Path:
        """With all in it that was said before; the log may tell of an end before the disk has it. Blocking.

        Raises:
            AppError("recording.absent"): nothing was said, it is too old, or the disk was full.
        """
        if self._thread is not None:
            written = threading.Event()
            self._work.put(written.set)
            written.wait(_WRITTEN_S)
        file = self.file_of(burst)
        if not file.is_file():
            raise AppError("recording.absent", burst=burst)
        return file

    def write(self, burst: int, payload: bytes, timestamp: int) -> None:
        """One packet of Opus; the first one opens the file."""
        if self._work.qsize() > _MOST_WAITING:
            self.lost += 1
            if not self._is_behind:
                self._is_behind = True
                logger.warning("the disk is too slow to record speech; some of it is lost")
            return
        self._is_behind = False
        self._work.put(lambda: self._write(burst, payload, timestamp))

    def close(self, burst: int) -> None:
        self._work.put(lambda: self._close(burst))

    def sweep(self) -> None:
        """Forget what is too old."""
        self._work.put(self._sweep)

    def _run(self) -> None:
        while (work := self._work.get()) is not None:
            try:
                work()
            except OSError as fault:
                self.lost += 1
                if not self._has_failed:
                    logger.warning("speech is not recorded: %s", fault.strerror or type(fault).__name__)
                self._has_failed = True
        for burst in list(self._open):
            self._close(burst)

    def _write(self, burst: int, payload: bytes, timestamp: int) -> None:
        writer = self._open.get(burst)
        if writer is None:
            file = self.file_of(burst)
            file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            writer = self._open[burst] = OggWriter(file, burst, {"TITLE": f"Burst {burst}"})
        writer.write(payload, timestamp)
        if self._has_failed:
            self._has_failed = False
            logger.info("speech is recorded again")

    def _close(self, burst: int) -> None:
        writer = self._open.pop(burst, None)
        if writer is not None:
            writer.close()

    def _sweep(self) -> None:
        oldest_s = time.time() - self._retention_s
        for file in self._folder.glob("*/*.opus"):
            if file.stat().st_mtime < oldest_s:
                file.unlink(missing_ok=True)
