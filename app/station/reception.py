"""Signing in as every door does it: a few at a time, off the event loop, counted, and locks put on the log."""

from __future__ import annotations

import asyncio
import logging
from datetime import datetime

from app.domain.errors import AppError
from app.domain.event import OperatorLocked
from app.domain.session import SessionTokens
from app.station.access import Access, LoginLockedError
from app.station.commands import Commands
from app.station.metrics import Metrics

#: Each check of a password takes a core for a tenth of a second and 64 MiB; anybody may ask for one.
_AT_ONCE = 2

logger = logging.getLogger(__name__)


class Reception:
    """Lives on the event loop."""

    def __init__(self, access: Access, commands: Commands, metrics: Metrics) -> None:
        self._access, self._commands, self._metrics = access, commands, metrics
        self._places = asyncio.Semaphore(_AT_ONCE)

    async def sign_in(self, login: str, password: str) -> SessionTokens:
        """
        Raises:
            AppError("session.refused"), ("session.locked", until): the same whether the login exists or not.
        """
        try:
            async with self._places:
                tokens = await asyncio.to_thread(self._access.sign_in, login, password)
        except LoginLockedError as locked:
            self._metrics.sign_ins.labels(locked.code).inc()
            if locked.operator is not None:
                await self._note(locked.operator, locked.until)
            raise
        except AppError as error:
            self._metrics.sign_ins.labels(error.code).inc()
            raise
        self._metrics.sign_ins.labels("opened").inc()
        return tokens

    async def _note(self, operator: int, until: datetime) -> None:
        try:
            await self._commands.note(OperatorLocked(operator=operator, until=until), by="station")
        except AppError as error:
            # The lock holds all the same.
            logger.warning("a lock after failed sign-ins is not on the log: %s", error.code)
