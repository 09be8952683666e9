"""The voice service, built and closed in one place: links, floors, media, recordings, receipts."""

from __future__ import annotations

import asyncio
import contextlib
import time
from pathlib import Path

from app.domain import voice
from app.domain.errors import AppError
from app.domain.roles import may_talk
from app.domain.talk import BurstEnd, Hearing, VoicePath
from app.picture.changes import Changes
from app.picture.picture import Picture
from app.settings import Settings
from app.station.access import Access
from app.station.bursts import Bursts
from app.station.commands import Commands
from app.station.database import Database
from app.station.notes import Notes
from app.station.secrets import TerminalSecrets
from app.station.voice.calls import Calls
from app.station.voice.fan import Fan
from app.station.voice.groups import Groups
from app.station.voice.link import Caller, Close, Link
from app.station.voice.links import Links
from app.station.voice.media import STALE, Media
from app.station.voice.receipts import Receipts
from app.station.voice.recorder import Recorder
from app.station.voice.roll import Roll
from app.station.voice.talking import Talking
from app.station.voice.unfinished import ends_of_unfinished

#: How often floors are looked at: with the silence that they allow, a dead talker is gone within 2 s.
_TICK_S = 0.1
_SECOND = 10
_SWEEP_TICKS = 36_000


class Voice:
    """Lives on the event loop; ``start`` and ``stop`` run on it.

    Args:
        folder: for recordings.
    """

    def __init__(
        self,
        commands: Commands,
        access: Access,
        secrets: TerminalSecrets,
        database: Database,
        settings: Settings,
        folder: Path,
    ) -> None:
        self._commands, self._access, self._secrets, self._settings = commands, access, secrets, settings
        self.bursts = Bursts(database)
        self.links, self.notes = Links(), Notes(commands)
        self.recorder = Recorder(folder, settings.voice_retention_days * 86_400.0)
        self._receipts = Receipts(self.notes)
        self._fan = Fan(lambda: self.media.refused.update((STALE,)))
        self.talking = Talking(
            lambda: self._picture,
            self.links,
            self._fan,
            self.notes,
            self._receipts,
            self.recorder,
            settings.talk_limit_s,
        )
        self.media = Media(self.links, self.talking, self._fan, self.recorder)
        self.calls = Calls(commands, self.links, self.talking)
        self._groups = Groups(self.links, self.talking, lambda: self._picture)
        self._roll = Roll(self.links, self.notes, lambda: self._picture)
        self._ticking: asyncio.Task[None] | None = None
        self._has_started = self._is_stopping = False

    async def start(self) -> None:
        self._has_started = True
        self.notes.start()
        self.recorder.start()
        self._roll.start()
        for ended in ends_of_unfinished(self._picture, self.recorder.file_of):
            self.notes.put(ended)
        # Who takes any port for the one takes any for the other: several stations live on one machine then.
        port = self._settings.voice_port if self._settings.port else 0
        await self.media.open(self._settings.host, port)
        self.calls.start()
        self._ticking = asyncio.get_running_loop().create_task(self._tick(), name="voice-tick")

    async def stop(self) -> None:
        """End all bursts and links, say so on the log, and stop. May be called again."""
        if self._is_stopping or not self._has_started:
            return
        self._is_stopping = True
        if self._ticking is not None:
            self._ticking.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._ticking
        self.talking.stop()
        for link in self.links:
            self._end(link, BurstEnd.STATION_STOPPED, Close.STOPPING, "station.stopping")
        self._receipts.tell()
        self.media.close()
        await self.calls.stop()
        await self.notes.stop()
        await asyncio.to_thread(self.recorder.stop)

    def caller_of_token(self, terminal: int, token: str) -> Caller:
        """
        Raises:
            AppError("terminal.unauthorised"): not this terminal's token.
            AppError("voice.off_duty"): no unit on duty carries it.
        """
        known = self._picture.terminals.get(terminal)
        if known is None or not self._secrets.is_token_of(known, token):
            raise AppError("terminal.unauthorised")
        if not self._is_on_duty(known.unit):
            raise AppError("voice.off_duty")
        return Caller(terminal=known)

    def caller_of_bearer(self, access: str) -> Caller:
        """
        Raises:
            AppError("session.ended"), AppError("role.not_allowed").
        """
        grant = self._access.grant_of(access)
        if not may_talk(grant.role):
            raise AppError("role.not_allowed", role=grant.role.value)
        return Caller(grant=grant)

    def join(self, caller: Caller) -> Link:
        """A link for somebody who may have one; a terminal has one at a time.

        Raises:
            AppError("station.stopping").
        """
        if self._is_stopping:
            raise AppError("station.stopping")
        link = Link(self.links.next_number(), caller)
        before = self.links.of_terminal(caller.number) if caller.terminal is not None else None
        self.links.add(link)
        if before is not None:
            self._end(before, BurstEnd.VANISHED, Close.TAKEN_OVER, "voice.taken_over")
            link.noted, link.noted_s = before.noted, before.noted_s
        to_station, from_station = link.keys.as_text()
        link.tell(
            voice.Welcome(
                link=link.number,
                udp_host=self._settings.voice_host,
                udp_port=self.media.port,
                to_station=to_station,
                from_station=from_station,
                talk_limit_s=self.talking.limit_s,
            )
        )
        self._groups.tell(link)
        self.talking.greet(link)
        return link

    def leave(self, link: Link) -> None:
        """The other end is gone, or cannot keep up. May be called again."""
        self._end(link, BurstEnd.VANISHED, Close.TOO_SLOW, "voice.too_slow")

    def take(self, link: Link, said: voice.Said) -> None:
        """Something that the other end says."""
        match said:
            case voice.RequestFloor():
                self.talking.request(link, said.call, is_emergency=said.is_emergency)
            case voice.ReleaseFloor():
                self.talking.release(link, said.call, said.packets)
            case voice.Monitor():
                link.monitored, link.muted = frozenset(said.calls), frozenset(said.in_emergency)
                self.talking.join(link)
            case voice.OpenCall():
                self.calls.open(link, said)
            case voice.CloseCall():
                self.calls.close(link, said.call)
            case voice.BurstPlayed():
                heard = Hearing.PLAYED if said.share > 0 else Hearing.FAILED
                reason = "" if said.share > 0 else "nothing_came"
                self.talking.said(link, said.burst, heard, reason, said.share)
            case voice.BurstNotPlayed():
                self.talking.said(link, said.burst, Hearing.FAILED, said.reason)
            case voice.BurstAcknowledged():
                self.talking.said(link, said.burst, Hearing.ACKNOWLEDGED)
            case voice.PathTaken():
                # Where it never was heard from by UDP it is not reached by UDP.
                is_udp = said.path is VoicePath.UDP and link.address is not None
                link.path = VoicePath.UDP if is_udp else VoicePath.WEBSOCKET
                link.tell(voice.PathTaken(path=link.path))
                self._roll.settle(link)

    def on_changes(self, changes: Changes) -> None:
        """Who may not be here any more goes; who is meant may be others now."""
        if not (changes.units or changes.terminals or changes.operators or changes.calls):
            return
        if self._is_stopping or self._ticking is None:
            return
        affected = [link for link in self.links if self._is_affected(link, changes)]
        for link in affected:
            self._check(link)
        self.calls.on_changes(changes)
        self.talking.review(changes.calls, affected)
        self._groups.on_changes(changes, affected)

    @property
    def _picture(self) -> Picture:
        return self._commands.state.picture

    def _is_affected(self, link: Link, changes: Changes) -> bool:
        if link.caller.terminal is None:
            return link.caller.number in changes.operators
        known = self._picture.terminals.get(link.caller.number)
        return link.caller.number in changes.terminals or (known is not None and known.unit in changes.units)

    def _check(self, link: Link) -> None:
        caller = link.caller
        if caller.grant is not None:
            if not self._access.is_good(caller.grant):
                self._end(link, BurstEnd.REVOKED, Close.UNAUTHORISED, "session.ended")
        elif caller.terminal is not None:
            known = self._picture.terminals.get(caller.number)
            if known is None or known.secret_generation != caller.terminal.secret_generation:
                self._end(link, BurstEnd.REVOKED, Close.UNAUTHORISED, "terminal.unauthorised")
            elif not self._is_on_duty(known.unit):
                self._end(link, BurstEnd.REVOKED, Close.NOT_ALLOWED, "voice.off_duty")

    def _end(self, link: Link, end: BurstEnd, why: Close, code: str) -> None:
        if self.links.get(link.number) is not link:
            return
        self.talking.leave(link, end)
        link.close(why, code)
        self.links.remove(link)
        self._roll.leave(link)

    def _is_on_duty(self, unit: int | None) -> bool:
        known = self._picture.units.get(unit or 0)
        return known is not None and known.is_on_duty

    async def _tick(self) -> None:
        ticks = 0
        while True:
            await asyncio.sleep(_TICK_S)
            ticks += 1
            self.talking.tick(time.monotonic())
            if ticks % _SECOND == 0:
                self.media.report()
                self._receipts.tell()
                self._roll.tell()
            if ticks % (10 * _SECOND) == 0:
                self.calls.close_idle()
            if ticks % _SWEEP_TICKS == 0:
                self.recorder.sweep()
