"""Bursts in words: who talked, to whom, for how long."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from app.domain.talk import BurstEnd, BurstRow, CallKind, Priority
from app.picture.picture import Picture
from ui.widgets.hearers_words import units_name
from ui.widgets.i18n import QT_TRANSLATE_NOOP

_KINDS = {
    CallKind.TALKGROUP: QT_TRANSLATE_NOOP("talk", "Talkgroup"),
    CallKind.PRIVATE: QT_TRANSLATE_NOOP("talk", "Private call"),
    CallKind.GROUP: QT_TRANSLATE_NOOP("talk", "Group call"),
    CallKind.SHOUT: QT_TRANSLATE_NOOP("talk", "Shout"),
}
#: What cut a burst short; a release says nothing.
_ENDS = {
    BurstEnd.PRE_EMPTED: QT_TRANSLATE_NOOP("talk", "cut off by somebody with priority"),
    BurstEnd.TIME_LIMIT: QT_TRANSLATE_NOOP("talk", "ended by the time limit"),
    BurstEnd.VANISHED: QT_TRANSLATE_NOOP("talk", "the talker was lost"),
    BurstEnd.REVOKED: QT_TRANSLATE_NOOP("talk", "the talker may no longer talk"),
    BurstEnd.CALL_CLOSED: QT_TRANSLATE_NOOP("talk", "the call was closed"),
    BurstEnd.STATION_STOPPED: QT_TRANSLATE_NOOP("talk", "the station stopped"),
}


def _tr(text: str) -> str:
    return QCoreApplication.translate("talk", text)


def clock_words(seconds: float) -> str:
    """``0:04``, ``1:12``."""
    minutes, rest = divmod(max(0, int(seconds)), 60)
    return f"{minutes}:{rest:02}"


def talker_name(number: int | None, picture: Picture) -> str:
    """The unit of a terminal, an operator, or a number when the picture knows neither."""
    if number is None:
        return _tr(QT_TRANSLATE_NOOP("talk", "somebody"))
    unit = picture.units.get(carrier_of(number, picture) or 0)
    if unit is not None:
        return unit.callsign
    operator = picture.operators.get(number)
    if operator is not None:
        return operator.name or operator.login
    return _tr(QT_TRANSLATE_NOOP("talk", "No. {n}")).format(n=number)


def carrier_of(terminal: int, picture: Picture) -> int | None:
    """The unit that carries a terminal; None for none, or where it is no terminal."""
    known = picture.terminals.get(terminal)
    return known.unit if known is not None else None


def call_name(burst: BurstRow, picture: Picture) -> str:
    """To whom it was said: ``Patrol``, ``V-07``, ``12 units``."""
    if burst.kind is CallKind.TALKGROUP:
        group = picture.talkgroups.get(burst.call)
        return group.name if group is not None else _tr(QT_TRANSLATE_NOOP("talk", "a former talkgroup"))
    call = picture.calls.get(burst.call)
    if call is not None and call.name:
        return call.name
    if burst.units and burst.units == (carrier_of(burst.by, picture),):
        # Who is alone in a call of its own talks to those at the desks.
        return _tr(QT_TRANSLATE_NOOP("talk", "the desks"))
    if burst.is_short:
        return _tr(QT_TRANSLATE_NOOP("talk", "many units"))
    return units_name(burst.units, picture)


def kind_words(kind: CallKind) -> str:
    return _tr(_KINDS[kind])


def end_words(end: BurstEnd | None) -> str:
    """Why it ended before the talker let go; empty where nothing happened."""
    return _tr(_ENDS[end]) if end in _ENDS else ""


def raised_words(burst: BurstRow) -> str:
    """When its talker made an emergency of it; empty where nobody did."""
    if burst.raised_at is None:
        return ""
    after_s = (burst.raised_at - burst.started_at).total_seconds()
    return _tr(QT_TRANSLATE_NOOP("talk", "an emergency from {time} on")).format(time=clock_words(after_s))


def burst_title(burst: BurstRow, picture: Picture) -> str:
    """``V-07 → Patrol``; a shout says so, and an emergency."""
    words = _tr(QT_TRANSLATE_NOOP("talk", "{talker} → {whom}"))
    if burst.kind is CallKind.SHOUT:
        words = _tr(QT_TRANSLATE_NOOP("talk", "Shout: {talker} → {whom}"))
    if burst.priority is Priority.EMERGENCY:
        words = _tr(QT_TRANSLATE_NOOP("talk", "EMERGENCY: {words}")).format(words=words)
    return words.format(talker=talker_name(burst.by, picture), whom=call_name(burst, picture))
