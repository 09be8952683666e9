"""What the talk bar says, from states to words."""

from __future__ import annotations

from collections import Counter

from PySide6.QtCore import QCoreApplication

from app.domain.errors import AppError
from app.domain.talk import BurstEnd, VoicePath
from app.picture.audience import Deaf, Hearers
from app.picture.picture import Picture
from app.voice.talk import Phase, TalkState
from ui.widgets.i18n import QT_TRANSLATE_NOOP
from ui.widgets.sentences import sentence
from ui.widgets.talk_port import VoiceState

_DEAF = {
    Deaf.OFF_DUTY: QT_TRANSLATE_NOOP("talk", "{n} off duty"),
    Deaf.NO_TERMINAL: QT_TRANSLATE_NOOP("talk", "{n} without terminal"),
    Deaf.LINK_LOST: QT_TRANSLATE_NOOP("talk", "{n} without link"),
    Deaf.UNKNOWN: QT_TRANSLATE_NOOP("talk", "{n} unknown"),
}
_ENDS = {
    BurstEnd.PRE_EMPTED: QT_TRANSLATE_NOOP("talk", "Stop: somebody with priority talks"),
    BurstEnd.TIME_LIMIT: QT_TRANSLATE_NOOP("talk", "Stop: your time is over"),
    BurstEnd.VANISHED: QT_TRANSLATE_NOOP("talk", "Stop: the station no longer heard you"),
    BurstEnd.REVOKED: QT_TRANSLATE_NOOP("talk", "Stop: you may no longer talk here"),
    BurstEnd.CALL_CLOSED: QT_TRANSLATE_NOOP("talk", "Stop: the call was closed"),
    BurstEnd.STATION_STOPPED: QT_TRANSLATE_NOOP("talk", "Stop: the station stops"),
}


def _tr(text: str) -> str:
    return QCoreApplication.translate("talk", text)


def clock_words(seconds: float) -> str:
    """``0:04``, ``1:12``."""
    minutes, rest = divmod(max(0, int(seconds)), 60)
    return f"{minutes}:{rest:02}"


def hearers_words(heard: Hearers) -> str:
    """``12 hear, 3 cannot: 2 off duty, 1 without link``."""
    reachable = len(heard.units) or len(heard.terminals)
    if not heard.deaf:
        return _tr(QT_TRANSLATE_NOOP("talk", "{n} hear")).format(n=reachable)
    counts = Counter(heard.deaf.values())
    reasons = ", ".join(_tr(_DEAF[why]).format(n=counts[why]) for why in Deaf if counts[why])
    words = _tr(QT_TRANSLATE_NOOP("talk", "{n} hear, {m} cannot: {reasons}"))
    return words.format(n=reachable, m=len(heard.deaf), reasons=reasons)


def own_words(own: TalkState, now_s: float, picture: Picture) -> str:
    """One's own state; empty while one does not talk."""
    passed_s = now_s - own.since_s
    match own.phase:
        case Phase.ASKED:
            return _tr(QT_TRANSLATE_NOOP("talk", "Asking …"))
        case Phase.QUEUED:
            words = _tr(QT_TRANSLATE_NOOP("talk", "Waiting, {n} in line; {holder} talks"))
            return words.format(n=own.position, holder=talker_name(own.holder, picture))
        case Phase.ON_AIR:
            words = _tr(QT_TRANSLATE_NOOP("talk", "ON AIR {time}, {left} left"))
            return words.format(time=clock_words(passed_s), left=clock_words(own.limit_s - passed_s))
        case Phase.DENIED:
            return sentence(AppError(own.code)).what
        case Phase.REVOKED:
            return _tr(_ENDS[own.end]) if own.end is not None else ""
        case _:
            return ""


def path_words(voice: VoiceState) -> str:
    """How speech travels, in a word or two."""
    if voice.path is None:
        return _tr(QT_TRANSLATE_NOOP("talk", "No link"))
    name = "UDP" if voice.path is VoicePath.UDP else "WebSocket"
    if voice.loss < 0.005:
        return name
    return _tr(QT_TRANSLATE_NOOP("talk", "{path}, {n} % lost")).format(path=name, n=round(voice.loss * 100))


def talker_name(number: int | None, picture: Picture) -> str:
    """The unit of a terminal, an operator, or a number when the picture knows neither."""
    if number is None:
        return _tr(QT_TRANSLATE_NOOP("talk", "somebody"))
    terminal = picture.terminals.get(number)
    unit = picture.units.get(terminal.unit) if terminal is not None and terminal.unit is not None else None
    if unit is not None:
        return unit.callsign
    operator = picture.operators.get(number)
    if operator is not None:
        return operator.name or operator.login
    return _tr(QT_TRANSLATE_NOOP("talk", "No. {n}")).format(n=number)
