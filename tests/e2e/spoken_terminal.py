"""A simulated terminal as a process, as a device maker would run it."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

from tests.contract.station_process import ROOT

_STOP_S = 60


class SpokenTerminal:
    """Writes what it hears into a folder; what it says of itself is read as it comes.

    Args:
        options: more of the command line.
    """

    def __init__(self, voice_url: str, folder: Path, *options: str) -> None:
        self.folder = folder
        command = [sys.executable, "-m", "app.simulator.voice", "--address", "-", "--folder", str(folder)]
        self._process = subprocess.Popen(
            [*command, "--as-child", *options], cwd=ROOT, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        assert self._process.stdin is not None
        self._process.stdin.write(f"{voice_url}\n")
        self._process.stdin.flush()
        self.said: list[dict[str, Any]] = []
        self._reader = threading.Thread(target=self._read, name="diary of a terminal", daemon=True)
        self._reader.start()

    def all(self, event: str) -> list[dict[str, Any]]:
        return [line for line in self.said if line["event"] == event]

    @property
    def files(self) -> list[str]:
        return sorted(file.name for file in self.folder.glob("*.wav"))

    def signal(self, number: int) -> None:
        self._process.send_signal(number)

    def stop(self) -> None:
        """The way its parent ends it. One that was killed has nothing more to say."""
        assert self._process.stdin is not None and self._process.stdout is not None
        self._process.stdin.close()
        try:
            self._process.wait(_STOP_S)
        finally:
            self._process.kill()
        self._reader.join(_STOP_S)
        self._process.stdout.close()

    def _read(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            self.said.append(json.loads(line))
