"""What a tile says of its source: why there is no live picture, and what happens next."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto

from PySide6.QtCore import QCoreApplication

from app.domain.errors import AppError
from app.media.cost import Step
from app.media.state import Patience
from ui.bridge.video_status import Limit, SourceState, SourceStatus
from ui.widgets.durations import age_text
from ui.widgets.sentences import sentence

translate = QCoreApplication.translate

#: After this without a picture the reader opens the stream anew.
_SILENT_S = Patience().silent_s
#: So long a last picture stands without a word after its source has ended.
_MOMENT_S = 2.0


class Tone(Enum):
    """How much a tile's words ask for attention."""

    QUIET = auto()
    BUSY = auto()
    FAULT = auto()


@dataclass(frozen=True, slots=True)
class Words:
    """
    Args:
        short: one or two words, for a tile with no room for more.
        what: what is so. then: what happens next, or what to do; may be empty.
    """

    tone: Tone
    short: str
    what: str
    then: str = ""


def words(status: SourceStatus) -> Words | None:
    """What stands in the picture's place, or over the last one; None while it is live, or begins anew."""
    match status.state:
        case SourceState.LIVE:
            return None
        case SourceState.NONE:
            return _none(status.reason or AppError("stream.absent"))
        case SourceState.OFF:
            return _off(status.cut_by)
        case SourceState.OPENING:
            return _connecting()
        case SourceState.STALE:
            return _stale(status.picture_age_s)
        case SourceState.RETRYING:
            return None if _is_a_moment_away(status) else _retrying(status)
        case SourceState.ENDED:
            return Words(Tone.QUIET, translate("video", "Ended"), translate("video", "The recording has ended."))


def cut_words(status: SourceStatus) -> str:
    """What a live picture lacks: its sound, or what the budget took away; empty when nothing."""
    if status.state is not SourceState.LIVE:
        return ""
    if status.sound_fault is not None:
        return sentence(status.sound_fault).what
    if status.cut_by is None:
        return ""
    given = {
        Step.KEYS: translate("video", "Key frames only"),
        Step.SUB_SLOW: translate("video", "Fewer pictures"),
        Step.MAIN_SLOW: translate("video", "Fewer pictures"),
        Step.SUB: translate("video", "Small picture"),
    }.get(status.step)
    return f"{given}: {_limit(status.cut_by)}" if given else ""


def _none(reason: AppError) -> Words:
    short = {
        "stream.off_duty": translate("video", "Off duty"),
        "source.unknown": translate("video", "Gone"),
    }.get(reason.code, translate("video", "No video"))
    said = sentence(reason)
    # With one, somebody sends what cannot be shown.
    tone = Tone.FAULT if reason.params.get("reason") else Tone.QUIET
    return Words(tone, short, said.what, said.do)


def _connecting() -> Words:
    return Words(Tone.BUSY, translate("video", "Connecting"), translate("video", "Connecting …"))


def _off(cut_by: Limit | None) -> Words:
    if cut_by is None:
        # What nobody sees is off; these words are seen, so it is about to be opened.
        return _connecting()
    what = translate("video", "Not shown: {limit}.").format(limit=_limit(cut_by))
    then = translate("video", "Choose this tile, or close another one.")
    return Words(Tone.FAULT, translate("video", "Not shown"), what, then)


def _stale(age_s: float | None) -> Words:
    short = translate("video", "No picture")
    if age_s is None:
        return Words(Tone.FAULT, short, translate("video", "Connected, but no picture comes."))
    what = translate("video", "No picture for {age}.").format(age=age_text(age_s))
    left_s = _SILENT_S - age_s
    then = translate("video", "Connecting anew in {age}.").format(age=age_text(left_s + 1)) if left_s > 0 else ""
    return Words(Tone.FAULT, short, what, then)


def _is_a_moment_away(status: SourceStatus) -> bool:
    """A terminal begins its video anew when another quality is needed of it; the caption shows the age so long."""
    has_ended = status.reason is not None and status.reason.code == "stream.ended"
    return has_ended and status.picture_age_s is not None and status.picture_age_s < _MOMENT_S


def _retrying(status: SourceStatus) -> Words:
    reason = status.reason or AppError("stream.interrupted")
    what = sentence(reason).what
    if reason.code == "stream.silent" and status.picture_age_s is not None:
        what = translate("video", "No answer for {age}.").format(age=age_text(status.picture_age_s))
    wait_s = status.retry_in_s or 0.0
    soon = wait_s < 1
    then = translate("video", "Trying again now.")
    if not soon:
        then = translate("video", "Trying again in {age}.").format(age=age_text(wait_s + 0.5))
    return Words(Tone.FAULT, translate("video", "No answer"), what, then)


def _limit(limit: Limit) -> str:
    if limit is Limit.LINE:
        return translate("video", "the network is at its limit")
    return translate("video", "this computer is at its limit")
