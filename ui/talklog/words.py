"""What the talk log says, from states to words."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QCoreApplication

from app.domain.talk import BurstRow
from app.picture.picture import Picture
from ui.widgets.burst_words import burst_title, clock_words
from ui.widgets.durations import clock_text, date_text
from ui.widgets.i18n import QT_TRANSLATE_NOOP
from ui.widgets.receipt_words import receipts_figure


def _tr(text: str) -> str:
    return QCoreApplication.translate("talk", text)


def row_text(burst: BurstRow, picture: Picture) -> str:
    """A row as one sentence, for those who hear the desk."""
    parts = (clock_text(burst.started_at), burst_title(burst, picture), figure_words(burst))
    return ", ".join(part for part in parts if part)


def figure_words(burst: BurstRow) -> str:
    """Who heard it: ``11 played · 1 failed``; where nobody is known of, why."""
    figure = receipts_figure(burst.receipts, burst.missed)
    if burst.is_short:
        return _tr(QT_TRANSLATE_NOOP("talk", "long ago: choose it to see who heard it"))
    if figure or burst.end is None:
        return figure
    return _tr(QT_TRANSLATE_NOOP("talk", "heard by nobody"))


def length_words(length_s: float | None) -> str:
    """``0:04``; ``–`` where nobody knows."""
    return "–" if length_s is None else clock_words(length_s)


def position_words(position_s: float, length_s: float) -> str:
    words = _tr(QT_TRANSLATE_NOOP("talk", "{position} / {length}"))
    return words.format(position=clock_words(position_s), length=clock_words(length_s))


def speed_words(speed: float) -> str:
    return _tr(QT_TRANSLATE_NOOP("talk", "{n}×")).format(n=f"{speed:g}")


def day_words(at: datetime, now: datetime) -> str:
    """The date, where that is not today."""
    return "" if at.astimezone().date() == now.astimezone().date() else date_text(at)
