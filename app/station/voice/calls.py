"""Calls that are opened, and close by themselves; talkgroups that agencies have by themselves."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Coroutine

from app.domain import event as facts
from app.domain import voice
from app.domain.audience import AgencyAudience
from app.domain.errors import AppError
from app.picture.changes import Changes
from app.picture.picture import Picture
from app.station.commands import Commands
from app.station.talkgroups import agencies, agency_talkgroup_missing, closing, opening
from app.station.voice.link import Link
from app.station.voice.links import Links
from app.station.voice.talking import Talking

logger = logging.getLogger(__name__)

#: A call in which nobody has talked for so long is over.
IDLE_S = 600.0


class Calls:
    """Lives on the event loop. What waits for the disk is a task of its own."""

    def __init__(self, commands: Commands, links: Links, talking: Talking) -> None:
        self._commands, self._links, self._talking = commands, links, talking
        self._tasks: set[asyncio.Task[None]] = set()
        self._closing: set[int] = set()

    def start(self) -> None:
        for call in self._picture.calls:
            self._talking.channel(call)
        self._add_agencies(agencies(self._picture))

    async def stop(self) -> None:
        """Wait for what is on its way to the log."""
        if self._tasks:
            await asyncio.wait(self._tasks)

    def on_changes(self, changes: Changes) -> None:
        for call in changes.calls:
            self._talking.channel(call)
        if changes.units:
            units = self._picture.units
            self._add_agencies({units[number].agency for number in changes.units if number in units})

    def open(self, link: Link, asked: voice.OpenCall) -> None:
        if link.openings.take(time.monotonic()):
            self._run(self._open(link, asked))
        else:
            link.tell(voice.CallRefused(request=asked.request, code="call.too_often", params={}))

    def close(self, link: Link, call: int) -> None:
        """A terminal closes what it has opened; a desk closes any."""
        known = self._picture.calls.get(call)
        if known is not None and (link.caller.terminal is None or known.opened_by == link.caller.number):
            self._close(call, link.caller.by)

    def close_idle(self) -> None:
        now_s = time.monotonic()
        for call in self._picture.calls:
            channel = self._talking.channel(call)
            if channel is not None and channel.burst is None and now_s - channel.used_s > IDLE_S:
                self._close(call, "station")

    @property
    def _picture(self) -> Picture:
        return self._commands.state.picture

    async def _open(self, link: Link, asked: voice.OpenCall) -> None:
        rule = opening(asked.call, asked.audience, asked.name, link.caller.number)
        try:
            receipt = await self._commands.conclude(rule, by=link.caller.by)
        except AppError as error:
            link.tell(voice.CallRefused(request=asked.request, code=error.code, params=dict(error.params)))
            return
        opened = receipt.events[0].fact
        assert isinstance(opened, facts.CallOpened)
        number = opened.call.number
        channel = self._talking.channel(number)
        priority = link.priority(is_emergency=False)
        hearing = channel.hearers(self._links, self._picture, priority) if channel is not None else ()
        hearers = sum(1 for hearer in hearing if hearer is not link)
        # Who opens a call is to hear the answer.
        link.monitored |= {number}
        link.tell(voice.CallOpenedFor(request=asked.request, call=number, hearers=hearers))

    def _close(self, call: int, by: str) -> None:
        if call not in self._closing:
            self._closing.add(call)
            self._run(self._conclude_close(call, by))

    async def _conclude_close(self, call: int, by: str) -> None:
        try:
            await self._commands.conclude(closing(call), by=by)
        except AppError as error:
            logger.warning("call %d is not closed: %s", call, error.code)
        finally:
            self._closing.discard(call)

    def _add_agencies(self, names: set[str]) -> None:
        groups = self._picture.talkgroups.values()
        names -= {group.audience.agency for group in groups if isinstance(group.audience, AgencyAudience)}
        for agency in sorted(names):
            self._run(self._add_agency(agency))

    async def _add_agency(self, agency: str) -> None:
        try:
            await self._commands.conclude(lambda state: agency_talkgroup_missing(state, agency), by="station")
        except AppError as error:
            logger.warning("an agency has no talkgroup: %s", error.code)

    def _run(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
