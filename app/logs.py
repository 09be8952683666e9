"""Logging: standard loggers, one line an entry, UTC. Never a secret, never a position."""

from __future__ import annotations

import logging
import sys
import time
from logging.handlers import RotatingFileHandler
from pathlib import Path


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
    # Both write request addresses; a terminal's secret travels in one.
    for chatty in ("uvicorn.access", "urllib3"):
        logging.getLogger(chatty).setLevel(logging.WARNING)
