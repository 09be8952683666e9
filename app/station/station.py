"""The station's parts, built and closed in one place."""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections.abc import Sequence
from contextlib import AsyncExitStack

from app.domain.command import ChangeOperator, RegisterOperator
from app.domain.errors import AppError
from app.domain.event import MediaServerSet, OperatorChanged
from app.domain.media_server import MediaServer
from app.domain.operator import OperatorFields, Role
from app.picture.changes import Changes
from app.settings import Settings
from app.station.access import Access
from app.station.commands import Commands
from app.station.data_folder import DataFolder
from app.station.database import Database
from app.station.field import Field
from app.station.hub import Hub
from app.station.lane import Lane
from app.station.log import Entry, Log
from app.station.metrics import Metrics
from app.station.reception import Reception
from app.station.relay import Relay
from app.station.secrets import TerminalSecrets
from app.station.state import State
from app.station.ticket_office import TicketOffice
from app.station.tickets import Tickets
from app.station.tracks import TrackStore
from app.station.voice.service import Voice
from app.station.watching import Watching

logger = logging.getLogger(__name__)

FIRST_LOGIN = "admin"


class Station:
    """Everything behind the doors. Built on the event loop's thread; ``start`` and ``stop`` run on the loop.

    Raises:
        AppError: ``data.in_use``, ``data.not_writable``, ``database.unusable``, ``tracks.…``: cannot start.
    """

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.folder = DataFolder(settings.data / "station")
        try:
            self._open(settings)
        except BaseException:
            self.folder.close()
            raise

    def _open(self, settings: Settings) -> None:
        self.id = self.folder.station
        self.database = Database(self.folder.path / "station.sqlite")
        self.log = Log(self.database)
        self.metrics = Metrics()
        self.hub = Hub()
        self.lane = Lane(self.hub, settings.feed_interval_s)
        self.secrets = TerminalSecrets(self.folder.key)
        state = self.log.restore()
        self.tracks = TrackStore.open(self.folder.path, settings.track_retention_days * 86_400.0)
        self.commands = Commands(self.database, self.log, state, self.secrets, self._on_events, self.id)
        self.access = Access(self.database, self.folder.key, settings, lambda: self.state.picture.operators)
        self.reception = Reception(self.access, self.commands, self.metrics)
        self.field = Field(self.commands, self.secrets, self.lane, self.tracks, self.metrics)
        self.relay = Relay(self.commands, self.secrets, self.folder.path / "rings")
        self.tickets = Tickets(self.folder.key, lambda: self.state.picture.operators)
        self.office = TicketOffice(self.commands, self.relay, self.tickets, settings.video_pattern, self.metrics)
        self.watching = Watching(lambda: self.state.picture)
        speech = self.folder.path / "speech"
        self.voice = Voice(self.commands, self.access, self.secrets, self.database, settings, speech)
        self.metrics.watch("watchfloor_voice_links", "Ends that can hear and talk", lambda: len(self.voice.links))
        self.metrics.watch("watchfloor_voice_bursts", "Talkers", lambda: len(self.voice.talking.bursts))
        self.metrics.watch(
            "watchfloor_voice_packets", "Packets of speech passed on", lambda: self.voice.media.forwarded
        )
        self.metrics.watch_each(
            "watchfloor_voice_refused",
            "Packets of speech thrown away, by why",
            "refused",
            self.voice.media.refused,
        )
        self.metrics.watch("watchfloor_desks", "Desks on the feed", lambda: len(self.hub))
        self.metrics.watch("watchfloor_streams", "Terminals that show video", lambda: len(self.relay))
        self.metrics.watch(
            "watchfloor_video_watched", "Terminals that somebody watches", lambda: len(self.watching)
        )
        self.metrics.watch(
            "watchfloor_video_waiting", "Terminals that wait to be asked for video", lambda: self.watching.polls
        )
        self.metrics.watch("watchfloor_log_seq", "Last event on the log", lambda: self.state.picture.seq)
        self.metrics.watch("watchfloor_tracks_fault", "1 while positions cannot be kept", self._has_tracks_fault)
        self.metrics.watch(
            "watchfloor_fixes_not_stored", "Fixes lost to a disk fault", lambda: self.tracks.dropped
        )
        self.metrics.watch("watchfloor_units_with_position", "Units shown", lambda: len(self.lane.fleet))

    @property
    def state(self) -> State:
        return self.commands.state

    async def start(self) -> str | None:
        """Start working. Returns the first administrator's password, the one time there is one to show."""
        self.commands.start()
        self.field.restore()
        self.relay.start()
        self.watching.start()
        self.lane.start()
        await self._note_media_server()
        await self.voice.start()
        return None if self.state.picture.operators else await self._first_administrator()

    async def ended(self) -> None:
        """Return when a part that all others live on has ended: without it a station would only look alive."""
        parts = [asyncio.ensure_future(part.ended()) for part in (self.commands, self.lane)]
        try:
            await asyncio.wait(parts, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for part in parts:
                part.cancel()

    async def end_answers(self) -> None:
        """End what would be answered for hours: a server that stops waits for its answers."""
        await self.watching.stop()
        await self.voice.stop()
        await self.relay.stop()

    async def stop(self) -> None:
        """Finish what was acknowledged and close everything, the folder's lock last."""
        async with AsyncExitStack() as closing:
            closing.callback(self.folder.close)
            closing.callback(self.database.close)
            closing.callback(self.tracks.close)
            closing.push_async_callback(self.commands.stop)
            closing.push_async_callback(self.lane.stop)
            closing.push_async_callback(self.end_answers)

    async def _first_administrator(self) -> str:
        password = secrets.token_urlsafe(12)
        fields = OperatorFields(login=FIRST_LOGIN, name="", role=Role.ADMINISTRATOR)
        await self.commands.order(RegisterOperator(operator=fields, password=password), by="station", key="first")
        return password

    async def _note_media_server(self) -> None:
        """Settings are nobody's order; what desks need of these is a fact when it is another than before."""
        pattern = self.settings.video_pattern
        server = pattern and MediaServer(pulls_from=pattern.host, is_by_device_id=pattern.is_by_device_id)
        if server == self.state.picture.media_server:
            return
        try:
            await self.commands.note(MediaServerSet(server=server), by="station")
        except AppError as error:
            logger.warning("the media server of the settings is not noted: %s", error.code)

    def _has_tracks_fault(self) -> float:
        return float(self.tracks.fault is not None)

    def _on_events(self, entries: Sequence[Entry], changes: Changes) -> None:
        # Positions first: no frame may show a unit after the event that took it off duty.
        self.lane.withdraw(changes.positions_gone)
        self.field.forget(changes)
        self.relay.on_changes(changes)
        self.watching.on_changes(changes)
        for entry in entries:
            fact = entry.event.fact
            if isinstance(fact, OperatorChanged) and fact.password_changed:
                self.access.end_grants(fact.operator.number)
        self.voice.on_changes(changes)
        self.hub.events(entries)


async def new_password(settings: Settings, login: str) -> str:
    """Give an operator a new password with the station stopped: whoever holds the data folder may.

    Raises:
        AppError("operator.unknown"): nobody has this login. Also what ``Station`` raises.
    """
    station = Station(settings)
    try:
        await station.start()
        named = login.strip().lower()
        operator = next((o for o in station.state.picture.operators.values() if o.login == named), None)
        if operator is None:
            raise AppError("operator.unknown", login=login)
        password = secrets.token_urlsafe(12)
        fields = OperatorFields(login=operator.login, name=operator.name, role=operator.role)
        order = ChangeOperator(number=operator.number, operator=fields, password=password)
        await station.commands.order(order, by="station", key=f"new-password-{secrets.token_hex(8)}")
        return password
    finally:
        await station.stop()
