"""Rules of talkgroups and calls, for ``app.station.decide`` and for the voice service."""

from __future__ import annotations

from collections.abc import Callable

from app.domain import command as orders
from app.domain import event as facts
from app.domain.audience import AgencyAudience, Audience, TerminalsAudience, UnitsAudience
from app.domain.errors import AppError
from app.domain.event import Fact
from app.domain.talk import Call, CallKind, Talkgroup, TalkgroupFields
from app.picture.picture import Picture
from app.station.state import State

#: More that are open at once are a mistake or an attack; they close by themselves after a while.
_MOST_CALLS = 1_000
#: Of these one opener has so many, so that none takes them all. A crew talks to a few others at a time; a
#: dispatcher opens one for each choice of units to talk to, and it closes after ten minutes without a word.
_MOST_OF_TERMINAL, _MOST_OF_OPERATOR = 8, 64


def register_talkgroup(state: State, command: orders.RegisterTalkgroup) -> list[Fact]:
    """
    Raises:
        AppError("talkgroup.name_taken"), AppError("call.nobody"): it is for nobody whom the station knows.
    """
    fields = _checked(state.picture, command.talkgroup, None)
    return [facts.TalkgroupRegistered(talkgroup=Talkgroup(**dict(fields), number=state.next_number))]


def change_talkgroup(state: State, command: orders.ChangeTalkgroup) -> list[Fact]:
    """
    Raises:
        AppError("talkgroup.unknown"), or what ``register_talkgroup`` refuses with.
    """
    talkgroup = _talkgroup(state.picture, command.number)
    fields = _checked(state.picture, command.talkgroup, command.number)
    changed = talkgroup.model_copy(update=dict(fields))
    return [] if changed == talkgroup else [facts.TalkgroupChanged(talkgroup=changed)]


def retire_talkgroup(state: State, command: orders.RetireTalkgroup) -> list[Fact]:
    """
    Raises:
        AppError("talkgroup.unknown"), AppError("talkgroup.of_agency"): it stays as long as there are units.
    """
    talkgroup = _talkgroup(state.picture, command.number)
    audience = talkgroup.audience
    if isinstance(audience, AgencyAudience) and audience.agency in agencies(state.picture):
        others = [g for g in state.picture.talkgroups.values() if g.audience == audience]
        if len(others) == 1:
            raise AppError("talkgroup.of_agency", agency=audience.agency)
    return [facts.TalkgroupRetired(talkgroup=talkgroup.number)]


def agency_talkgroup_missing(state: State, agency: str) -> list[Fact]:
    """The talkgroup that an agency has by itself; nothing when it has one already, or has no unit any more."""
    audience = AgencyAudience(agency=agency)
    is_there = any(group.audience == audience for group in state.picture.talkgroups.values())
    if is_there or agency not in agencies(state.picture):
        return []
    taken = {group.name.casefold() for group in state.picture.talkgroups.values()}
    # Somebody may have called a group of their own so.
    name, count = agency, 1
    while name.casefold() in taken:
        count += 1
        name = f"{agency[:74]} {count}"
    group = Talkgroup(number=state.next_number, name=name, audience=audience)
    return [facts.TalkgroupRegistered(talkgroup=group)]


def agencies(picture: Picture) -> set[str]:
    return {unit.agency for unit in picture.units.values()}


def opening(kind: CallKind, audience: Audience, name: str, by: int) -> Callable[[State], list[Fact]]:
    """The rule by which an operator or a terminal opens a call.

    Raises (the rule):
        AppError("call.kind_invalid"): a talkgroup is registered, not opened; a private call is with one unit.
        AppError("call.nobody"): nobody in it is known.
        AppError("call.too_many"), AppError("call.too_many_own"): are open, in all or of this opener.
    """

    def rule(state: State) -> list[Fact]:
        terminal = state.picture.terminals.get(by)
        if kind is CallKind.TALKGROUP or (kind is CallKind.PRIVATE and not _is_one_unit(audience)):
            raise AppError("call.kind_invalid", kind=kind.value)
        if terminal is not None and kind is not CallKind.PRIVATE:
            raise AppError("call.not_allowed")
        if len(state.picture.calls) >= _MOST_CALLS:
            raise AppError("call.too_many", most=_MOST_CALLS)
        most = _MOST_OF_OPERATOR if terminal is None else _MOST_OF_TERMINAL
        if sum(call.opened_by == by for call in state.picture.calls.values()) >= most:
            raise AppError("call.too_many_own", most=most)
        meant = _known(state.picture, audience)
        if terminal is not None and terminal.unit is not None and isinstance(meant, UnitsAudience):
            # Who calls from a terminal is to hear the answer.
            meant = UnitsAudience(units=tuple(sorted({*meant.units, terminal.unit})))
        call = Call(number=state.next_number, kind=kind, name=name, audience=meant, opened_by=by)
        return [facts.CallOpened(call=call)]

    return rule


def closing(call: int) -> Callable[[State], list[Fact]]:
    """The rule by which a call is closed; closing it again changes nothing."""
    return lambda state: [facts.CallClosed(call=call)] if call in state.picture.calls else []


def _is_one_unit(audience: Audience) -> bool:
    return isinstance(audience, UnitsAudience) and len(set(audience.units)) == 1


def _talkgroup(picture: Picture, number: int) -> Talkgroup:
    if number not in picture.talkgroups:
        raise AppError("talkgroup.unknown", number=number)
    return picture.talkgroups[number]


def _checked(picture: Picture, fields: TalkgroupFields, own: int | None) -> TalkgroupFields:
    name = fields.name.casefold()
    if any(g.name.casefold() == name and g.number != own for g in picture.talkgroups.values()):
        raise AppError("talkgroup.name_taken", name=fields.name)
    return fields.model_copy(update={"audience": _known(picture, fields.audience)})


def _known(picture: Picture, audience: Audience) -> Audience:
    """The audience without those who are not there any more, each once, in the order of their numbers."""
    match audience:
        case UnitsAudience():
            units = tuple(sorted(set(audience.units) & picture.units.keys()))
            if not units:
                raise AppError("call.nobody")
            return UnitsAudience(units=units)
        case TerminalsAudience():
            terminals = tuple(sorted(set(audience.terminals) & picture.terminals.keys()))
            if not terminals:
                raise AppError("call.nobody")
            return TerminalsAudience(terminals=terminals)
    return audience
