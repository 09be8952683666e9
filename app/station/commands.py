"""Commands become events here: in order, once each, many in one commit when many wait."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import sqlalchemy as sa

from app.domain import command as orders
from app.domain.command import COMMAND, Command, Receipt
from app.domain.errors import AppError
from app.domain.event import Event, Fact
from app.domain.model import utc_now
from app.picture.changes import Changes
from app.station.airtime import check_note
from app.station.bursts import keep_burst
from app.station.database import Database, receipt_table
from app.station.decide import decide
from app.station.log import Entry, Log
from app.station.passwords import Passwords
from app.station.pulls import Pulls
from app.station.records import Records
from app.station.secrets import TerminalSecrets
from app.station.state import State

logger = logging.getLogger(__name__)

#: Commands that share one commit at most. A commit waits for the disk; what came meanwhile goes together.
_BATCH = 256
_CHECKPOINT_EVERY = 5_000
#: A desk's outbox gives up long before this; later the key may be forgotten.
_RECEIPTS_KEPT_MS = 7 * 24 * 3600 * 1000

OnEvents = Callable[[Sequence[Entry], Changes], None]
#: What follows from a state; pure, because it may be asked again.
Rule = Callable[[State], list[Fact]]


@dataclass(slots=True)
class _Job:
    """One command, or one fact of the station's own, on its way to the log."""

    by: str
    command: Command | None = None
    fact: Fact | None = None
    rule: Rule | None = None
    key: str = ""
    body_mac: str = ""
    #: What the command brings for the records of a kind.
    sealed: tuple[Records, str] | None = None
    #: Of the state that it left.
    seq: int = 0
    entries: list[Entry] = field(default_factory=list)
    repeated: list[Event] | None = None
    refusal: AppError | None = None
    done: asyncio.Future[Receipt] = field(default_factory=lambda: asyncio.get_running_loop().create_future())


