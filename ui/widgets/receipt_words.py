"""Receipts in words: what became of a burst, at one end and at all of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from PySide6.QtCore import QCoreApplication

from app.domain.talk import Hearing, Missed, Receipt, ReceiptRow
from app.picture.audience import Deaf
from ui.widgets.durations import clock_text
from ui.widgets.hearers_words import deaf_words
from ui.widgets.i18n import QT_TRANSLATE_NOOP

#: As they stand in a figure; what went wrong comes last there, where the eye ends.
_FIGURES = {
    Hearing.PLAYED: QT_TRANSLATE_NOOP("talk", "{n} played"),
    Hearing.ACKNOWLEDGED: QT_TRANSLATE_NOOP("talk", "{n} acknowledged"),
    Hearing.SENT: QT_TRANSLATE_NOOP("talk", "{n} sent"),
    Hearing.FAILED: QT_TRANSLATE_NOOP("talk", "{n} failed"),
}
_HEADINGS = {
    Hearing.FAILED: QT_TRANSLATE_NOOP("talk", "Failed"),
    Hearing.SENT: QT_TRANSLATE_NOOP("talk", "Sent, not confirmed"),
    Hearing.PLAYED: QT_TRANSLATE_NOOP("talk", "Played"),
    Hearing.ACKNOWLEDGED: QT_TRANSLATE_NOOP("talk", "Acknowledged"),
}
#: As they stand one below the other: what went wrong first.
OUTCOMES = tuple(_HEADINGS)
_REASONS = {
    "hearing.muted": QT_TRANSLATE_NOOP("talk", "muted there"),
    "hearing.no_loudspeaker": QT_TRANSLATE_NOOP("talk", "no loudspeaker"),
    "hearing.lost": QT_TRANSLATE_NOOP("talk", "nothing arrived"),
    "nothing_came": QT_TRANSLATE_NOOP("talk", "nothing arrived"),
}
#: What one knows of a unit with several terminals is the best that any of them says.
_RANK = {Hearing.FAILED: 0, Hearing.SENT: 1, Hearing.PLAYED: 2, Hearing.ACKNOWLEDGED: 3}


def _tr(text: str) -> str:
    return QCoreApplication.translate("talk", text)


def receipts_figure(receipts: Iterable[Receipt], missed: Iterable[Missed] = ()) -> str:
    """``11 played · 2 acknowledged · 1 failed``, each end counted once; empty while nobody is known of."""
    return " · ".join(figure_parts(receipts, missed).values())


def figure_parts(receipts: Iterable[Receipt], missed: Iterable[Missed] = ()) -> dict[Hearing, str]:
    """The same by outcome, in its order."""
    counts = Counter(receipt.hearing for receipt in receipts)
    counts[Hearing.FAILED] += sum(len(group.ends) for group in missed)
    known = {hearing: words for hearing, words in _FIGURES.items() if counts[hearing]}
    return {hearing: _tr(words).format(n=counts[hearing]) for hearing, words in known.items()}


def outcome_name(hearing: Hearing) -> str:
    return _tr(_HEADINGS[hearing])


def best_of(receipts: Iterable[ReceiptRow]) -> ReceiptRow | None:
    """What stands for all terminals of a unit."""
    return max(receipts, key=lambda receipt: _RANK[receipt.hearing], default=None)


def reason_words(reason: str) -> str:
    """Why it failed, in a few words; what a device says that nobody here knows stands as it is."""
    if reason in set(Deaf):
        return deaf_words(Deaf(reason))
    words = _REASONS.get(reason)
    return _tr(words) if words is not None else reason or _tr(QT_TRANSLATE_NOOP("talk", "no reason given"))


def receipt_words(receipt: ReceiptRow) -> str:
    """``played 98 %``, ``played, acknowledged 14:03:07``, ``failed: link lost``, ``sent, not confirmed``."""
    match receipt.hearing:
        case Hearing.FAILED:
            return _tr(QT_TRANSLATE_NOOP("talk", "failed: {reason}")).format(reason=reason_words(receipt.reason))
        case Hearing.SENT:
            return _tr(QT_TRANSLATE_NOOP("talk", "sent, not confirmed"))
        case Hearing.PLAYED:
            return _played(receipt.share)
    at = clock_text(receipt.at) if receipt.at is not None else ""
    words = _tr(QT_TRANSLATE_NOOP("talk", "{played}, acknowledged {time}"))
    return words.format(played=_played(receipt.share), time=at).rstrip()


def share_words(share: float | None) -> str:
    """``98 %``: never all while some is missing, never nothing while there was some. Empty where nobody said."""
    if share is None:
        return ""
    percent = min(99, max(1, round(share * 100))) if 0 < share < 1 else round(share * 100)
    return _tr(QT_TRANSLATE_NOOP("talk", "{n} %")).format(n=percent)


def _played(share: float | None) -> str:
    if share is None:
        return _tr(QT_TRANSLATE_NOOP("talk", "played"))
    return _tr(QT_TRANSLATE_NOOP("talk", "played {share}")).format(share=share_words(share))
