"""Who can hear now and why the others cannot, in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication

from app.picture.audience import Deaf, Hearers
from app.picture.picture import Picture
from ui.widgets.i18n import QT_TRANSLATE_NOOP

_DEAF = {
    Deaf.OFF_DUTY: QT_TRANSLATE_NOOP("talk", "{n} off duty"),
    Deaf.NO_TERMINAL: QT_TRANSLATE_NOOP("talk", "{n} without terminal"),
    Deaf.LINK_LOST: QT_TRANSLATE_NOOP("talk", "{n} link lost"),
    Deaf.UNKNOWN: QT_TRANSLATE_NOOP("talk", "{n} unknown"),
}
_DEAF_ONE = {
    Deaf.OFF_DUTY: QT_TRANSLATE_NOOP("talk", "off duty"),
    Deaf.NO_TERMINAL: QT_TRANSLATE_NOOP("talk", "no terminal"),
    Deaf.LINK_LOST: QT_TRANSLATE_NOOP("talk", "link lost"),
    Deaf.UNKNOWN: QT_TRANSLATE_NOOP("talk", "unknown"),
}
#: So many units are named one by one; of more, the number.
_NAMED = 2


def _tr(text: str) -> str:
    return QCoreApplication.translate("talk", text)


def hearers_words(heard: Hearers) -> str:
    """``9 hear now · 2 off duty · 1 link lost``."""
    reachable = len(heard.units) or len(heard.terminals)
    said = _tr(QT_TRANSLATE_NOOP("talk", "{n} hear now")).format(n=reachable)
    if not reachable:
        said = _tr(QT_TRANSLATE_NOOP("talk", "nobody hears now"))
    counts = Counter(heard.deaf.values())
    reasons = (_tr(_DEAF[why]).format(n=counts[why]) for why in Deaf if counts[why])
    return " · ".join((said, *reasons))


def deaf_words(why: Deaf) -> str:
    """Why one unit cannot hear: ``link lost``."""
    return _tr(_DEAF_ONE[why])


def why_nobody(heard: Hearers) -> str:
    """Why one cannot talk to these at all; empty where somebody hears."""
    if heard.terminals:
        return ""
    reasons = set(heard.deaf.values())
    if len(reasons) == 1:
        said = _tr(QT_TRANSLATE_NOOP("talk", "Nobody can hear: {reason}"))
        return said.format(reason=deaf_words(reasons.pop()))
    return _tr(QT_TRANSLATE_NOOP("talk", "Nobody can hear: {reason}")).format(
        reason=hearers_words(heard).partition(" · ")[2] or _tr(QT_TRANSLATE_NOOP("talk", "nobody is meant"))
    )


def units_name(units: Sequence[int], picture: Picture) -> str:
    """``V-07``, ``V-07, D-03``, ``12 units``."""
    known = [unit.callsign for number in units[: _NAMED + 1] if (unit := picture.units.get(number)) is not None]
    if len(units) <= _NAMED and len(known) == len(units) and known:
        return ", ".join(known)
    if len(units) == 1:
        return _tr(QT_TRANSLATE_NOOP("talk", "No. {n}")).format(n=units[0])
    return _tr(QT_TRANSLATE_NOOP("talk", "{n} units")).format(n=len(units))
