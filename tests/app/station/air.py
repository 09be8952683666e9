"""A station's log with its relay, and a terminal's end of the line, for tests of what is on the air."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from pathlib import Path

from app.domain import command as orders
from app.domain import event as facts
from app.domain.command import Command
from app.domain.errors import AppError
from app.domain.stream import StreamEnd
from app.domain.terminal import TerminalFields, TerminalKind
from app.domain.unit import Force, UnitFields
from app.picture.changes import Changes
from app.station.commands import Commands
from app.station.database import Database
from app.station.log import Entry, Log
from app.station.relay import Relay, SenderGoneError
from app.station.secrets import TerminalSecrets

SECRETS = TerminalSecrets(b"k" * 32)


class Air:
    """A station's log and its relay, with one unit (1) on duty that carries one terminal (2)."""

    def __init__(self, folder: Path) -> None:
        self.database = Database(folder / "station.sqlite")
        log = Log(self.database)
        self.told: list[facts.Fact] = []
        self.commands = Commands(self.database, log, log.restore(), SECRETS, self._on_events, "test")
        self.relay = Relay(self.commands, SECRETS, folder / "rings")
        self._keys = 0

    def _on_events(self, entries: Sequence[Entry], changes: Changes) -> None:
        self.told.extend(entry.event.fact for entry in entries)
        self.relay.on_changes(changes)

    async def __aenter__(self) -> Air:
        self.commands.start()
        self.relay.start()
        if not self.commands.state.picture.units:
            unit = UnitFields(callsign="V-07", force=Force.VOLUNTEER, agency="Patrol")
            await self.order(orders.RegisterUnit(unit=unit))
            terminal = TerminalFields(kind=TerminalKind.PHONE, unit=1)
            await self.order(orders.RegisterTerminal(terminal=terminal))
            await self.order(orders.StartDuty(unit=1))
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.relay.stop()
        await self.commands.stop()
        self.database.close()

    async def order(self, command: Command) -> None:
        self._keys += 1
        await self.commands.order(command, by="operator:9", key=f"{id(self)}-{self._keys}")

    @property
    def token(self) -> str:
        return SECRETS.token(self.commands.state.picture.terminals[2])

    def push(self, camera: Camera, token: str = "") -> asyncio.Task[str]:
        """A push that runs beside; gives the code of its refusal, or ``done``."""

        async def pushing() -> str:
            try:
                await self.relay.publish(2, token or self.token, camera.chunks())
            except AppError as error:
                return error.code
            return "done"

        return asyncio.create_task(pushing())

    async def until(self, condition: Callable[[], bool]) -> None:
        async with asyncio.timeout(60):
            while not condition():
                await asyncio.sleep(0.005)

    def has_ended(self, reason: StreamEnd) -> bool:
        return any(isinstance(fact, facts.StreamEnded) and fact.reason is reason for fact in self.told)

    @property
    def shown(self) -> int | None:
        """The number of the publishing that the picture shows."""
        stream = self.commands.state.picture.streams.get(2)
        return stream.number if stream is not None else None


class Camera:
    """A terminal's end of the line."""

    def __init__(self) -> None:
        self._line: asyncio.Queue[bytes | None] = asyncio.Queue()
        self._is_gone = False

    def send(self, data: bytes) -> Camera:
        self._line.put_nowait(data)
        return self

    def close(self) -> Camera:
        self._line.put_nowait(None)
        return self

    def vanish(self) -> None:
        self._is_gone = True
        self.close()

    async def chunks(self) -> AsyncIterator[bytes]:
        while (data := await self._line.get()) is not None:
            yield data
        if self._is_gone:
            raise SenderGoneError


def in_the_air(folder: Path, story: Callable[[Air], Awaitable[None]]) -> None:
    async def run() -> None:
        async with Air(folder) as air:
            await story(air)

    asyncio.run(run())
