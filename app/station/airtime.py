"""Whether a terminal may show video now, and which of the station's own facts may go on the log."""

from __future__ import annotations

from app.domain import event as facts
from app.domain.errors import AppError
from app.domain.event import Fact
from app.domain.stream import StreamEnd
from app.picture.picture import Picture


def check_may_show(picture: Picture, terminal: int) -> None:
    """A unit off duty has no video, as it has no position.

    Raises:
        AppError("terminal.unknown"), ("stream.no_unit"), ("stream.off_duty")
    """
    known = picture.terminals.get(terminal)
    if known is None:
        raise AppError("terminal.unknown", number=terminal)
    unit = picture.units.get(known.unit or 0)
    if unit is None:
        raise AppError("stream.no_unit")
    if not unit.is_on_duty:
        raise AppError("stream.off_duty", callsign=unit.callsign)


def check_note(picture: Picture, fact: Fact) -> None:
    """Whether a fact of the station's own is still one, after the commands that went before it.

    Raises:
        AppError("stream.absent"): this publishing has ended, or another has taken its place.
        AppError("stream.refused"): that its push was refused is told already, or it shows something after all.
        AppError("voice.absent"): this terminal was not linked.
        AppError: what ``check_may_show`` refuses with.
    """
    match fact:
        case facts.TerminalHeard() if fact.terminal not in picture.terminals:
            raise AppError("terminal.unknown", number=fact.terminal)
        case facts.StreamStarted():
            check_may_show(picture, fact.stream.terminal)
        case facts.StreamChanged():
            _check_shown(picture, fact.stream.terminal, fact.stream.number)
        case facts.StreamEnded():
            _check_shown(picture, fact.terminal, fact.number)
        case facts.PushRefused():
            check_may_show(picture, fact.terminal)
            if fact.terminal in picture.streams or picture.terminals[fact.terminal].push_fault is fact.fault:
                raise AppError("stream.refused")
        case facts.VoiceLinked() if fact.link.terminal not in picture.terminals:
            raise AppError("terminal.unknown", number=fact.link.terminal)
        case facts.VoiceUnlinked() if fact.terminal not in picture.voice_links:
            raise AppError("voice.absent")


def _check_shown(picture: Picture, terminal: int, number: int) -> None:
    shown = picture.streams.get(terminal)
    if shown is None or shown.number != number:
        raise AppError("stream.absent")


def streams_of_unit_ended(picture: Picture, unit: int) -> list[Fact]:
    """The ends of what the unit's terminals show, for when it goes off duty."""
    carried = [
        n for n in picture.streams if (known := picture.terminals.get(n)) is not None and known.unit == unit
    ]
    return [fact for number in carried for fact in stream_ended(picture, number, StreamEnd.OFF_DUTY)]


def stream_ended(picture: Picture, terminal: int, reason: StreamEnd) -> list[Fact]:
    """The end of what a terminal shows; nothing when it shows nothing."""
    shown = picture.streams.get(terminal)
    return [facts.StreamEnded(terminal=terminal, number=shown.number, reason=reason)] if shown is not None else []
