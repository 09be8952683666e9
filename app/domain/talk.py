"""Talk: talkgroups, calls and bursts, and who heard them."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from app.domain.audience import Audience
from app.domain.model import Model, OptionalText, ShortText, Utc


class TalkgroupFields(Model):
    """What an operator can set on a talkgroup."""

    name: ShortText
    audience: Audience


class Talkgroup(TalkgroupFields):
    """A standing group. Its number is also that of the call that is always open in it."""

    number: int


class CallKind(StrEnum):
    TALKGROUP = "talkgroup"
    #: One unit.
    PRIVATE = "private"
    #: Units that were chosen, or that a lasso caught.
    GROUP = "group"
    #: Out of the terminals' loudspeakers, whatever they are set to.
    SHOUT = "shout"


class Call(Model):
    """What one talks into, besides the talkgroups; it is closed when nobody has talked in it for a while.

    Args:
        opened_by: number of the operator or terminal.
    """

    number: int
    kind: CallKind
    name: OptionalText = ""
    audience: Audience
    opened_by: int


class Priority(StrEnum):
    """Whose word cuts off whose: an emergency everybody's, a dispatcher's that of a unit."""

    UNIT = "unit"
    DISPATCHER = "dispatcher"
    EMERGENCY = "emergency"


class BurstEnd(StrEnum):
    """Why a burst is over."""

    RELEASED = "released"
    #: Somebody of a higher priority took the floor.
    PRE_EMPTED = "pre_empted"
    TIME_LIMIT = "time_limit"
    #: Nothing more came from the talker.
    VANISHED = "vanished"
    #: The talker may not talk any more: off duty, retired, signed out.
    REVOKED = "revoked"
    CALL_CLOSED = "call_closed"
    STATION_STOPPED = "station_stopped"


class Hearing(StrEnum):
    """How far a burst got with one terminal or operator."""

    SENT = "sent"
    PLAYED = "played"
    ACKNOWLEDGED = "acknowledged"
    FAILED = "failed"


class Receipt(Model):
    """What became of a burst at one end.

    Args:
        number: of the terminal or the operator.
        reason: why it failed: a code that the desk has a sentence for.
        share: how much of it was played, 0.0 to 1.0; None while nothing was, or where nobody said.
    """

    number: int
    hearing: Hearing
    reason: OptionalText = ""
    share: Annotated[float, Field(ge=0, le=1)] | None = None


class ReceiptRow(Receipt):
    """A receipt as the picture holds it.

    Args:
        at: when the station put it on the log, within a second of when it heard of it; None in old snapshots.
    """

    at: Utc | None = None


class Missed(Model):
    """Ends that a burst did not reach, for one reason, where they are too many for a receipt each.

    Args:
        ends: numbers of terminals, each once, in their order.
    """

    reason: ShortText
    ends: tuple[int, ...]


class Burst(Model):
    """One holding of the floor.

    Args:
        number: counts bursts, never reused. call: of a talkgroup or a call.
        by: number of the operator or terminal that talks.
        units: those it is meant for, so that it stands in their histories.
    """

    number: int
    call: int
    kind: CallKind
    priority: Priority
    by: int
    units: tuple[int, ...] = ()


class BurstRow(Burst):
    """A burst as the picture holds it.

    Args:
        priority: the highest that it had.
        raised_at: when its talker made an emergency of it; None where nobody did.
        duration_s: None while it lasts. end: None while it lasts.
        receipts: the last word of each end, in the order of their numbers. missed: ends beside those.
        is_short: units, receipts and missed are left out, because so much was said since; the station's talk log
            has them.
    """

    started_at: Utc
    raised_at: Utc | None = None
    duration_s: Annotated[float, Field(ge=0)] | None = None
    end: BurstEnd | None = None
    receipts: tuple[ReceiptRow, ...] = ()
    missed: tuple[Missed, ...] = ()
    is_short: bool = False


class VoicePath(StrEnum):
    """How speech travels: ``UDP``, or inside the WebSocket where that does not get through."""

    UDP = "udp"
    WEBSOCKET = "websocket"


class VoiceLink(Model):
    """A terminal that can hear and talk now.

    Args:
        loss: share of the packets to it that were lost lately, 0.0 to 1.0. jitter_ms: of their arrival.
    """

    terminal: int
    path: VoicePath
    loss: Annotated[float, Field(ge=0, le=1)] = 0.0
    jitter_ms: Annotated[float, Field(ge=0)] = 0.0
