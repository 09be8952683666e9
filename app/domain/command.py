"""Commands: what an operator orders. The station answers each with events or with a refusal."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints, TypeAdapter

from app.domain.camera import CameraFields
from app.domain.event import Event
from app.domain.model import Model
from app.domain.operator import OperatorFields, Password
from app.domain.pull import Pull
from app.domain.talk import TalkgroupFields
from app.domain.terminal import TerminalFields
from app.domain.unit import UnitFields, UnitStatus


class RegisterUnit(Model):
    kind: Literal["unit.register"] = "unit.register"
    unit: UnitFields


class ChangeUnit(Model):
    kind: Literal["unit.change"] = "unit.change"
    number: int
    unit: UnitFields


class RetireUnit(Model):
    kind: Literal["unit.retire"] = "unit.retire"
    number: int


class StartDuty(Model):
    kind: Literal["duty.start"] = "duty.start"
    unit: int


class EndDuty(Model):
    kind: Literal["duty.end"] = "duty.end"
    unit: int


class SetUnitStatus(Model):
    """Any state but off duty; going off duty is ``duty.end``."""

    kind: Literal["unit.set_status"] = "unit.set_status"
    unit: int
    status: UnitStatus


class RegisterTerminal(Model):
    kind: Literal["terminal.register"] = "terminal.register"
    terminal: TerminalFields


class ChangeTerminal(Model):
    kind: Literal["terminal.change"] = "terminal.change"
    number: int
    terminal: TerminalFields


class RenewTerminalSecret(Model):
    kind: Literal["terminal.renew_secret"] = "terminal.renew_secret"
    number: int


class RetireTerminal(Model):
    kind: Literal["terminal.retire"] = "terminal.retire"
    number: int


class SetTerminalPull(Model):
    """Where to fetch the terminal's video while it does not push; None: nowhere."""

    kind: Literal["terminal.set_pull"] = "terminal.set_pull"
    number: int
    pull: Pull | None = Field(repr=False)


class RegisterCamera(Model):
    kind: Literal["camera.register"] = "camera.register"
    camera: CameraFields
    pull: Pull = Field(repr=False)


class ChangeCamera(Model):
    """A pull of ``None`` keeps the present one."""

    kind: Literal["camera.change"] = "camera.change"
    number: int
    camera: CameraFields
    pull: Pull | None = Field(default=None, repr=False)


class RetireCamera(Model):
    kind: Literal["camera.retire"] = "camera.retire"
    number: int


class RegisterOperator(Model):
    kind: Literal["operator.register"] = "operator.register"
    operator: OperatorFields
    password: Password = Field(repr=False)


class ChangeOperator(Model):
    """A password of ``None`` keeps the present one."""

    kind: Literal["operator.change"] = "operator.change"
    number: int
    operator: OperatorFields
    password: Password | None = Field(default=None, repr=False)


class ChangePassword(Model):
    """One's own password; whoever is signed in may, and proves with the present one that it is they."""

    kind: Literal["operator.change_password"] = "operator.change_password"
    number: int
    current: Annotated[str, StringConstraints(max_length=400)] = Field(repr=False)
    password: Password = Field(repr=False)


class RetireOperator(Model):
    kind: Literal["operator.retire"] = "operator.retire"
    number: int


class RegisterTalkgroup(Model):
    kind: Literal["talkgroup.register"] = "talkgroup.register"
    talkgroup: TalkgroupFields


class ChangeTalkgroup(Model):
    kind: Literal["talkgroup.change"] = "talkgroup.change"
    number: int
    talkgroup: TalkgroupFields


class RetireTalkgroup(Model):
    kind: Literal["talkgroup.retire"] = "talkgroup.retire"
    number: int


Command = Annotated[
    RegisterUnit
    | ChangeUnit
    | RetireUnit
    | StartDuty
    | EndDuty
    | SetUnitStatus
    | RegisterTerminal
    | ChangeTerminal
    | RenewTerminalSecret
    | RetireTerminal
    | SetTerminalPull
    | RegisterCamera
    | ChangeCamera
    | RetireCamera
    | RegisterOperator
    | ChangeOperator
    | ChangePassword
    | RetireOperator
    | RegisterTalkgroup
    | ChangeTalkgroup
    | RetireTalkgroup,
    Field(discriminator="kind"),
]

COMMAND: TypeAdapter[Command] = TypeAdapter(Command)


class Receipt(Model):
    """What a command did. Delivering the same command again answers the same receipt.

    Args:
        seq: of the last event it caused; a desk's picture shows the command once it has reached this.
        events: what it put on the log, in order; empty when the order was already so.
    """

    seq: int
    events: tuple[Event, ...]