class Commands:
    """The only writer of the log. Built on the event loop; the disk is waited for on one thread of its own.

    Args:
        on_events: told on the loop, after the commit, what came onto the log and what it changed.
    """

    def __init__(
        self,
        database: Database,
        log: Log,
        state: State,
        secrets: TerminalSecrets,
        on_events: OnEvents,
        station: str,
    ) -> None:
        self.state = state
        #: The state after what is being written; the disk thread's, and thrown away when that fails.
        self._ahead = state.copy()
        self._database, self._log, self._secrets = database, log, secrets
        self.pulls, self._passwords = Pulls(database), Passwords(database)
        self._records: tuple[Records, ...] = (self._passwords, self.pulls)
        self._on_events, self._station = on_events, station
        self._jobs: asyncio.Queue[_Job | None] = asyncio.Queue()
        self._disk = ThreadPoolExecutor(1, "log-writer")
        self._checkpoint_seq = state.picture.seq
        self._worker: asyncio.Task[None] | None = None
        self._is_stopping = False

    def start(self) -> None:
        self._worker = asyncio.get_running_loop().create_task(self._work(), name="commands")

    async def ended(self) -> None:
        """Return when nothing is carried out any more: after a stop, or an error that nobody foresaw."""
        if self._worker is not None:
            await asyncio.wait([self._worker])

    async def stop(self) -> None:
        """Finish what was taken in, keep a checkpoint, and stop."""
        if self._worker is not None and not self._is_stopping:
            self._is_stopping = True
            self._jobs.put_nowait(None)
            await self._worker
            try:
                await self._keep_checkpoint()
            except AppError as error:
                # Only a slower next start: the log itself is whole.
                logger.warning("no checkpoint at the stop: %s", error)
        self._disk.shutdown()

    async def order(self, command: Command, *, by: str, key: str) -> Receipt:
        """Carry a command out, or answer the receipt it got when it came before.

        Raises:
            AppError("password.wrong"): the present password, given to change it, is another.
            AppError("idempotency.key_reused"): this sender used the key for another command.
            AppError: whatever ``decide`` refuses with, or ``storage.full``, ``storage.failed``.
        """
        job = _Job(by=by, command=command, key=key)
        job.body_mac = self._secrets.body_mac(COMMAND.dump_json(command))
        if isinstance(command, orders.ChangePassword):
            is_right = await asyncio.to_thread(self._passwords.is_right, command.number, command.current)
            if not is_right and not await self._is_answered(job):
                raise AppError("password.wrong")
        for records in self._records:
            if (brought := records.brings(command)) is not None:
                job.sealed = records, await asyncio.to_thread(records.seal, brought)
        return await self._put(job)

    async def note(self, fact: Fact, *, by: str) -> Receipt:
        """Put a fact of the station's own on the log.

        Raises:
            AppError: what ``check_note`` refuses with, or ``storage.full``, ``storage.failed``.
        """
        return await self._put(_Job(by=by, fact=fact))

    async def conclude(self, rule: Rule, *, by: str) -> Receipt:
        """Put on the log what follows from its state, for facts that need a number or a look at what came before.

        Raises:
            AppError: what the rule refuses with, or ``storage.full``, ``storage.failed``.
        """
        return await self._put(_Job(by=by, rule=rule))

    async def _is_answered(self, job: _Job) -> bool:
        """Whether the same order came before; then the present password is what that one made it."""

        def known() -> bool:
            mine = (receipt_table.c.sender == job.by) & (receipt_table.c.key == job.key)
            with self._database.read() as connection:
                return connection.execute(sa.select(receipt_table.c.key).where(mine)).first() is not None

        return await asyncio.to_thread(known)

    async def _put(self, job: _Job) -> Receipt:
        if self._worker is None or self._worker.done() or self._is_stopping:
            raise AppError("station.stopping")
        self._jobs.put_nowait(job)
        return await job.done

    async def _work(self) -> None:
        stopping = False
        while not stopping:
            batch = [await self._jobs.get()]
            while len(batch) < _BATCH and not self._jobs.empty():
                batch.append(self._jobs.get_nowait())
            stopping = None in batch
            await self._carry_out([job for job in batch if job is not None])
            if self.state.picture.seq - self._checkpoint_seq >= _CHECKPOINT_EVERY:
                try:
                    await self._keep_checkpoint()
                except AppError as error:
                    logger.warning("no checkpoint: %s", error)

    async def _carry_out(self, batch: list[_Job]) -> None:
        loop = asyncio.get_running_loop()
        try:
            await loop.run_in_executor(self._disk, self._commit, batch)
        except Exception as error:
            # Nothing of the transaction was kept, so everybody in it hears so.
            self._ahead = self.state.copy()
            reason = type(error).__name__
            refusal = error if isinstance(error, AppError) else AppError("storage.failed", reason=reason)
            if not isinstance(error, AppError):
                logger.exception("commit failed")
            for job in batch:
                job.refusal = refusal
        try:
            self._publish([entry for job in batch if job.refusal is None for entry in job.entries])
        finally:
            # Whatever becomes of telling others: this is on disk.
            for job in batch:
                self._answer(job)

    def _commit(self, batch: list[_Job]) -> None:
        """On the disk thread: decide each on a state that runs ahead, then write all in one transaction."""
        with self._database.write() as connection:
            for job in batch:
                try:
                    self._decide(connection, job, self._ahead)
                except AppError as error:
                    if error.code.startswith("storage."):
                        raise
                    job.refusal = error

    def _decide(self, connection: sa.Connection, job: _Job, ahead: State) -> None:
        if job.key and self._is_repeat(connection, job):
            return
        at = utc_now()
        decided = [job.fact] if job.fact is not None else []
        if job.fact is not None:
            check_note(ahead.picture, job.fact)
        if job.rule is not None:
            decided = job.rule(ahead)
        if job.command is not None:
            decided = decide(ahead, job.command, at, is_new=lambda: self._is_new(connection, job))
        for fact in decided:
            entry = self._log.seal(ahead, at, job.by, fact)
            ahead.apply(entry.event)
            job.entries.append(entry)
        job.seq = ahead.picture.seq
        self._log.write(connection, job.entries)
        for entry in job.entries:
            keep_burst(connection, entry.event)
        self._keep_records(connection, job)
        if job.key:
            self._keep_receipt(connection, job)

    def _is_new(self, connection: sa.Connection, job: _Job) -> bool:
        if job.command is None or job.sealed is None:
            return False
        records, sealed = job.sealed
        return records.is_new(connection, job.command, sealed)

    def _keep_records(self, connection: sa.Connection, job: _Job) -> None:
        brought_for, sealed = job.sealed or (None, "")
        for entry in job.entries:
            for records in self._records:
                records.follow(connection, entry.event.fact, sealed if records is brought_for else None)

    def _is_repeat(self, connection: sa.Connection, job: _Job) -> bool:
        mine = (receipt_table.c.sender == job.by) & (receipt_table.c.key == job.key)
        row = connection.execute(sa.select(receipt_table).where(mine)).first()
        if row is None:
            return False
        if row.body_mac != job.body_mac:
            raise AppError("idempotency.key_reused")
        job.seq = row.last_seq
        job.repeated = self._log.between(connection, row.first_seq, row.last_seq)
        return True

    def _keep_receipt(self, connection: sa.Connection, job: _Job) -> None:
        now_ms = int(time.time() * 1000)
        first = job.entries[0].event.seq if job.entries else job.seq + 1
        row = {
            "sender": job.by,
            "key": job.key,
            "body_mac": job.body_mac,
            "first_seq": first,
            "last_seq": job.seq,
            "at_ms": now_ms,
        }
        connection.execute(sa.insert(receipt_table), row)
        connection.execute(sa.delete(receipt_table).where(receipt_table.c.at_ms < now_ms - _RECEIPTS_KEPT_MS))

    def _publish(self, entries: list[Entry]) -> None:
        changes = Changes()
        for entry in entries:
            changes |= self.state.apply(entry.event)
        if entries:
            self._on_events(entries, changes)

    def _answer(self, job: _Job) -> None:
        if job.done.done():
            return
        if job.refusal is not None:
            job.done.set_exception(job.refusal)
            return
        events = job.repeated if job.repeated is not None else [entry.event for entry in job.entries]
        job.done.set_result(Receipt(seq=job.seq, events=tuple(events)))

    async def _keep_checkpoint(self) -> None:
        state = self.state.copy()

        def keep() -> None:
            snapshot_json = state.snapshot(self._station).model_dump_json()
            with self._database.write() as connection:
                self._log.write_checkpoint(connection, state, snapshot_json)

        await asyncio.get_running_loop().run_in_executor(self._disk, keep)
        self._checkpoint_seq = state.picture.seq
