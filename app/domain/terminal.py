"""A terminal: a device that a unit carries."""

from __future__ import annotations

from enum import StrEnum

from app.domain.model import Model, OptionalText, Utc


class TerminalKind(StrEnum):
    PHONE = "phone"
    BODY_CAMERA = "body_camera"
    VEHICLE = "vehicle"
    #: Not carried: another server that reports for many terminals, such as a Traccar server's forwarding.
    GATEWAY = "gateway"


class PushFault(StrEnum):
    """Why the station does not take what a terminal sends."""

    #: Whoever sends does not know the terminal's secret.
    UNAUTHORISED = "unauthorised"
    CONTAINER_UNKNOWN = "container_unknown"
    MALFORMED = "malformed"
    NO_HEADER = "no_header"
    NO_KEY_FRAME = "no_key_frame"
    NOT_FRAGMENTED = "not_fragmented"
    OVERSIZED = "oversized"


class TerminalFields(Model):
    """What an operator can set on a terminal.

    ``device_id`` is the identifier the device sends; a gateway's reports are matched to a terminal by it.
    """

    kind: TerminalKind
    unit: int | None = None
    label: OptionalText = ""
    device_id: OptionalText = ""


class Terminal(TerminalFields):
    """A terminal as the picture holds it. Its secret is not here: see ``app.station.secrets``.

    ``secret_generation`` counts secrets given out; a new one makes the older useless. ``pulls_from`` says at which
    host its video is fetched while it does not push; empty: nowhere. ``push_fault`` is why the station did not
    take what it sent last, until it shows something.
    """

    number: int
    secret_generation: int = 1
    first_heard_at: Utc | None = None
    first_heard_by: OptionalText = ""
    pulls_from: OptionalText = ""
    push_fault: PushFault | None = None
    push_fault_at: Utc | None = None
