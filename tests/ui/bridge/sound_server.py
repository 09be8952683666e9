"""A sound server of a test's own: what is played into ``Loop`` is heard by the microphone ``Mic``."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from installers import peers

needs_sound_server = pytest.mark.skipif(
    bool(peers.missing_sound()), reason=peers.how_to_get(peers.missing_sound())
)

MICROPHONE = "module-remap-source source_name=mic master=loop.monitor source_properties=device.description=Mic"
# A null sink takes its time unless something near it is in a hurry: hence the loop.
_MODULES = (
    "module-null-sink sink_name=loop rate=48000 channels=2 sink_properties=device.description=Loop",
    MICROPHONE,
    "module-null-sink sink_name=headset rate=48000 channels=2 sink_properties=device.description=Headset",
    "module-loopback source=headset.monitor sink=loop latency_msec=20",
)


class SoundServer:
    """
    Args:
        folder: for its socket; short, because a socket's path has to be.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._env = os.environ | {
            "XDG_RUNTIME_DIR": str(folder),
            "PULSE_RUNTIME_PATH": str(folder),
            "PULSE_STATE_PATH": str(folder),
            "HOME": str(folder),
            "PULSE_SERVER": self.address,
        }
        socket = f"module-native-protocol-unix socket={folder / 'native'} auth-anonymous=1"
        command = ["pulseaudio", "-n", "--daemonize=no", "--exit-idle-time=-1", "--use-pid-file=no"]
        for module in (socket, *_MODULES):
            command += ["-L", module]
        self._process = subprocess.Popen(command, env=self._env, stderr=subprocess.DEVNULL)

    @property
    def address(self) -> str:
        return f"unix:{self._folder / 'native'}"

    def wait(self) -> None:
        deadline = time.monotonic() + 60
        while not self._answers():
            assert time.monotonic() < deadline, "the sound server does not start"

    def kill(self) -> None:
        self._process.kill()
        self._process.wait(60)

    def _answers(self) -> bool:
        asked = subprocess.run(
            ["pactl", "list", "short", "sources"], env=self._env, capture_output=True, text=True, check=False
        )
        return "mic" in asked.stdout


@contextmanager
def sound_server(folder: Path) -> Iterator[SoundServer]:
    """Qt connects once a process to the sound server, so a test that wants one runs in a process of its own."""
    server = SoundServer(folder)
    try:
        server.wait()
        yield server
    finally:
        server.kill()
