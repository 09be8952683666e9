"""Ports for what a test starts at a number of its own choice: nobody else is given them meanwhile."""

from __future__ import annotations

import contextlib
import itertools
import os
import random
import socket
from collections.abc import Iterator

#: Below those that a system gives to who asks for any. Tests that run side by side have each their own.
_FIRST, _EACH = 20_000, 1_000


def _own() -> Iterator[int]:
    worker = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
    ports = list(range(_FIRST + worker % 10 * _EACH, _FIRST + (worker % 10 + 1) * _EACH))
    random.SystemRandom().shuffle(ports)
    return itertools.cycle(ports)


_ports = _own()


def free_port() -> int:
    """One that nobody listens at; none is given twice within a thousand."""
    while True:
        port = next(_ports)
        with socket.socket() as asked, contextlib.suppress(OSError):
            asked.bind(("127.0.0.1", port))
            return port
