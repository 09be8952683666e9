"""Ages, durations and moments as a person reads them: short, in tabular figures, local time."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QCoreApplication, QDateTime, QLocale

_MINUTE_S = 60
_HOUR_S = 60 * _MINUTE_S
_DAY_S = 24 * _HOUR_S
#: Up to here an age is told in seconds, since "82 s" says more about a position than "1 min".
_SECONDS_UP_TO_S = 100

translate = QCoreApplication.translate


def age_text(age_s: float) -> str:
    """``3 s``, ``82 s``, ``5 min``, ``2 h``, ``3 d``: one unit, rounded down."""
    if age_s < _SECONDS_UP_TO_S:
        return translate("durations", "{n} s").format(n=int(age_s))
    if age_s < _HOUR_S:
        return translate("durations", "{n} min").format(n=int(age_s // _MINUTE_S))
    if age_s < _DAY_S:
        return translate("durations", "{n} h").format(n=int(age_s // _HOUR_S))
    return translate("durations", "{n} d").format(n=int(age_s // _DAY_S))


def ago_text(age_s: float) -> str:
    """``3 s ago``; ``just now`` within the first second."""
    if age_s < 1:
        return translate("durations", "just now")
    return translate("durations", "{age} ago").format(age=age_text(age_s))


def span_text(span_s: float) -> str:
    """A length of time in two units: ``48 min``, ``3 h 48 min``, ``2 d 5 h``; below a minute in seconds."""
    if span_s < _MINUTE_S:
        return translate("durations", "{n} s").format(n=int(span_s))
    if span_s < _HOUR_S:
        return translate("durations", "{n} min").format(n=int(span_s // _MINUTE_S))
    if span_s < _DAY_S:
        hours, minutes = divmod(int(span_s // _MINUTE_S), 60)
        return translate("durations", "{hours} h {minutes} min").format(hours=hours, minutes=minutes)
    days, hours = divmod(int(span_s // _HOUR_S), 24)
    return translate("durations", "{days} d {hours} h").format(days=days, hours=hours)


def lag_text(lag_s: float) -> str:
    """A delay to the tenth of a second: ``0.1 s``; from ten seconds on as an age."""
    if lag_s >= 10:
        return age_text(lag_s)
    return translate("durations", "{n} s").format(n=QLocale().toString(lag_s, "f", 1))


def clock_text(at: datetime, *, has_seconds: bool = True) -> str:
    """Local time of day: ``21:48:24``. Always 24 hours, as dispatchers write it."""
    return at.astimezone().strftime("%H:%M:%S" if has_seconds else "%H:%M")


def date_text(at: datetime) -> str:
    """Local date, short, in the desk's language: ``Sat 21 Nov``."""
    local = QDateTime.fromMSecsSinceEpoch(int(at.timestamp() * 1000))
    return QLocale().toString(local, "ddd d MMM")


def offset_text(at: datetime) -> str:
    """How local time stands to UTC: ``UTC+2``, ``UTC+5:30``, ``UTC``."""
    offset = at.astimezone().utcoffset()
    minutes = int(offset.total_seconds() // 60) if offset is not None else 0
    if not minutes:
        return "UTC"
    hours, rest = divmod(abs(minutes), 60)
    sign = "+" if minutes > 0 else "−"
    return f"UTC{sign}{hours}:{rest:02}" if rest else f"UTC{sign}{hours}"
