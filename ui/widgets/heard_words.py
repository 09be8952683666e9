"""Who heard a burst, in a few words: of the terminals that it was for; desks that listen in are not counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication

from app.domain.talk import BurstRow, Hearing, Receipt
from app.picture.picture import Picture
from ui.widgets.burst_words import carrier_of, talker_name
from ui.widgets.i18n import QT_TRANSLATE_NOOP
from ui.widgets.receipt_words import reason_words

_HEARD = frozenset({Hearing.PLAYED, Hearing.ACKNOWLEDGED})
#: So many that did not hear are named.
_MOST_NAMED = 12


def _tr(text: str) -> str:
    return QCoreApplication.translate("talk", text)


def heard_words(burst: BurstRow | None, picture: Picture) -> str:
    """``Heard by 9 of 12: 2 off duty · 1 link lost``; empty where that is not known (any more)."""
    heard, count = _counts(burst, picture)
    if burst is None or not count:
        return ""
    reasons = Counter(reason_words(reason) for _, reason in _failed(burst, picture))
    if not heard and not reasons:
        return _tr(QT_TRANSLATE_NOOP("talk", "Sent to {m}")).format(m=count)
    words = _tr(QT_TRANSLATE_NOOP("talk", "Heard by {n} of {m}")).format(n=heard, m=count)
    silent = count - heard - reasons.total()
    parts = [_tr(QT_TRANSLATE_NOOP("talk", "{n} {reason}")).format(n=n, reason=why) for why, n in reasons.items()]
    if silent:
        parts.append(_tr(QT_TRANSLATE_NOOP("talk", "{n} not confirmed")).format(n=silent))
    return f"{words}: {' · '.join(parts)}" if parts else words


def played_words(burst: BurstRow | None, picture: Picture) -> str:
    """``11 of 12 played``; empty where that is not known (any more)."""
    played, count = _counts(burst, picture)
    return _tr(QT_TRANSLATE_NOOP("talk", "{n} of {m} played")).format(n=played, m=count) if count else ""


def unheard_lines(burst: BurstRow | None, picture: Picture) -> list[str]:
    """Who did not hear it and why, one a line; the first of them."""
    failed = _failed(burst, picture) if burst is not None else []
    lines = [f"{talker_name(number, picture)}: {reason_words(reason)}" for number, reason in failed[:_MOST_NAMED]]
    if len(failed) > _MOST_NAMED:
        lines.append(_tr(QT_TRANSLATE_NOOP("talk", "and {n} others")).format(n=len(failed) - _MOST_NAMED))
    return lines


def _counts(burst: BurstRow | None, picture: Picture) -> tuple[int, int]:
    """How many heard it, of how many that it was for."""
    if burst is None or burst.is_short:
        return 0, 0
    receipts = _of_terminals(burst, picture)
    count = len(receipts) + sum(len(group.ends) for group in burst.missed)
    return sum(receipt.hearing in _HEARD for receipt in receipts), count


def _failed(burst: BurstRow, picture: Picture) -> Sequence[tuple[int, str]]:
    failed = [(one.number, one.reason) for one in _of_terminals(burst, picture) if one.hearing is Hearing.FAILED]
    return failed + [(number, group.reason) for group in burst.missed for number in group.ends]


def _of_terminals(burst: BurstRow, picture: Picture) -> list[Receipt]:
    return [receipt for receipt in burst.receipts if carrier_of(receipt.number, picture) is not None]
