"""What is said of announcements: how it stands with one, and who heard it."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from app.picture.picture import Picture
from ui.announce.series import Series, Spoken
from ui.bridge.speech import SendPhase
from ui.widgets.durations import clock_text
from ui.widgets.heard_words import played_words
from ui.widgets.i18n import QT_TRANSLATE_NOOP
from ui.widgets.sentences import sentence


def _tr(text: str) -> str:
    return QCoreApplication.translate("announce", text)


def series_words(series: Series) -> str:
    """``next 21:53:10 · spoken 2 of 3, 1 failed``; of one that is sent once nothing, its one time says it all."""
    if series.plan.times == 1:
        return ""
    words = _next_words(series), _count_words(series)
    return " · ".join(filter(None, words))


def spoken_words(spoken: Spoken, picture: Picture) -> str:
    """One time of it: ``11 of 12 played``, or why not."""
    sending = spoken.sending
    if sending.phase is SendPhase.ASKED:
        return _tr(QT_TRANSLATE_NOOP("announce", "asking for the floor …"))
    played = played_words(picture.bursts.get(sending.burst or 0), picture)
    if sending.phase is SendPhase.ON_AIR:
        return " · ".join(filter(None, (_tr(QT_TRANSLATE_NOOP("announce", "speaking")), played)))
    why = sentence(sending.error).what if sending.error is not None else ""
    return " · ".join(filter(None, (why, played))) or _tr(QT_TRANSLATE_NOOP("announce", "spoken"))


def _next_words(series: Series) -> str:
    if series.next_at is None:
        return ""
    return _tr(QT_TRANSLATE_NOOP("announce", "next {time}")).format(time=clock_text(series.next_at))


def _count_words(series: Series) -> str:
    if series.plan.times is None:
        words = _tr(QT_TRANSLATE_NOOP("announce", "{n} spoken")).format(n=series.sent)
    else:
        words = _tr(QT_TRANSLATE_NOOP("announce", "spoken {n} of {m}")).format(n=series.sent, m=series.plan.times)
    failed = _tr(QT_TRANSLATE_NOOP("announce", "{n} failed")).format(n=series.failed) if series.failed else ""
    return ", ".join(filter(None, (words, failed)))
