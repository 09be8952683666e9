"""The real GStreamer as a camera that is fetched by RTSP."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import pytest

from installers import peers
from tests.ports import free_port

_SCRIPT = Path(__file__).with_name("rtsp_server.py")

needs_rtsp_server = pytest.mark.skipif(
    bool(peers.missing_rtsp_server()), reason=peers.how_to_get(peers.missing_rtsp_server())
)

#: B G R of what ``/green`` shows.
GREEN = (0x40, 0xC0, 0x20)
NAME, PASSWORD = "guard", "s3cret/pass word"


class RtspServer:
    """Serves ``/green``, ``/moving``, ``/8k`` and, by UDP alone, ``/udp`` to whom knows the password.

    Every start uses the same port.
    """

    def __init__(self) -> None:
        # Not one of those that others are given while this is down.
        self._port = free_port()
        self._process: subprocess.Popen[str] | None = None

    def start(self) -> None:
        command = [str(peers.SYSTEM_PYTHON), str(_SCRIPT), str(self._port), f"{NAME}:{PASSWORD}"]
        self._process = subprocess.Popen(
            [*command, "green", "moving", "8k", "udp"],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        assert self._process.stdout is not None
        self._port = int(self._process.stdout.readline())

    def url(self, kind: str = "green", password: str = PASSWORD) -> str:
        return f"rtsp://{NAME}:{quote(password, safe='')}@127.0.0.1:{self._port}/{kind}"

    def send_signal(self, number: int) -> None:
        assert self._process is not None
        self._process.send_signal(number)

    def kill(self) -> None:
        """At once; it may be dead already."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.communicate()


@contextmanager
def rtsp_server() -> Iterator[RtspServer]:
    server = RtspServer()
    server.start()
    try:
        yield server
    finally:
        server.kill()
