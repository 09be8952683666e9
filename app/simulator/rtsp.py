"""An RTSP server for the city's fixed cameras, where one is at hand: GStreamer's, through the system's Python."""

from __future__ import annotations

import logging
import platform
import shutil
import subprocess
import threading
from collections.abc import Sequence
from pathlib import Path

logger = logging.getLogger(__name__)

_SCRIPT = Path(__file__).parent / "video" / "rtsp_server.py"
#: The bindings belong to the system's own Python, whatever comes first on the path.
_PYTHONS = ("/usr/bin/python3", "python3")
_START_S, _STOP_S = 8.0, 1.0


class RtspServer:
    """A server that was started.

    Args:
        port: of RTSP. rtp_ports: where it takes each name's video.
    """

    def __init__(self, process: subprocess.Popen[str], port: int, rtp_ports: dict[str, int]) -> None:
        self._process, self._port, self._rtp_ports = process, port, rtp_ports

    @classmethod
    def started(cls, names: Sequence[str]) -> RtspServer | None:
        """A server of these names; None where there is none to be had."""
        if platform.system() != "Linux":
            # Elsewhere the system has no bindings; where it has no Python either, asking for it opens a dialog.
            return None
        for python in filter(None, map(shutil.which, _PYTHONS)):
            process = subprocess.Popen(
                # Isolated: what lies beside the script is none of its business.
                [python, "-I", str(_SCRIPT), *names],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                text=True,
                start_new_session=True,
            )
            assert process.stdout is not None
            # One that says nothing for so long is not going to.
            patience = threading.Timer(_START_S, process.kill)
            patience.start()
            said = process.stdout.readline().split()
            patience.cancel()
            if len(said) == 1 + len(names):
                port, *rtp_ports = map(int, said)
                return cls(process, port, dict(zip(names, rtp_ports, strict=True)))
            _end(process)
        return None

    def url(self, name: str) -> str:
        return f"rtsp://127.0.0.1:{self._port}/{name}"

    def rtp_url(self, name: str) -> str:
        return f"rtp://127.0.0.1:{self._rtp_ports[name]}"

    def stop(self) -> None:
        _end(self._process)


def _end(process: subprocess.Popen[str]) -> None:
    assert process.stdin is not None and process.stdout is not None
    process.stdin.close()
    try:
        process.wait(_STOP_S)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    process.stdout.close()
