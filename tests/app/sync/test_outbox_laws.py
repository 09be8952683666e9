"""The outbox's laws under any order of puts, failures, refusals, restarts and second thoughts."""

from __future__ import annotations

import tempfile
import threading
import time
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from app.domain.command import Command, Receipt, StartDuty
from app.domain.errors import AppError
from app.sync.faults import RefusedError
from app.sync.outbox import Outbox
from tests.app.sync.outbox_process import OWNER

OUTCOMES = st.lists(st.sampled_from(["done", "lost on the way", "lost on the way back", "refused"]), max_size=6)


WAIT_S = 60.0


class Station:
    """Does what it is told once a key, and answers as the script says; when that is over it is gone."""

    def __init__(self) -> None:
        self.effects: list[int] = []
        self.receipts: dict[str, Receipt] = {}
        self.outcomes: list[str] = []
        self.is_up_for_good = False
        self.gone = threading.Event()

    def send(self, command: Command, key: str) -> Receipt:
        assert isinstance(command, StartDuty)
        outcome = self.outcomes.pop(0) if self.outcomes else "done" if self.is_up_for_good else "gone"
        if outcome == "refused" and key not in self.receipts:
            raise RefusedError("unit.unknown")
        if outcome in ("done", "refused", "lost on the way back"):
            if key not in self.receipts:
                self.effects.append(command.unit)
                self.receipts[key] = Receipt(seq=len(self.effects), events=())
            if outcome != "lost on the way back":
                return self.receipts[key]
        if outcome == "gone":
            self.gone.set()
        raise AppError("station.unreachable")


class Desk(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self._folder = tempfile.TemporaryDirectory()
        self.station = Station()
        self.given: list[str] = []
        self.withdrawn: set[str] = set()
        self.acknowledged: set[str] = set()
        self.told_done: list[str] = []
        self.told_refused: set[str] = set()
        self._open()

    def on_receipt(self, key: str, receipt: Receipt) -> None:
        assert receipt == self.station.receipts[key]
        self.told_done.append(key)

    def on_refused(self, key: str, refusal: AppError) -> None:
        assert refusal.code == "unit.unknown"
        self.told_refused.add(key)

    def on_waiting(self, key: str, reason: AppError) -> None: ...

    def _open(self) -> None:
        path = Path(self._folder.name) / "orders.sqlite"
        self.outbox = Outbox(path, OWNER, self.station.send, self)
        # Pauses are not what these laws are about.
        self.outbox._backoff.next_s = lambda: 0.0005  # type: ignore[method-assign]

    def _deliver(self) -> None:
        """Let it work until the station is gone or nothing is left, then restart the desk."""
        self.station.gone.clear()
        self.outbox.start()
        deadline = time.monotonic() + WAIT_S
        while not self.station.gone.wait(0.001):
            assert time.monotonic() < deadline, "it neither delivers nor says that it cannot"
            if not any(order.refusal is None for order in self.outbox.orders()):
                break
        self.outbox.stop()
        self._let_errands_end()
        self._open()

    def _let_errands_end(self) -> None:
        """One that was abandoned before it had begun would send in the midst of what comes next."""
        for thread in threading.enumerate():
            if thread.name == "outbox send":
                thread.join(WAIT_S)

    @rule()
    def give_an_order(self) -> None:
        self.given.append(self.outbox.put(StartDuty(unit=len(self.given))))

    @rule(outcomes=OUTCOMES)
    def connect_for_a_while(self, outcomes: list[str]) -> None:
        self.station.outcomes = outcomes
        self._deliver()
        self.station.outcomes = []

    @rule(pick=st.integers(0, 20))
    def take_one_back(self, pick: int) -> None:
        if pick < len(self.given):
            self.outbox.withdraw(self.given[pick])
            if self.given[pick] not in {order.key for order in self.outbox.orders()}:
                self.withdrawn.add(self.given[pick])

    @rule(pick=st.integers(0, 20))
    def acknowledge_one(self, pick: int) -> None:
        if pick < len(self.given):
            self.outbox.acknowledge(self.given[pick])
            if self.given[pick] in self.told_refused:
                self.acknowledged.add(self.given[pick])

    @invariant()
    def no_order_has_two_effects_and_effects_are_in_order(self) -> None:
        assert self.station.effects == sorted(set(self.station.effects))

    @invariant()
    def no_order_vanishes_unseen(self) -> None:
        held = {order.key for order in self.outbox.orders()}
        seen = set(self.told_done) | self.withdrawn | self.acknowledged
        assert set(self.given) == held | seen
        assert [order.key for order in self.outbox.orders()] == [key for key in self.given if key in held]

    @invariant()
    def what_is_reported_done_is_gone_and_what_is_refused_stays(self) -> None:
        held = {order.key: order for order in self.outbox.orders()}
        assert not held.keys() & set(self.told_done)
        refused = {key for key, order in held.items() if order.refusal is not None}
        assert refused == self.told_refused - self.acknowledged

    def teardown(self) -> None:
        self.station.is_up_for_good = True
        self._deliver()
        self.outbox.stop()
        expected = [k for k in self.given if k not in self.told_refused and k not in self.withdrawn]
        assert set(expected) <= set(self.told_done)
        assert self.station.effects == sorted(set(self.station.effects))
        self._folder.cleanup()


TestOutboxLaws = Desk.TestCase
TestOutboxLaws.settings = settings(max_examples=30, stateful_step_count=15, deadline=None)
