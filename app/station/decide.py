"""From a command to the facts that it makes true: pure, so that every rule of the station is in one place."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from app.domain import command as orders
from app.domain import event as facts
from app.domain.command import Command
from app.domain.errors import AppError
from app.domain.event import Fact
from app.domain.operator import Operator, OperatorFields, Role
from app.domain.stream import StreamEnd
from app.domain.terminal import Terminal, TerminalFields, TerminalKind
from app.domain.unit import Unit, UnitFields, UnitStatus
from app.picture.picture import Picture
from app.station import sources, talkgroups
from app.station.airtime import stream_ended, streams_of_unit_ended
from app.station.state import State


def decide(state: State, command: Command, at: datetime, *, is_new: Callable[[], bool]) -> list[Fact]:
    """The facts that this command adds to this state; none when all is so already.

    Args:
        is_new: whether it brings something for the station's records (``app.station.records``) that is not there
            yet; asked only of what is known.
    Raises:
        AppError("unit.unknown" | "terminal.unknown" | "camera.unknown" | "operator.unknown"): no such number.
        AppError("callsign.taken" | "login.taken" | "device_id.taken" | "camera.name_taken"): somebody else has it.
        AppError("unit.off_duty"): a status for a unit that is not on duty.
        AppError("status.use_duty_end"), AppError("operator.last_administrator").
        AppError("gateway.has_no_unit"), AppError("gateway.has_no_video").
        AppError: what ``app.station.talkgroups`` refuses with.
    """
    match command:
        case orders.RegisterCamera():
            return sources.register_camera(state, command)
        case orders.ChangeCamera():
            return sources.change_camera(state, command, is_new)
        case orders.RetireCamera():
            return sources.retire_camera(state, command)
        case orders.SetTerminalPull():
            return sources.set_terminal_pull(state, command, is_new)
        case orders.RegisterTalkgroup():
            return talkgroups.register_talkgroup(state, command)
        case orders.ChangeTalkgroup():
            return talkgroups.change_talkgroup(state, command)
        case orders.RetireTalkgroup():
            return talkgroups.retire_talkgroup(state, command)
    return _RULES[type(command)](state, command, at)


def _register_unit(state: State, command: orders.RegisterUnit, at: datetime) -> list[Fact]:
    _check_callsign(state.picture, command.unit, None)
    unit = Unit(**dict(command.unit), number=state.next_number, status_at=at)
    return [facts.UnitRegistered(unit=unit)]


def _change_unit(state: State, command: orders.ChangeUnit, _: datetime) -> list[Fact]:
    unit = _unit(state.picture, command.number)
    _check_callsign(state.picture, command.unit, command.number)
    changed = unit.model_copy(update=dict(command.unit))
    return [] if changed == unit else [facts.UnitChanged(unit=changed)]


def _retire_unit(state: State, command: orders.RetireUnit, _: datetime) -> list[Fact]:
    unit = _unit(state.picture, command.number)
    return [*_duty_ended(state.picture, unit), facts.UnitRetired(unit=unit.number)]


def _start_duty(state: State, command: orders.StartDuty, _: datetime) -> list[Fact]:
    unit = _unit(state.picture, command.unit)
    return [] if unit.is_on_duty else [facts.DutyStarted(unit=unit.number)]


def _end_duty(state: State, command: orders.EndDuty, _: datetime) -> list[Fact]:
    unit = _unit(state.picture, command.unit)
    return _duty_ended(state.picture, unit)


def _duty_ended(picture: Picture, unit: Unit) -> list[Fact]:
    if not unit.is_on_duty:
        return []
    return [*streams_of_unit_ended(picture, unit.number), facts.DutyEnded(unit=unit.number)]


def _set_status(state: State, command: orders.SetUnitStatus, _: datetime) -> list[Fact]:
    unit = _unit(state.picture, command.unit)
    if command.status is UnitStatus.OFF_DUTY:
        raise AppError("status.use_duty_end")
    if not unit.is_on_duty:
        raise AppError("unit.off_duty", callsign=unit.callsign)
    if unit.status is command.status:
        return []
    return [facts.UnitStatusSet(unit=unit.number, status=command.status)]


def _register_terminal(state: State, command: orders.RegisterTerminal, _: datetime) -> list[Fact]:
    _check_terminal(state.picture, command.terminal, None)
    return [facts.TerminalRegistered(terminal=Terminal(**dict(command.terminal), number=state.next_number))]


def _change_terminal(state: State, command: orders.ChangeTerminal, _: datetime) -> list[Fact]:
    terminal = _terminal(state.picture, command.number)
    _check_terminal(state.picture, command.terminal, command.number)
    changed = terminal.model_copy(update=dict(command.terminal))
    if changed == terminal:
        return []
    carrier = state.picture.units.get(changed.unit or 0)
    is_seen = carrier is not None and carrier.is_on_duty
    ended = [] if is_seen else stream_ended(state.picture, terminal.number, StreamEnd.OFF_DUTY)
    return [*ended, facts.TerminalChanged(terminal=changed)]


def _renew_secret(state: State, command: orders.RenewTerminalSecret, _: datetime) -> list[Fact]:
    terminal = _terminal(state.picture, command.number)
    renewed = {
        "secret_generation": terminal.secret_generation + 1,
        "first_heard_at": None,
        "first_heard_by": "",
    }
    ended = stream_ended(state.picture, terminal.number, StreamEnd.RETIRED)
    return [*ended, facts.TerminalChanged(terminal=terminal.model_copy(update=renewed))]


def _retire_terminal(state: State, command: orders.RetireTerminal, _: datetime) -> list[Fact]:
    number = _terminal(state.picture, command.number).number
    return [*stream_ended(state.picture, number, StreamEnd.RETIRED), facts.TerminalRetired(terminal=number)]


def _register_operator(state: State, command: orders.RegisterOperator, _: datetime) -> list[Fact]:
    _check_login(state.picture, command.operator, None)
    return [facts.OperatorRegistered(operator=Operator(**dict(command.operator), number=state.next_number))]


def _change_operator(state: State, command: orders.ChangeOperator, _: datetime) -> list[Fact]:
    operator = _operator(state.picture, command.number)
    _check_login(state.picture, command.operator, command.number)
    if command.operator.role is not Role.ADMINISTRATOR:
        _check_not_last_administrator(state.picture, operator)
    changed = operator.model_copy(update=dict(command.operator))
    password_changed = command.password is not None
    if changed == operator and not password_changed:
        return []
    return [facts.OperatorChanged(operator=changed, password_changed=password_changed)]


def _change_password(state: State, command: orders.ChangePassword, _: datetime) -> list[Fact]:
    return [facts.OperatorChanged(operator=_operator(state.picture, command.number), password_changed=True)]


def _retire_operator(state: State, command: orders.RetireOperator, _: datetime) -> list[Fact]:
    operator = _operator(state.picture, command.number)
    _check_not_last_administrator(state.picture, operator)
    return [facts.OperatorRetired(operator=operator.number)]


def _unit(picture: Picture, number: int) -> Unit:
    if number not in picture.units:
        raise AppError("unit.unknown", number=number)
    return picture.units[number]


def _terminal(picture: Picture, number: int) -> Terminal:
    if number not in picture.terminals:
        raise AppError("terminal.unknown", number=number)
    return picture.terminals[number]


def _operator(picture: Picture, number: int) -> Operator:
    if number not in picture.operators:
        raise AppError("operator.unknown", number=number)
    return picture.operators[number]


def _check_callsign(picture: Picture, fields: UnitFields, own: int | None) -> None:
    holder = picture.unit_by_callsign(fields.callsign)
    if holder is not None and holder != own:
        raise AppError("callsign.taken", callsign=fields.callsign)


def _check_terminal(picture: Picture, fields: TerminalFields, own: int | None) -> None:
    if fields.unit is not None:
        _unit(picture, fields.unit)
        if fields.kind is TerminalKind.GATEWAY:
            raise AppError("gateway.has_no_unit")
    if fields.device_id:
        holder = picture.terminal_by_device_id(fields.device_id)
        if holder is not None and holder != own:
            raise AppError("device_id.taken", device_id=fields.device_id)


def _check_login(picture: Picture, fields: OperatorFields, own: int | None) -> None:
    holder = next((o.number for o in picture.operators.values() if o.login == fields.login), None)
    if holder is not None and holder != own:
        raise AppError("login.taken", login=fields.login)


def _check_not_last_administrator(picture: Picture, operator: Operator) -> None:
    administrators = [o.number for o in picture.operators.values() if o.role is Role.ADMINISTRATOR]
    if administrators == [operator.number]:
        raise AppError("operator.last_administrator")


_RULES: dict[type, Callable[..., list[Fact]]] = {
    orders.RegisterUnit: _register_unit,
    orders.ChangeUnit: _change_unit,
    orders.RetireUnit: _retire_unit,
    orders.StartDuty: _start_duty,
    orders.EndDuty: _end_duty,
    orders.SetUnitStatus: _set_status,
    orders.RegisterTerminal: _register_terminal,
    orders.ChangeTerminal: _change_terminal,
    orders.RenewTerminalSecret: _renew_secret,
    orders.RetireTerminal: _retire_terminal,
    orders.RegisterOperator: _register_operator,
    orders.ChangeOperator: _change_operator,
    orders.ChangePassword: _change_password,
    orders.RetireOperator: _retire_operator,
}
