"""The last act: another command takes over, with its signals and its exit code."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from types import FrameType
from typing import NamedTuple, Sequence


def become(command: Sequence[str]) -> int:
    """Let ``command`` take over: in this very process where the system can, else as a child (Windows).

    As the same process it gets every signal itself, also those that nobody can forward, and its exit code is ours.

    Returns:
        The exit code, where it ran as a child.
    """
    sys.stdout.flush()
    sys.stderr.flush()
    # The same process is older than the command that it becomes; who measures a start wants the latter.
    os.environ["BOOTSTRAP_HANDED_OVER_AT"] = str(time.time())
    if os.name == "posix":
        os.execv(command[0], list(command))
    return attend(command).code


class End(NamedTuple):
    """How a command ended: its exit code, 128 + n after signal n, and whether it had been asked to end."""

    code: int
    on_request: bool


def attend(command: Sequence[str]) -> End:
    """Run ``command`` as a child on this terminal.

    Ctrl+C reaches the child by itself, so this process only waits for what it makes of that; a request to end is
    forwarded.
    """
    requests: list[int] = []
    children: list[subprocess.Popen[bytes]] = []

    def forward(number: int, frame: FrameType | None) -> None:
        requests.append(number)
        for child in children:
            child.terminate()

    # Handlers, not SIG_IGN: a child would inherit that. Both before it is there: a request must not end us alone.
    interrupts = signal.signal(signal.SIGINT, lambda number, frame: requests.append(number))
    ends = signal.signal(signal.SIGTERM, forward)
    try:
        child = subprocess.Popen(list(command))
        children.append(child)
        if signal.SIGTERM in requests:
            child.terminate()
        code = child.wait()
    finally:
        signal.signal(signal.SIGTERM, ends)
        signal.signal(signal.SIGINT, interrupts)
    return End(128 - code if code < 0 else code, bool(requests))
