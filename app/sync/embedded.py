"""The embedded station: a child process on loopback that comes back when it dies and goes when the desk goes."""

from __future__ import annotations

import contextlib
import json
import logging
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from app.domain.errors import AppError

logger = logging.getLogger(__name__)

_FIRST_PAUSE_S = 0.2
_LONGEST_PAUSE_S = 10.0
#: A station that lived this long had started well: what ends it now is not what ended the last one.
_SETTLED_S = 30.0


@dataclass(frozen=True, slots=True)
class Ready:
    """Where the station can be reached. ``password`` is the first administrator's, at the very first start."""

    url: str
    login: str
    password: str | None


class EmbeddedStation:
    """Starts the station as a child and keeps it running.

    Args:
        data: the data folder.
        port: 0 takes a free one, and the same again after a restart.
        on_ready: told on the supervisor's thread, each time the station can be reached.
        on_failed: told on that thread when it said that it cannot start; it is not tried again.
        options: further command line options of ``watchfloor station``.
    """

    def __init__(
        self,
        data: Path,
        port: int,
        *,
        on_ready: Callable[[Ready], None],
        on_failed: Callable[[AppError], None],
        options: Sequence[str] = (),
    ) -> None:
        self._data, self._port, self._options = data, port, options
        self._on_ready, self._on_failed = on_ready, on_failed
        self._stopping = threading.Event()
        self._child: subprocess.Popen[bytes] | None = None
        self._lock = threading.Lock()
        self._thread = threading.Thread(target=self._keep_running, name="embedded-station", daemon=True)

    @property
    def pid(self) -> int | None:
        child = self._child
        return child.pid if child is not None else None

    def start(self) -> None:
        self._thread.start()

    def stop(self, timeout_s: float = 5.0) -> None:
        """Let the station finish what it acknowledged; past the timeout it is killed, and loses nothing by it."""
        with self._lock:
            self._stopping.set()
            child = self._child
            if child is not None and child.stdin is not None:
                with contextlib.suppress(OSError):
                    child.stdin.close()
        if child is not None:
            try:
                child.wait(timeout_s)
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()
        if self._thread.is_alive():
            self._thread.join(2.0)

    def _keep_running(self) -> None:
        pause_s = _FIRST_PAUSE_S
        while not self._stopping.is_set():
            lived = threading.Event()
            settled = threading.Timer(_SETTLED_S, lived.set)
            settled.daemon = True
            settled.start()
            try:
                code = self._run_once()
            except AppError as error:
                self._on_failed(error)
                return
            finally:
                settled.cancel()
            if self._stopping.is_set():
                return
            pause_s = _FIRST_PAUSE_S if lived.is_set() else min(pause_s * 2, _LONGEST_PAUSE_S)
            logger.warning("the station ended with code %s; starting it again", code)
            self._stopping.wait(pause_s)

    def _run_once(self) -> int | None:
        """One life of the child: returns its exit code, raises what it said kept it from starting."""
        command = [sys.executable, "-m", "app.station", "--as-child", "--data", str(self._data)]
        command += ["--port", str(self._port), "--log-level", "WARNING", *self._options]
        with self._lock:
            if self._stopping.is_set():
                return None
            child = subprocess.Popen(
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=_code_root(), start_new_session=True
            )
            self._child = child
        with child:
            assert child.stdout is not None
            line = child.stdout.readline()
            if line:
                self._hear(json.loads(line))
            child.stdout.read()
            return child.wait()

    def _hear(self, said: dict[str, object]) -> None:
        error = said.get("error")
        if isinstance(error, dict):
            raise AppError(error["code"], **error["params"])
        password = said["password"]
        ready = Ready(str(said["url"]), str(said["login"]), None if password is None else str(password))
        self._port = urlsplit(ready.url).port or self._port
        self._on_ready(ready)


def _code_root() -> Path:
    """The folder that holds ``app``, so that the child finds the same code, installed or not."""
    return Path(__file__).resolve().parents[2]
