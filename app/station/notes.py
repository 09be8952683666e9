"""Facts that the station saw by itself, on their way to the log in their order: nobody waits for the disk."""

from __future__ import annotations

import asyncio
import logging

from app.domain.errors import AppError
from app.domain.event import BurstReceived, BurstStarted, Fact
from app.station.commands import Commands

logger = logging.getLogger(__name__)


#: Facts that share a commit.
_AT_ONCE = 32


class Notes:
    """Lives on the event loop."""

    def __init__(self, commands: Commands) -> None:
        self._commands = commands
        self._waiting: asyncio.Queue[tuple[Fact, str] | None] = asyncio.Queue()
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        self._task = asyncio.get_running_loop().create_task(self._work(), name="notes")

    async def stop(self) -> None:
        """Write what waits, and stop. May be called again."""
        if self._task is not None:
            self._waiting.put_nowait(None)
            await self._task

    def put(self, fact: Fact, by: str = "station") -> None:
        """Have this noted; ``by``: who brought it about, as events name them."""
        self._waiting.put_nowait((fact, by))

    async def _work(self) -> None:
        """Those that wait together share a commit, if they are few and small: then all that they change is told at
        once, and speech would wait for that.
        """
        is_over = False
        while not is_over:
            notes = [await self._waiting.get()]
            while not self._waiting.empty() and len(notes) < _AT_ONCE and not _is_long(notes[-1]):
                notes.append(self._waiting.get_nowait())
            is_over = None in notes
            await asyncio.gather(*(self._note(*note) for note in notes if note is not None))

    async def _note(self, fact: Fact, by: str) -> None:
        try:
            await self._commands.note(fact, by=by)
        except AppError as error:
            # Else it is no fact any more: the terminal is retired, say, or an order has ended the stream.
            if error.code.startswith(("storage.", "station.")):
                logger.warning("%s by %s not noted: %s", fact.kind, by, error.code)


def _is_long(note: tuple[Fact, str] | None) -> bool:
    return note is not None and isinstance(note[0], BurstReceived | BurstStarted)
