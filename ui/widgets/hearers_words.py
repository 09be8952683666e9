"""Who can hear now and why the others cannot, in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from PySide6.QtCore import QCoreApplication

from app.domain.audience import MOST_MEMBERS, UnitsAudience
from app.picture.audience import Deaf, Hearers
from app.picture.picture import Picture
from ui.models.scene import Scene
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
NOBODY = Hearers((), (), {})
#: So many units are named one by one; of more, the number.
_NAMED = 2


def _tr(text: str) -> str:
    return QCoreApplication.translate("talk", text)


def _reasons(heard: Hearers) -> str:
    counts = Counter(heard.deaf.values())
    return " · ".join(_tr(_DEAF[why]).format(n=counts[why]) for why in Deaf if counts[why])


def hearers_words(heard: Hearers) -> str:
    """``9 hear now · 2 off duty · 1 link lost``."""
    reachable = len(heard.units) or len(heard.terminals)
    match reachable:
        case 0:
            said = _tr(QT_TRANSLATE_NOOP("talk", "nobody hears now"))
        case 1:
            said = _tr(QT_TRANSLATE_NOOP("talk", "1 hears now"))
        case _:
            said = _tr(QT_TRANSLATE_NOOP("talk", "{n} hear now")).format(n=reachable)
    return f"{said} · {_reasons(heard)}" if heard.deaf else said


def no_link_words() -> str:
    """What is said instead while the desk has no link: whoever has one, nobody hears this desk."""
    return _tr(QT_TRANSLATE_NOOP("talk", "nobody hears while there is no link"))


def deaf_words(why: Deaf) -> str:
    """Why one unit cannot hear: ``link lost``."""
    return _tr(_DEAF_ONE[why])


def units_audience(units: Iterable[int]) -> UnitsAudience | None:
    """These units; None where they are nobody, or more than one can talk to at once."""
    numbers = tuple(sorted(set(units)))
    return UnitsAudience(units=numbers) if 0 < len(numbers) <= MOST_MEMBERS else None


def who_hears(units: Sequence[int], scene: Scene) -> tuple[Hearers, str]:
    """Who of these hears now, and why one cannot talk to them at all; empty where one can."""
    audience = units_audience(units)
    if audience is None:
        few = _tr(QT_TRANSLATE_NOOP("talk", "More than {n} units at once: choose fewer"))
        return NOBODY, few.format(n=MOST_MEMBERS) if units else _tr(QT_TRANSLATE_NOOP("talk", "Nobody is meant"))
    heard = scene.hearers(audience)
    if heard.terminals:
        return heard, ""
    reasons = set(heard.deaf.values())
    reason = deaf_words(reasons.pop()) if len(reasons) == 1 else _reasons(heard)
    return heard, _tr(QT_TRANSLATE_NOOP("talk", "Nobody can hear: {reason}")).format(reason=reason)


def units_name(units: Sequence[int], picture: Picture) -> str:
    """``V-07``, ``V-07, D-03``, ``12 units``."""
    known = [unit.callsign for number in units[: _NAMED + 1] if (unit := picture.units.get(number)) is not None]
    if len(units) <= _NAMED and len(known) == len(units) and known:
        return ", ".join(known)
    if len(units) == 1:
        return _tr(QT_TRANSLATE_NOOP("talk", "No. {n}")).format(n=units[0])
    return _tr(QT_TRANSLATE_NOOP("talk", "{n} units")).format(n=len(units))
