"""What each role may order and read."""

from __future__ import annotations

from app.domain import command as orders
from app.domain.command import Command
from app.domain.operator import Operator, Role

_EVERYDAY = frozenset({Role.DISPATCHER, Role.SUPERVISOR, Role.ADMINISTRATOR})
_REGISTER = frozenset({Role.SUPERVISOR, Role.ADMINISTRATOR})
_ADMINISTER = frozenset({Role.ADMINISTRATOR})

_MAY_ORDER: dict[type, frozenset[Role]] = {
    orders.StartDuty: _EVERYDAY,
    orders.EndDuty: _EVERYDAY,
    orders.SetUnitStatus: _EVERYDAY,
    orders.RegisterUnit: _REGISTER,
    orders.ChangeUnit: _REGISTER,
    orders.RetireUnit: _REGISTER,
    orders.RegisterTerminal: _REGISTER,
    orders.ChangeTerminal: _REGISTER,
    orders.RenewTerminalSecret: _REGISTER,
    orders.RetireTerminal: _REGISTER,
    orders.SetTerminalPull: _REGISTER,
    orders.RegisterCamera: _REGISTER,
    orders.ChangeCamera: _REGISTER,
    orders.RetireCamera: _REGISTER,
    orders.RegisterTalkgroup: _REGISTER,
    orders.ChangeTalkgroup: _REGISTER,
    orders.RetireTalkgroup: _REGISTER,
    orders.RegisterOperator: _ADMINISTER,
    orders.ChangeOperator: _ADMINISTER,
    orders.ChangePassword: frozenset(Role),
    orders.RetireOperator: _ADMINISTER,
}


def may_order(role: Role, command: Command) -> bool:
    return role in _MAY_ORDER[type(command)]


def may_order_as(operator: Operator, command: Command) -> bool:
    """Whether this very operator may: nobody changes another's password by proving their own."""
    if isinstance(command, orders.ChangePassword) and command.number != operator.number:
        return False
    return may_order(operator.role, command)


def may_see_addresses(role: Role) -> bool:
    """A terminal's address carries its secret."""
    return role in _REGISTER


def may_talk(role: Role) -> bool:
    """Who dispatches, talks."""
    return role in _EVERYDAY


def may_hear_recordings(role: Role) -> bool:
    """What was said, for those who dispatch and those who review."""
    return role in _EVERYDAY or role is Role.REVIEWER


def may_watch(role: Role) -> bool:
    """Live video is for those who dispatch; a reviewer sees what was recorded."""
    return role in _EVERYDAY
