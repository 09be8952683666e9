"""What happened to a unit as moments: its events, and what was said to it with what became of that there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby

from PySide6.QtCore import QCoreApplication

from app.domain import event as facts
from app.domain.event import Event
from app.domain.stream import StreamEnd
from app.domain.talk import BurstRow, CallKind, Hearing, Priority, ReceiptRow, VoicePath
from app.domain.unit import UnitStatus
from app.picture.picture import Picture
from ui.fleet.event_words import author_text, fact_text, status_of
from ui.widgets.burst_words import call_name, clock_words, raised_words, talker_name
from ui.widgets.receipt_words import best_of, receipt_words, receipts_figure

translate = QCoreApplication.translate

#: Video that begins again so soon has only gone on, if it ended so.
_AT_ONCE = timedelta(seconds=2)
_MAY_GO_ON = (StreamEnd.CLOSED, StreamEnd.VANISHED, StreamEnd.TAKEN_OVER)
#: Numbers of those that the unit carries.
Terminals = frozenset[int]


@dataclass(frozen=True, slots=True)
class Moment:
    """One line.

    Args:
        status: what the unit's became, to be shown with its sign. wraps: whether all of the text matters.
    """

    at: datetime
    text: str
    author: str = ""
    status: UnitStatus | None = None
    wraps: bool = False


def moments(events: Iterable[Event], bursts: Iterable[BurstRow], unit: int, picture: Picture) -> Sequence[Moment]:
    """The newest first. Bursts in one talkgroup with nothing in between are one moment."""
    told: list[tuple[datetime, int, Event | BurstRow]] = [
        *((event.at, event.seq, event) for event in _news(events)),
        *((b.started_at, 0, b) for b in bursts),
    ]
    mine = frozenset(number for number, terminal in picture.terminals.items() if terminal.unit == unit)
    ordered = [row for _, _, row in sorted(told, key=lambda one: one[:2], reverse=True)]
    found: list[Moment] = []
    for group, rows in groupby(ordered, _group):
        several = [row for row in rows if isinstance(row, BurstRow)] if group is not None else []
        if len(several) > 1:
            found.append(_of_several(several, mine, picture))
        elif several:
            found.append(_of_burst(several[0], mine, picture))
        else:
            found += [_of(row, mine, picture) for row in rows]
    return found


def _group(row: Event | BurstRow) -> int | None:
    if not isinstance(row, BurstRow) or row.kind is not CallKind.TALKGROUP or row.priority is Priority.EMERGENCY:
        return None
    return row.call


def _of(row: Event | BurstRow, mine: Terminals, picture: Picture) -> Moment:
    if isinstance(row, BurstRow):
        return _of_burst(row, mine, picture)
    return Moment(row.at, fact_text(row.fact), author_text(row, picture), status_of(row.fact))


def _of_burst(burst: BurstRow, mine: Terminals, picture: Picture) -> Moment:
    text = _burst_text(burst, mine, picture)
    if burst.raised_at is not None:
        text = translate("history", "{text}; {raised}").format(text=text, raised=raised_words(burst))
    if burst.priority is Priority.EMERGENCY:
        text = translate("history", "EMERGENCY. {text}").format(text=text)
    return Moment(burst.started_at, text, wraps=True)


def _burst_text(burst: BurstRow, mine: Terminals, picture: Picture) -> str:
    if burst.by in mine:
        said = translate("history", "Said to {whom}, {length}")
        return said.format(whom=call_name(burst, picture), length=clock_words(burst.duration_s or 0.0))
    by = talker_name(burst.by, picture)
    match burst.kind:
        case CallKind.SHOUT:
            what = translate("history", "Shout by {name}: {outcome}")
        case CallKind.TALKGROUP:
            by = translate("history", "{name} to {group}").format(name=by, group=call_name(burst, picture))
            what = translate("history", "{name}: {outcome}")
        case _:
            what = translate("history", "Call by {name}: {outcome}")
    return what.format(name=by, outcome=_outcome(burst, mine))


def _of_several(bursts: Sequence[BurstRow], mine: Terminals, picture: Picture) -> Moment:
    """The newest first."""
    heard = [best for burst in bursts if (best := best_of(_receipts(burst, mine))) is not None]
    text = translate("history", "{n} bursts in {group}").format(n=len(bursts), group=call_name(bursts[0], picture))
    figure = receipts_figure(heard)
    return Moment(bursts[0].started_at, f"{text}: {figure}" if figure else text, wraps=True)


def _outcome(burst: BurstRow, mine: Terminals) -> str:
    best = best_of(_receipts(burst, mine))
    if best is not None:
        return receipt_words(best)
    if burst.end is None:
        return translate("history", "being said")
    return translate("history", "no terminal to hear it")


def _receipts(burst: BurstRow, mine: Terminals) -> Iterator[ReceiptRow]:
    """What became of it at the unit's terminals."""
    for receipt in burst.receipts:
        if receipt.number in mine:
            yield receipt
    for group in burst.missed:
        for end in mine.intersection(group.ends):
            yield ReceiptRow(number=end, hearing=Hearing.FAILED, reason=group.reason)


def _news(events: Iterable[Event]) -> Iterator[Event]:
    """Without links for speech that are only better or worse than they were, and video that only went on."""
    paths: dict[int, VoicePath] = {}
    ordered = sorted(events, key=lambda event: event.seq)
    went_on = set(_went_on(ordered))
    for event in ordered:
        fact = event.fact
        if event.seq in went_on:
            continue
        if isinstance(fact, facts.VoiceUnlinked):
            paths.pop(fact.terminal, None)
        elif isinstance(fact, facts.VoiceLinked):
            if paths.get(fact.link.terminal) is fact.link.path:
                continue
            paths[fact.link.terminal] = fact.link.path
        yield event


def _went_on(events: Iterable[Event]) -> Iterator[int]:
    """Where a terminal's video ended and began again at once, as it does for another quality: numbers of both."""
    ended: dict[int, Event] = {}
    for event in events:
        match event.fact:
            case facts.StreamEnded(terminal=terminal, reason=reason) if reason in _MAY_GO_ON:
                ended[terminal] = event
            case facts.StreamStarted(stream=stream) if stream.terminal in ended:
                end = ended.pop(stream.terminal)
                if event.at - end.at <= _AT_ONCE:
                    yield from (end.seq, event.seq)
