"""What is said over ``/v1/voice``: one JSON text frame a message. Binary frames are SRTP and SRTCP packets."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints, TypeAdapter

from app.domain.audience import Audience
from app.domain.model import Model, OptionalText, ShortText
from app.domain.talk import BurstEnd, CallKind, Priority, VoicePath

#: Chosen by the sender of a request, repeated in its answer.
RequestId = Annotated[str, StringConstraints(min_length=1, max_length=40)]
#: Calls that one desk hears.
MOST_MONITORED = 1000
#: SRTP master key and salt, 30 bytes in base 64.
MasterKey = Annotated[str, StringConstraints(min_length=40, max_length=40)]


class Monitor(Model):
    """Hear these calls from now on, and no others. A terminal always hears what is meant for it.

    Args:
        in_emergency: muted here, so what is said there is heard only while it is an emergency.
    """

    kind: Literal["monitor"] = "monitor"
    calls: Annotated[tuple[int, ...], Field(max_length=MOST_MONITORED)]
    in_emergency: Annotated[tuple[int, ...], Field(max_length=MOST_MONITORED)] = ()


class OpenCall(Model):
    """Open a call to talk in at once; never queued."""

    kind: Literal["call.open"] = "call.open"
    request: RequestId
    call: CallKind
    audience: Audience
    name: OptionalText = ""


class CloseCall(Model):
    kind: Literal["call.close"] = "call.close"
    call: int


class RequestFloor(Model):
    """Ask to talk. What is said from the press on is kept by the sender until the grant."""

    kind: Literal["floor.request"] = "floor.request"
    call: int
    is_emergency: bool = False


class ReleaseFloor(Model):
    """The end of a burst, or of waiting for one.

    Args:
        packets: how many of RTP were sent, so that the last ones, still on their way by UDP, are waited for.
    """

    kind: Literal["floor.release"] = "floor.release"
    call: int
    packets: Annotated[int, Field(ge=0)] | None = None


class BurstPlayed(Model):
    """This end has played the burst to its end, ``share`` of it as it was sent (0.0 to 1.0)."""

    kind: Literal["burst.played"] = "burst.played"
    burst: int
    share: Annotated[float, Field(ge=0, le=1)]


class BurstNotPlayed(Model):
    kind: Literal["burst.not_played"] = "burst.not_played"
    burst: int
    reason: OptionalText


class BurstAcknowledged(Model):
    """Somebody at this end says that they have heard it."""

    kind: Literal["burst.acknowledged"] = "burst.acknowledged"
    burst: int


class PathTaken(Model):
    """By which way this end sends from now on, and wants to be sent to."""

    kind: Literal["path"] = "path"
    path: VoicePath


Said = Annotated[
    Monitor
    | OpenCall
    | CloseCall
    | RequestFloor
    | ReleaseFloor
    | BurstPlayed
    | BurstNotPlayed
    | BurstAcknowledged
    | PathTaken,
    Field(discriminator="kind"),
]
SAID: TypeAdapter[Said] = TypeAdapter(Said)


class Welcome(Model):
    """The first message of the station.

    Args:
        link: number of this connection.
        udp_port: None where the station takes no datagrams. udp_host: empty for the host of the WebSocket.
        to_station, from_station: keys of what is sent and what is received.
        talk_limit_s: how long one burst may be.
    """

    kind: Literal["welcome"] = "welcome"
    link: int
    udp_host: str = ""
    udp_port: int | None
    to_station: MasterKey = Field(repr=False)
    from_station: MasterKey = Field(repr=False)
    talk_limit_s: float


class TalkgroupOpen(Model):
    """A talkgroup as a terminal knows it."""

    call: int
    name: ShortText


class Talkgroups(Model):
    """All that this terminal hears and may talk in, its agency's first; told at the start and when it changes.

    Args:
        unit: number of the one that carries it, which it needs to call the desks; None where none does any more.
    """

    kind: Literal["talkgroups"] = "talkgroups"
    unit: int | None = None
    talkgroups: tuple[TalkgroupOpen, ...]


class CallOpenedFor(Model):
    """The answer to ``call.open``: it can be talked in now. The log has the call as well, maybe later.

    Args:
        hearers: how many other ends hear now.
    """

    kind: Literal["call.opened_for"] = "call.opened_for"
    request: RequestId
    call: int
    hearers: int


class CallRefused(Model):
    kind: Literal["call.refused"] = "call.refused"
    request: RequestId
    code: str
    params: dict[str, Any]


class FloorGranted(Model):
    """Talk, with this SSRC and no other; at most ``limit_s`` long."""

    kind: Literal["floor.granted"] = "floor.granted"
    call: int
    burst: int
    ssrc: int
    limit_s: float


class FloorDenied(Model):
    """Why not: a code; who holds the floor, where that is why."""

    kind: Literal["floor.denied"] = "floor.denied"
    call: int
    code: str
    holder: int | None = None


class FloorQueued(Model):
    """Waiting; 1 is next."""

    kind: Literal["floor.queued"] = "floor.queued"
    call: int
    position: int
    holder: int


class FloorQueue(Model):
    """Who waits in a call that this desk hears: numbers of operators and terminals, the next one first."""

    kind: Literal["floor.queue"] = "floor.queue"
    call: int
    waiting: tuple[int, ...]


class FloorTaken(Model):
    """Somebody talks, and is heard under this SSRC.

    Args:
        by: number of the operator or terminal. is_shout: to be played aloud.
        is_heard: whether speech is sent to this end; a desk that does not monitor the call is told only who talks.
    """

    kind: Literal["floor.taken"] = "floor.taken"
    call: int
    burst: int
    ssrc: int
    by: int
    priority: Priority
    is_shout: bool
    is_heard: bool


class FloorIdle(Model):
    """Nobody talks in this call any more."""

    kind: Literal["floor.idle"] = "floor.idle"
    call: int
    burst: int
    packets: int


class FloorRevoked(Model):
    """To the talker: stop, whatever the key says."""

    kind: Literal["floor.revoked"] = "floor.revoked"
    call: int
    burst: int
    reason: BurstEnd


Told = Annotated[
    Welcome
    | Talkgroups
    | CallOpenedFor
    | CallRefused
    | FloorGranted
    | FloorDenied
    | FloorQueued
    | FloorQueue
    | FloorTaken
    | FloorIdle
    | FloorRevoked
    | PathTaken,
    Field(discriminator="kind"),
]
TOLD: TypeAdapter[Told] = TypeAdapter(Told)
