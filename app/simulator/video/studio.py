"""The studio: the city's end of the process that films for it."""

from __future__ import annotations

import logging
import subprocess
import sys
import threading
from importlib.util import find_spec
from pathlib import Path

from app.simulator.video.orders import Order, Tell

logger = logging.getLogger(__name__)

_CODE = Path(__file__).resolve().parents[3]
_STOP_S = 1.5


class Studio:
    """Starts the process with the first order. Without PyAV the city has no video, and says so once."""

    def __init__(self) -> None:
        self._child: subprocess.Popen[bytes] | None = None
        self._lock = threading.Lock()
        self._is_open = find_spec("av") is not None
        if not self._is_open:
            logger.warning("PyAV is not installed: the demo city has no video")

    @property
    def is_open(self) -> bool:
        return self._is_open

    def order(self, order: Order) -> None:
        """Pass an order on; from any thread."""
        with self._lock:
            if not self._is_open:
                return
            try:
                self._pass_on(order)
            except OSError:
                self._is_open = False
                logger.warning("the process that films for the demo city has ended; it goes on without video")

    def stop(self) -> None:
        """End the process; back within 2 s."""
        with self._lock:
            self._is_open = False
            child, self._child = self._child, None
        if child is None:
            return
        assert child.stdin is not None
        try:
            child.stdin.close()
        except BrokenPipeError:
            logger.debug("the process that films had ended before")
        try:
            child.wait(_STOP_S)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()

    def _pass_on(self, order: Order) -> None:
        if self._child is None:
            if isinstance(order, Tell):
                return
            level = logging.getLevelName(logger.getEffectiveLevel())
            command = [sys.executable, "-m", "app.simulator.video", "--log-level", level]
            # In a session of its own: Ctrl+C is for the city, which ends it by closing its input.
            self._child = subprocess.Popen(command, cwd=_CODE, stdin=subprocess.PIPE, start_new_session=True)
        assert self._child.stdin is not None
        self._child.stdin.write(order.model_dump_json().encode() + b"\n")
        self._child.stdin.flush()
