"""The state of the link in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import QCoreApplication

from app.sync.feed_state import FeedPhase, FeedState
from ui.theme.tokens import Hue, Theme
from ui.widgets.durations import age_text, clock_text, lag_text
from ui.widgets.sentences import sentence

translate = QCoreApplication.translate


@dataclass(frozen=True, slots=True)
class Outage:
    """What the amber bar says: since when, why, what still works and what waits."""

    headline: str
    detail: str


def sign_text(state: FeedState, lag_s: float | None, now: datetime) -> str:
    """The short word in the top bar, with its age: ``Live 0.1 s``, ``Lost 42 s``."""
    match state.phase:
        case FeedPhase.LIVE:
            lag = "" if lag_s is None else lag_text(lag_s)
            return translate("link", "Live {lag}").format(lag=lag).rstrip()
        case FeedPhase.CONNECTING:
            return translate("link", "Connecting …")
        case FeedPhase.LOST:
            return translate("link", "Lost {age}").format(age=age_text(_age_s(state, now)))
        case FeedPhase.SIGNED_OUT:
            return translate("link", "Signed out")
        case FeedPhase.STOPPED:
            return translate("link", "Not connected")


def sign_hue(state: FeedState, theme: Theme) -> Hue:
    match state.phase:
        case FeedPhase.LIVE:
            return theme.good
        case FeedPhase.CONNECTING | FeedPhase.STOPPED:
            return Hue(theme.text_3, theme.text_2, theme.base, "○")
        case _:
            return theme.warning


def outage(state: FeedState, waiting: int, now: datetime) -> Outage | None:
    """What to say while the station is away; None when there is nothing to say."""
    if state.phase is FeedPhase.SIGNED_OUT:
        headline = translate("link", "The station has ended this session at {time}.")
        headline = headline.format(time=clock_text(state.since_at))
    elif state.phase is FeedPhase.LOST:
        headline = translate("link", "No station since {time} ({age}).")
        headline = headline.format(time=clock_text(state.since_at), age=age_text(_age_s(state, now)))
    else:
        return None
    # What the operator gave comes first: in a narrow window the end is cut off.
    parts = []
    if waiting == 1:
        parts.append(translate("link", "One order waits and goes out by itself."))
    elif waiting:
        parts.append(translate("link", "{n} orders wait and go out by themselves.").format(n=waiting))
    if state.reason and state.phase is FeedPhase.LOST:
        parts.append(sentence(state.reason).what)
    parts.append(translate("link", "Map, lists and details show what was known then."))
    if state.next_try_at is not None:
        pause_s = max(0.0, (state.next_try_at - now).total_seconds())
        parts.append(translate("link", "Next try in {age}.").format(age=age_text(pause_s)))
    return Outage(headline, " ".join(parts))


def _age_s(state: FeedState, now: datetime) -> float:
    return max(0.0, (now - state.since_at).total_seconds())
