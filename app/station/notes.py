"""Notes: facts about terminals that the station saw by itself, on their way to the log."""

from __future__ import annotations

import asyncio
import logging

from app.domain.errors import AppError
from app.domain.event import Fact
from app.station.commands import Commands

logger = logging.getLogger(__name__)


class Notes:
    """Takes facts at once and puts them on the log in their order. Lives on the event loop."""

    def __init__(self, commands: Commands) -> None:
        self._commands = commands
        self._waiting: asyncio.Queue[tuple[int, Fact] | None] = asyncio.Queue()
        self._noting: asyncio.Task[None] | None = None

    def start(self) -> None:
        self._noting = asyncio.get_running_loop().create_task(self._note(), name="notes")

    async def stop(self) -> None:
        """Note what waits, and stop. May be called again."""
        if self._noting is not None:
            self._waiting.put_nowait(None)
            await self._noting

    def put(self, terminal: int, fact: Fact) -> None:
        """Have a fact noted that this terminal brought about."""
        self._waiting.put_nowait((terminal, fact))

    async def _note(self) -> None:
        """Those that wait together share a commit."""
        is_over = False
        while not is_over:
            notes = [await self._waiting.get()]
            while not self._waiting.empty():
                notes.append(self._waiting.get_nowait())
            is_over = None in notes
            await asyncio.gather(*(self._note_one(*note) for note in notes if note is not None))

    async def _note_one(self, terminal: int, fact: Fact) -> None:
        try:
            await self._commands.note(fact, by=f"terminal:{terminal}")
        except AppError as error:
            # Else it is no fact any more: an order that came before has ended the stream.
            if error.code.startswith(("storage.", "station.")):
                logger.warning("%s of terminal %d not noted: %s", fact.kind, terminal, error.code)
