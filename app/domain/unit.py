"""A unit: one dispatchable crew, and what it is doing."""

from __future__ import annotations

from enum import StrEnum

from app.domain.model import Model, OptionalText, ShortText, Utc


class Force(StrEnum):
    """Whose crew it is; drawn as the letter in the badge."""

    DEDICATED = "dedicated"
    SOCIAL = "social"
    VOLUNTEER = "volunteer"


class UnitStatus(StrEnum):
    """The usual CAD states. Only ``OFF_DUTY`` hides a unit."""

    OFF_DUTY = "off_duty"
    AVAILABLE = "available"
    EN_ROUTE = "en_route"
    ON_SCENE = "on_scene"
    BUSY = "busy"
    OUT_OF_SERVICE = "out_of_service"


#: What a new installation offers; an agency is free text, so that a campus or a rescue team fits too.
DEFAULT_AGENCIES = (
    "Patrol police",
    "Traffic police",
    "Traffic security",
    "Station",
    "Agency police",
    "Social patrols",
    "Security volunteers",
)


class UnitFields(Model):
    """What an operator can set on a unit."""

    callsign: ShortText
    name: OptionalText = ""
    force: Force
    agency: ShortText
    beat: OptionalText = ""


class Unit(UnitFields):
    """A unit as the picture holds it.

    ``number`` is its identity everywhere: given by the station, never reused, u32 on the fix lane.
    """

    number: int
    status: UnitStatus = UnitStatus.OFF_DUTY
    status_at: Utc
    on_duty_at: Utc | None = None

    @property
    def is_on_duty(self) -> bool:
        return self.status is not UnitStatus.OFF_DUTY
