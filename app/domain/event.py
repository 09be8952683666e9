"""Events: the facts on the station's log. A picture is a fold of these and of nothing else."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, TypeAdapter

from app.domain.camera import Camera
from app.domain.media_server import MediaServer
from app.domain.model import Model, OptionalText, Utc
from app.domain.operator import Operator
from app.domain.stream import Stream, StreamEnd
from app.domain.talk import Burst, BurstEnd, Call, Missed, Priority, Receipt, Talkgroup, VoiceLink
from app.domain.terminal import PushFault, Terminal
from app.domain.unit import Unit, UnitStatus


class UnitRegistered(Model):
    kind: Literal["unit.registered"] = "unit.registered"
    unit: Unit


class UnitChanged(Model):
    """The unit as it is now; what a form changed, not its status."""

    kind: Literal["unit.changed"] = "unit.changed"
    unit: Unit


class UnitRetired(Model):
    kind: Literal["unit.retired"] = "unit.retired"
    unit: int


class DutyStarted(Model):
    kind: Literal["duty.started"] = "duty.started"
    unit: int


class DutyEnded(Model):
    """The unit goes off duty; from here on it has no position."""

    kind: Literal["duty.ended"] = "duty.ended"
    unit: int


class UnitStatusSet(Model):
    kind: Literal["unit.status_set"] = "unit.status_set"
    unit: int
    status: UnitStatus


class TerminalRegistered(Model):
    kind: Literal["terminal.registered"] = "terminal.registered"
    terminal: Terminal


class TerminalChanged(Model):
    kind: Literal["terminal.changed"] = "terminal.changed"
    terminal: Terminal


class TerminalRetired(Model):
    kind: Literal["terminal.retired"] = "terminal.retired"
    terminal: int


class TerminalHeard(Model):
    """The first accepted report of a terminal with its present secret."""

    kind: Literal["terminal.heard"] = "terminal.heard"
    terminal: int
    protocol: OptionalText


class TerminalPullSet(Model):
    """Where the terminal's video is fetched while it does not push; ``pulls_from`` is empty when nowhere."""

    kind: Literal["terminal.pull_set"] = "terminal.pull_set"
    terminal: int
    pulls_from: OptionalText


class MediaServerSet(Model):
    """Where video is fetched of terminals that neither push nor have an address of their own; None: nowhere."""

    kind: Literal["media_server.set"] = "media_server.set"
    server: MediaServer | None


class CameraRegistered(Model):
    kind: Literal["camera.registered"] = "camera.registered"
    camera: Camera


class CameraChanged(Model):
    """The camera as it is now. ``pull_changed``: its video comes from other addresses, maybe of the same host."""

    kind: Literal["camera.changed"] = "camera.changed"
    camera: Camera
    pull_changed: bool = False


class CameraRetired(Model):
    kind: Literal["camera.retired"] = "camera.retired"
    camera: int


class OperatorRegistered(Model):
    kind: Literal["operator.registered"] = "operator.registered"
    operator: Operator


class OperatorChanged(Model):
    kind: Literal["operator.changed"] = "operator.changed"
    operator: Operator
    password_changed: bool = False


class OperatorRetired(Model):
    kind: Literal["operator.retired"] = "operator.retired"
    operator: int


class OperatorLocked(Model):
    """Too many failed sign-ins; nobody signs in under this login until then."""

    kind: Literal["operator.locked"] = "operator.locked"
    operator: int
    until: Utc


class StreamStarted(Model):
    """A terminal shows video; in place of what it showed before, if that has not ended."""

    kind: Literal["stream.started"] = "stream.started"
    stream: Stream


class StreamChanged(Model):
    """The stream as it is now: what became known of it, or a rate or a loss that is not what it was."""

    kind: Literal["stream.changed"] = "stream.changed"
    stream: Stream


class StreamEnded(Model):
    """``number`` says which publishing of the terminal."""

    kind: Literal["stream.ended"] = "stream.ended"
    terminal: int
    number: int
    reason: StreamEnd


class PushRefused(Model):
    """The station did not take what a terminal sent, and nothing of it is seen; told once for each reason."""

    kind: Literal["push.refused"] = "push.refused"
    terminal: int
    fault: PushFault


class TalkgroupRegistered(Model):
    kind: Literal["talkgroup.registered"] = "talkgroup.registered"
    talkgroup: Talkgroup


class TalkgroupChanged(Model):
    kind: Literal["talkgroup.changed"] = "talkgroup.changed"
    talkgroup: Talkgroup


class TalkgroupRetired(Model):
    kind: Literal["talkgroup.retired"] = "talkgroup.retired"
    talkgroup: int


class CallOpened(Model):
    kind: Literal["call.opened"] = "call.opened"
    call: Call


class CallClosed(Model):
    kind: Literal["call.closed"] = "call.closed"
    call: int


class BurstStarted(Model):
    kind: Literal["burst.started"] = "burst.started"
    burst: Burst


class BurstRaised(Model):
    """Who talks has made an emergency of it."""

    kind: Literal["burst.raised"] = "burst.raised"
    burst: int
    priority: Priority


class BurstEnded(Model):
    kind: Literal["burst.ended"] = "burst.ended"
    burst: int
    duration_s: float
    reason: BurstEnd


class BurstReceived(Model):
    """News of who heard a burst; what was said of an end before is outdated."""

    kind: Literal["burst.received"] = "burst.received"
    burst: int
    receipts: tuple[Receipt, ...]
    missed: tuple[Missed, ...] = ()


class VoiceLinked(Model):
    """A terminal can hear and talk from here on, or does so in another way or quality than before."""

    kind: Literal["voice.linked"] = "voice.linked"
    link: VoiceLink


class VoiceUnlinked(Model):
    kind: Literal["voice.unlinked"] = "voice.unlinked"
    terminal: int


Fact = Annotated[
    UnitRegistered
    | UnitChanged
    | UnitRetired
    | DutyStarted
    | DutyEnded
    | UnitStatusSet
    | TerminalRegistered
    | TerminalChanged
    | TerminalRetired
    | TerminalHeard
    | TerminalPullSet
    | MediaServerSet
    | CameraRegistered
    | CameraChanged
    | CameraRetired
    | OperatorRegistered
    | OperatorChanged
    | OperatorRetired
    | OperatorLocked
    | StreamStarted
    | StreamChanged
    | StreamEnded
    | PushRefused
    | TalkgroupRegistered
    | TalkgroupChanged
    | TalkgroupRetired
    | CallOpened
    | CallClosed
    | BurstStarted
    | BurstRaised
    | BurstEnded
    | BurstReceived
    | VoiceLinked
    | VoiceUnlinked,
    Field(discriminator="kind"),
]

FACT: TypeAdapter[Fact] = TypeAdapter(Fact)


class Event(Model):
    """One fact on the log.

    Args:
        seq: 1, 2, 3 … without a gap.
        at: the station's time when it was acknowledged.
        by: who caused it: ``"operator:7"``, ``"terminal:12"`` or ``"station"``.
        digest: hex SHA-256 over the previous event's digest and this event; the chain (see ``app.station.log``).
    """

    seq: int
    at: Utc
    by: OptionalText
    fact: Fact
    digest: str = ""
