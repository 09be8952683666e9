"""What the station's tests share: a log and its commands on a real file."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path

import pytest

from app.picture.changes import Changes
from app.station.commands import Commands
from app.station.database import Database
from app.station.log import Entry, Log
from app.station.secrets import TerminalSecrets

OpenCommands = Callable[[], AbstractAsyncContextManager[Commands]]
KEY = b"k" * 32


@pytest.fixture
def told() -> list[Entry]:
    """What the hub would have heard."""
    return []


@pytest.fixture
def open_commands(tmp_path: Path, told: list[Entry]) -> OpenCommands:
    """Opens the same log again and again, as a station that is restarted does."""

    @asynccontextmanager
    async def opened() -> AsyncIterator[Commands]:
        database = Database(tmp_path / "station.sqlite")
        log = Log(database)

        def on_events(entries: Sequence[Entry], _: Changes) -> None:
            told.extend(entries)

        commands = Commands(database, log, log.restore(), TerminalSecrets(KEY), on_events, "test")
        commands.start()
        try:
            yield commands
        finally:
            await commands.stop()
            database.close()

    return opened
