"""Whether the sound server of a Linux desktop still runs."""

from __future__ import annotations

import os
import socket
import sys
from pathlib import Path

_WAIT_S = 0.5


def sound_server_runs() -> bool:
    """False only where there was one and it does not answer any more.

    Qt 6.11 does not say that PulseAudio (or PipeWire in its place) has ended, goes on naming its devices, and ends
    the process when one of them is opened.
    """
    path = _socket_path()
    if path is None:
        return True
    try:
        with socket.socket(socket.AF_UNIX) as asked:
            asked.settimeout(_WAIT_S)
            asked.connect(str(path))
    except OSError:
        return False
    return True


def server_address() -> str | None:
    """Where the sound server is asked, as ``PULSE_SERVER`` has it; None where there is none."""
    if not sys.platform.startswith("linux"):
        return None
    path = _socket_path()
    return os.environ.get("PULSE_SERVER") or (f"unix:{path}" if path is not None else None)


def _socket_path() -> Path | None:
    if not sys.platform.startswith("linux"):
        return None
    named = os.environ.get("PULSE_SERVER", "")
    if named.startswith("unix:"):
        return Path(named.removeprefix("unix:"))
    folder = os.environ.get("PULSE_RUNTIME_PATH") or os.environ.get("XDG_RUNTIME_DIR")
    if named or not folder:
        return None
    return Path(folder) / ("native" if "PULSE_RUNTIME_PATH" in os.environ else "pulse/native")
