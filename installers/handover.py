"""The last act: another command takes over, with its signals and its exit code."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from typing import Sequence


def become(command: Sequence[str]) -> int:
    """Let ``command`` take over: in this very process where the system can, else as a child (Windows).

    As the same process it gets every signal itself, also those that nobody can forward, and its exit code is ours.

    Returns:
        The exit code, where it ran as a child.
    """
    sys.stdout.flush()
    sys.stderr.flush()
    if os.name == "posix":
        os.execv(command[0], list(command))
    return attend(command)


def attend(command: Sequence[str]) -> int:
    """Run ``command`` as a child on this terminal and return its exit code, 128 + n when signal n ended it.

    Ctrl+C reaches the child by itself, so this process only waits for what it makes of that; a request to end is
    forwarded.
    """
    # Handlers, not SIG_IGN: a child would inherit that.
    interrupts = signal.signal(signal.SIGINT, lambda *_: None)
    child = subprocess.Popen(list(command))
    ends = signal.signal(signal.SIGTERM, lambda *_: child.terminate())
    try:
        code = child.wait()
    finally:
        signal.signal(signal.SIGTERM, ends)
        signal.signal(signal.SIGINT, interrupts)
    return 128 - code if code < 0 else code
