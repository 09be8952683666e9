"""The relay: who pushes video, who reads it, and what of it goes on the log. It never decodes."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator
from pathlib import Path

from app.domain import event as facts
from app.domain.errors import AppError
from app.domain.event import Fact
from app.domain.model import utc_now
from app.domain.stream import Stream, StreamEnd
from app.domain.terminal import Terminal
from app.media.ring import Run
from app.picture.changes import Changes
from app.picture.picture import Picture
from app.station.airtime import check_may_show
from app.station.commands import Commands
from app.station.notes import Notes
from app.station.publishing import Publishing
from app.station.push_faults import fault_to_tell
from app.station.rings import Rings
from app.station.secrets import TerminalSecrets

#: A publisher that sends nothing for so long has gone without saying so.
SILENT_S = 10.0
#: How often all this is looked at.
WATCH_S = 1.0
#: From the first byte to the first key frame.
_OPENING_S = 30.0
_CHANGED_EVERY_S = 10.0
#: A rate is told when it is this many times what was told last, or a part of it.
_MATERIAL = 1.5


class SenderGoneError(Exception):
    """The publisher hung up before its push was over."""


class Relay:
    """Lives on the event loop.

    Args:
        folder: for the part of the rings that does not fit into memory; emptied at the start.
    """

    def __init__(self, commands: Commands, secrets: TerminalSecrets, folder: Path) -> None:
        self._commands, self._secrets = commands, secrets
        self._rings = Rings(folder)
        self._open: set[Publishing] = set()
        self._live: dict[int, Publishing] = {}
        self._last_number = 0
        self._is_stopping = False
        self._notes = Notes(commands)
        self._watching: asyncio.Task[None] | None = None

    def __len__(self) -> int:
        return len(self._live)

    def __contains__(self, terminal: int) -> bool:
        """Whether this terminal shows something now."""
        return terminal in self._live

    def start(self) -> None:
        """Start working: what the log still holds as live ended with the last run of the station."""
        loop = asyncio.get_running_loop()
        self._notes.start()
        self._watching = loop.create_task(self._watch(), name="relay-watch")
        for stream in self._picture.streams.values():
            self._put_ended(stream.terminal, stream.number, StreamEnd.STATION_STOPPED)

    async def stop(self) -> None:
        """End all streams, say so on the log, and stop. May be called again."""
        self._is_stopping = True
        if self._watching is not None:
            self._watching.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._watching
        for publishing in list(self._open):
            publishing.cut(StreamEnd.STATION_STOPPED, AppError("station.stopping"))
            self._end(publishing, StreamEnd.STATION_STOPPED)
        for number in self._rings:
            self._rings.drop(number)
        await self._notes.stop()

    def check_token(self, terminal: int, token: str) -> None:
        """
        Raises:
            AppError("terminal.unauthorised"): not this terminal's token.
        """
        known = self._picture.terminals.get(terminal)
        if known is None or not self._secrets.is_token_of(known, token):
            raise AppError("terminal.unauthorised")

    async def publish(
        self, terminal: int, token: str, chunks: AsyncIterator[bytes], *, takes_wishes: bool = False
    ) -> None:
        """Take a push in until it ends.

        Args:
            chunks: its bytes; raises ``SenderGoneError`` when the publisher has gone without ending its push.
            takes_wishes: whether the terminal asks what is wanted of it.
        Raises:
            AppError("terminal.unauthorised"): not this terminal's token.
            AppError("stream.taken_over"), ("stream.silent"), ("station.stopping"): ended from this side.
            AppError: what ``check_may_show`` and ``Publishing.feed`` refuse with.
        """
        if self._is_stopping:
            raise AppError("station.stopping")
        try:
            await self._take_in(terminal, token, chunks, takes_wishes)
        except AppError as error:
            self._tell_refused(terminal, error)
            raise

    async def _take_in(self, terminal: int, token: str, chunks: AsyncIterator[bytes], takes_wishes: bool) -> None:
        sender = self._admit(terminal, token)
        reason = StreamEnd.STATION_STOPPED
        try:
            async with asyncio.timeout(None) as deadline:
                publishing = Publishing(sender, deadline, takes_wishes=takes_wishes)
                self._begin(publishing)
                async for chunk in chunks:
                    self._take(publishing, chunk)
                reason = StreamEnd.CLOSED
            if not publishing.is_live:
                raise AppError("stream.malformed", reason="no_key_frame")
        except TimeoutError:
            assert publishing.cut_by is not None
            reason, error = publishing.cut_by
            raise error from None
        except AppError:
            reason = StreamEnd.MALFORMED
            raise
        except SenderGoneError:
            reason = StreamEnd.VANISHED
        finally:
            self._end(publishing, reason)

    def live(self, terminal: int) -> Publishing:
        """What this terminal shows now.

        Raises:
            AppError("stream.absent"): nothing.
        """
        publishing = self._live.get(terminal)
        if publishing is None:
            raise AppError("stream.absent")
        return publishing

    def last_minute(self, terminal: int) -> list[Run]:
        """What is kept of its video, of more than one push if the line broke: see ``Rings.runs``."""
        return self._rings.runs(terminal)

    def on_changes(self, changes: Changes) -> None:
        """Cut what may not be shown any more."""
        if changes.units or changes.terminals:
            for publishing in list(self._open):
                self._check(publishing)
            for number in self._rings:
                self._check_kept(number)

    @property
    def _picture(self) -> Picture:
        return self._commands.state.picture

    def _admit(self, number: int, token: str) -> Terminal:
        self.check_token(number, token)
        check_may_show(self._picture, number)
        return self._picture.terminals[number]

    def _check(self, publishing: Publishing) -> None:
        terminal = self._picture.terminals.get(publishing.terminal.number)
        if terminal is None or terminal.secret_generation != publishing.terminal.secret_generation:
            publishing.cut(StreamEnd.RETIRED, AppError("terminal.unauthorised"))
            return
        try:
            check_may_show(self._picture, terminal.number)
        except AppError as error:
            publishing.cut(StreamEnd.OFF_DUTY, error)

    def _check_kept(self, number: int) -> None:
        """Of a unit that is off duty nothing is kept, nor of a terminal that is another's or nobody's now."""
        try:
            check_may_show(self._picture, number)
        except AppError:
            self._rings.drop(number)

    def _begin(self, publishing: Publishing) -> None:
        for other in list(self._open):
            # One that has shown nothing yet only waits; one that is live stays until this one shows something.
            if other.terminal.number == publishing.terminal.number and not other.is_live:
                other.cut(StreamEnd.TAKEN_OVER, AppError("stream.taken_over"))
        self._open.add(publishing)

    def _take(self, publishing: Publishing, chunk: bytes) -> None:
        pieces = publishing.feed(chunk)
        if publishing.cut_by is not None or not pieces:
            return
        if not publishing.is_live:
            keys = [index for index, piece in enumerate(pieces) if piece.is_key]
            if not keys:
                return
            pieces = pieces[keys[0] :]
            self._go_live(publishing)
        publishing.show(pieces)

    def _go_live(self, publishing: Publishing) -> None:
        number = publishing.terminal.number
        before = self._live.get(number)
        if before is not None:
            before.cut(StreamEnd.TAKEN_OVER, AppError("stream.taken_over"))
            self._end(before, StreamEnd.TAKEN_OVER)
        # Every publishing puts events on the log, so the count goes on where it was, also after a restart.
        publishing.number = self._last_number = max(self._last_number, self._picture.seq) + 1
        self._live[number] = publishing
        publishing.ring = self._rings.of(number)
        self._put_started(publishing)

    def _end(self, publishing: Publishing, reason: StreamEnd) -> None:
        if publishing not in self._open:
            return
        self._open.discard(publishing)
        publishing.tail.close()
        number = publishing.terminal.number
        if self._live.get(number) is publishing:
            del self._live[number]
            self._put_lost(publishing)
            self._put_ended(number, publishing.number, reason)

    def _put(self, terminal: int, fact: Fact) -> None:
        self._notes.put(fact, f"terminal:{terminal}")

    def _put_started(self, publishing: Publishing) -> None:
        publishing.noted, publishing.noted_s = publishing.row(), time.monotonic()
        self._put(publishing.terminal.number, facts.StreamStarted(stream=publishing.noted))

    def _put_ended(self, terminal: int, number: int, reason: StreamEnd) -> None:
        self._put(terminal, facts.StreamEnded(terminal=terminal, number=number, reason=reason))

    def _tell_refused(self, number: int, error: AppError) -> None:
        fault = fault_to_tell(self._picture, number, error, utc_now())
        if fault is not None and number not in self._live:
            self._notes.put(facts.PushRefused(terminal=number, fault=fault))

    def _put_lost(self, publishing: Publishing) -> None:
        """What was lost since it was told last: of a short stream nothing may have been told."""
        row = publishing.row()
        if publishing.noted is not None and row.lost != publishing.noted.lost:
            self._put(row.terminal, facts.StreamChanged(stream=row))

    async def _watch(self) -> None:
        while True:
            await asyncio.sleep(WATCH_S)
            self._look_after_all()
            await self._rings.relieve()

    def _look_after_all(self) -> None:
        now_s, now_ms = time.monotonic(), time.time_ns() // 1_000_000
        for publishing in list(self._open):
            self._cut_silent(publishing, now_s)
            publishing.measure()
            if publishing.is_live and publishing.cut_by is None:
                self._tell_changed(publishing, now_s)
        self._rings.expire(now_ms, self._live)

    def _cut_silent(self, publishing: Publishing, now_s: float) -> None:
        if now_s - publishing.heard_s > SILENT_S:
            publishing.cut(StreamEnd.VANISHED, AppError("stream.silent"))
        elif not publishing.is_live and now_s - publishing.began_s > _OPENING_S:
            publishing.cut(StreamEnd.MALFORMED, AppError("stream.malformed", reason="no_key_frame"))

    def _tell_changed(self, publishing: Publishing, now_s: float) -> None:
        is_due = now_s - publishing.noted_s >= _CHANGED_EVERY_S
        shown = self._picture.streams.get(publishing.terminal.number) if is_due else publishing.noted
        if shown is None or shown.number != publishing.number:
            # The disk was full when it began.
            self._put_started(publishing)
            return
        row = publishing.row()
        is_first_rate = row.bitrate_bps > 0 and not shown.bitrate_bps
        if _is_new(row, shown) or is_first_rate or (is_due and _is_material(row, shown)):
            publishing.noted, publishing.noted_s = row, now_s
            self._put(publishing.terminal.number, facts.StreamChanged(stream=row))


def _is_new(row: Stream, shown: Stream) -> bool:
    what = ("video_codec", "audio_codec", "width", "height")
    return any(getattr(row, name) != getattr(shown, name) for name in what)


def _is_material(row: Stream, shown: Stream) -> bool:
    return any(
        now > _MATERIAL * before or before > _MATERIAL * now
        for now, before in ((row.bitrate_bps, shown.bitrate_bps), (row.lost, shown.lost))
    )
