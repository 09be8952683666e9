"""A real station in a process of its own, that a test can kill."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import requests

from tests.ports import free_port

ROOT = Path(__file__).resolve().parents[2]
_STOP_S = 60
#: Of a request; a machine may be busy.
ANSWER_S = 30


class StationProcess:
    """Starts ``python -m app.station``; every start after the first uses the same port, and any for speech.

    The administrator's password of the first start stays known, so that a test can sign in again.
    """

    def __init__(self, data: Path, *options: str, port: int = 0) -> None:
        self.data, self.options, self.port = data, options, port or free_port()
        self._is_port_named = bool(port)
        self.url = ""
        self.login, self.password = "", ""
        self.said: dict[str, Any] = {}
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> StationProcess:
        self._start()
        while self._is_port_gone():
            self._end()
            self.port = free_port()
            self._start()
        return self

    def _is_port_gone(self) -> bool:
        """Whether somebody has taken it since it was found to be free: another run of tests on this machine."""
        is_first = not self._is_port_named and not self.url
        return is_first and self.said.get("error", {}).get("code") == "port.in_use"

    def _start(self) -> None:
        command = [sys.executable, "-m", "app.station", "--as-child", "--data", str(self.data)]
        command += ["--port", str(self.port), "--log-level", "WARNING", *self.options]
        # Unless the test names one: that which is usual can be only one station's on a machine.
        surroundings = {"WATCHFLOOR_VOICE_PORT": "0", **os.environ}
        self._process = subprocess.Popen(
            command, cwd=ROOT, env=surroundings, stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        assert self._process.stdout is not None
        self.said = json.loads(self._process.stdout.readline() or b"{}")
        if "url" in self.said:
            self.url = self.said["url"]
            self.port = int(self.url.rsplit(":", 1)[1])
            if self.said["password"]:
                self.login, self.password = self.said["login"], self.said["password"]

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    def kill(self) -> None:
        """``kill -9``, and wait until it is gone."""
        assert self._process is not None
        if self._process.poll() is None:
            os.kill(self._process.pid, signal.SIGKILL if hasattr(signal, "SIGKILL") else signal.SIGTERM)
        self._end()

    def signal(self, number: int) -> int:
        """Send it a signal, and wait until it is gone. Returns the exit code."""
        assert self._process is not None
        self._process.send_signal(number)
        return self._end()

    def stop(self) -> int:
        """The way a desk ends it: by closing its standard input. Returns the exit code."""
        assert self._process is not None and self._process.stdin is not None
        self._process.stdin.close()
        return self._end()

    def _end(self) -> int:
        assert self._process is not None
        code = self._process.wait(_STOP_S)
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                stream.close()
        return code

    def sign_in(self, login: str = "", password: str = "") -> dict[str, str]:
        """Headers of an operator who has just signed in."""
        assert self.url, self.said
        given = {"login": login or self.login, "password": password or self.password}
        answer = requests.post(f"{self.url}/v1/session", json=given, timeout=ANSWER_S)
        answer.raise_for_status()
        return {"Authorization": f"Bearer {answer.json()['access']}"}
