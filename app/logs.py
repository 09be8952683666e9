"""Logging: standard loggers, one line an entry, UTC. Never a secret, never a position."""

from __future__ import annotations

import logging
import sys
import time
from logging.handlers import RotatingFileHandler
from pathlib import Path

#: What libraries may say at the least. Below that they write addresses and headers of requests: a terminal's
#: secret travels in the one, an operator's token in the other. Of uvicorn's warnings anybody could make thousands.
_LOWEST = {"uvicorn": logging.ERROR, "urllib3": logging.WARNING, "websockets": logging.WARNING}


def set_up_logs(level: str, file: Path | None = None) -> None:
    """Send all loggers to standard error and, when given, to a file that is kept small (5 × 2 MB)."""
    handlers: list[logging.Handler] = [logging.StreamHandler(sys.stderr)]
    if file is not None:
        handlers.append(RotatingFileHandler(file, maxBytes=2_000_000, backupCount=4, encoding="utf-8", delay=True))
    formatter = logging.Formatter(
        "%(asctime)s.%(msecs)03dZ %(levelname)s %(name)s: %(message)s", "%Y-%m-%dT%H:%M:%S"
    )
    formatter.converter = time.gmtime
    for handler in handlers:
        handler.setFormatter(formatter)
    logging.basicConfig(level=level.upper(), handlers=handlers, force=True)
    for name, lowest in _LOWEST.items():
        logging.getLogger(name).setLevel(lowest)
