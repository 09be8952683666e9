"""What the log folds to on the station: the picture, the end of the chain, and the numbers given out."""

from __future__ import annotations

from collections.abc import Iterable

from app.domain import event as facts
from app.domain.event import Event
from app.domain.model import utc_now
from app.domain.snapshot import Snapshot
from app.picture.changes import Changes
from app.picture.picture import Picture


class State:
    """The picture, the last digest and the next free number.

    One count serves all that is registered or opened, so that a number in a log line can only mean one thing; it
    is the fold's own, so that a retired number is never given again, not even after a restart.
    """

    def __init__(self) -> None:
        self.picture = Picture()
        self.digest = "0" * 64
        self.next_number = 1

    @classmethod
    def from_checkpoint(cls, snapshot_json: str, digest: str, next_number: int) -> State:
        state = cls()
        state.picture = Picture.from_snapshot(Snapshot.model_validate_json(snapshot_json))
        state.digest, state.next_number = digest, next_number
        return state

    def copy(self) -> State:
        """An independent state."""
        twin = State()
        twin.picture = self.picture.copy()
        twin.digest, twin.next_number = self.digest, self.next_number
        return twin

    def snapshot(self, station: str) -> Snapshot:
        return self.picture.to_snapshot(utc_now(), station)

    def apply(self, event: Event) -> Changes:
        changes = self.picture.apply(event)
        self.digest = event.digest
        fact = event.fact
        if isinstance(fact, facts.UnitRegistered):
            self.next_number = fact.unit.number + 1
        elif isinstance(fact, facts.TerminalRegistered):
            self.next_number = fact.terminal.number + 1
        elif isinstance(fact, facts.CameraRegistered):
            self.next_number = fact.camera.number + 1
        elif isinstance(fact, facts.OperatorRegistered):
            self.next_number = fact.operator.number + 1
        elif isinstance(fact, facts.TalkgroupRegistered):
            self.next_number = fact.talkgroup.number + 1
        elif isinstance(fact, facts.CallOpened):
            self.next_number = fact.call.number + 1
        return changes

    def fold(self, events: Iterable[Event]) -> None:
        for event in events:
            self.apply(event)
