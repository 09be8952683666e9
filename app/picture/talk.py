"""How facts of talk change the picture."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from app.domain import event as facts
from app.domain.talk import BurstRow, Missed, Receipt, ReceiptRow
from app.picture.changes import Changes

if TYPE_CHECKING:
    from app.picture.picture import Picture

#: So many of the last bursts are on the picture; older ones are asked of the station.
MOST_BURSTS = 300
#: So many receipts of them; the number of a unit, or of an end that a burst did not reach, weighs less.
#: Without this, what a town says to all of its units would soon be gigabytes.
MOST_RECEIPTS, _NUMBERS_A_RECEIPT = 20_000, 25


def put_talkgroup(
    picture: Picture, fact: facts.TalkgroupRegistered | facts.TalkgroupChanged, _: datetime
) -> Changes:
    picture.talkgroups[fact.talkgroup.number] = fact.talkgroup
    return Changes(calls=frozenset({fact.talkgroup.number}))


def retire_talkgroup(picture: Picture, fact: facts.TalkgroupRetired, _: datetime) -> Changes:
    del picture.talkgroups[fact.talkgroup]
    return Changes(calls=frozenset({fact.talkgroup}))


def open_call(picture: Picture, fact: facts.CallOpened, _: datetime) -> Changes:
    picture.calls[fact.call.number] = fact.call
    return Changes(calls=frozenset({fact.call.number}))


def close_call(picture: Picture, fact: facts.CallClosed, _: datetime) -> Changes:
    del picture.calls[fact.call]
    return Changes(calls=frozenset({fact.call}))


def start_burst(picture: Picture, fact: facts.BurstStarted, at: datetime) -> Changes:
    picture.bursts[fact.burst.number] = BurstRow(**dict(fact.burst), started_at=at)
    while len(picture.bursts) > MOST_BURSTS:
        del picture.bursts[min(picture.bursts)]
    return Changes(bursts=frozenset({fact.burst.number, *_shorten(picture)}))


def raise_burst(picture: Picture, fact: facts.BurstRaised, at: datetime) -> Changes:
    return _change_burst(picture, fact.burst, {"priority": fact.priority, "raised_at": at})


def end_burst(picture: Picture, fact: facts.BurstEnded, _: datetime) -> Changes:
    return _change_burst(picture, fact.burst, {"duration_s": fact.duration_s, "end": fact.reason})


def receive_burst(picture: Picture, fact: facts.BurstReceived, at: datetime) -> Changes:
    burst = picture.bursts.get(fact.burst)
    if burst is None or burst.is_short:
        return Changes()
    picture.bursts[fact.burst] = received(burst, fact, at)
    return Changes(bursts=frozenset({fact.burst, *_shorten(picture)}))


def received(burst: BurstRow, fact: facts.BurstReceived, at: datetime) -> BurstRow:
    """The burst with the news of who heard it, which came at ``at``."""
    receipts = _merged(burst.receipts, fact.receipts, at)
    missed = burst.missed
    if missed or fact.missed:
        ends: dict[str, set[int]] = {}
        for group in (*missed, *fact.missed):
            ends.setdefault(group.reason, set()).update(group.ends)
        # Who came later after all has a receipt.
        reached = {receipt.number for receipt in receipts}
        left = {reason: tuple(sorted(numbers - reached)) for reason, numbers in sorted(ends.items())}
        missed = tuple(Missed(reason=reason, ends=numbers) for reason, numbers in left.items() if numbers)
    return burst.model_copy(update={"receipts": receipts, "missed": missed})


def _merged(held: Iterable[ReceiptRow], news: Iterable[Receipt], at: datetime) -> tuple[ReceiptRow, ...]:
    """The last word of each end, in the order of their numbers."""
    last = {receipt.number: receipt for receipt in held}
    # They were checked when the fact was read.
    last |= {receipt.number: ReceiptRow.model_construct(**receipt.__dict__, at=at) for receipt in news}
    return tuple(last[number] for number in sorted(last))


def link_voice(picture: Picture, fact: facts.VoiceLinked, _: datetime) -> Changes:
    picture.voice_links[fact.link.terminal] = fact.link
    return Changes(voice_links=frozenset({fact.link.terminal}))


def unlink_voice(picture: Picture, fact: facts.VoiceUnlinked, _: datetime) -> Changes:
    gone = picture.voice_links.pop(fact.terminal, None)
    return Changes(voice_links=frozenset({fact.terminal}) if gone is not None else frozenset())


def _change_burst(picture: Picture, number: int, update: dict[str, object]) -> Changes:
    burst = picture.bursts.get(number)
    if burst is None:
        # So many came since that it is no longer on the picture.
        return Changes()
    picture.bursts[number] = burst.model_copy(update=update)
    return Changes(bursts=frozenset({number}))


def _shorten(picture: Picture) -> list[int]:
    """Leave out the long lists of the oldest bursts, until the others' are few enough; their numbers."""
    weights = {number: _weight(burst) for number, burst in picture.bursts.items()}
    total, shortened = sum(weights.values()), []
    for number in sorted(picture.bursts)[:-1]:
        if total <= MOST_RECEIPTS:
            break
        if weights[number]:
            total -= weights[number]
            update = {"units": (), "receipts": (), "missed": (), "is_short": True}
            picture.bursts[number] = picture.bursts[number].model_copy(update=update)
            shortened.append(number)
    return shortened


def _weight(burst: BurstRow) -> float:
    numbers = len(burst.units) + sum(len(group.ends) for group in burst.missed)
    return len(burst.receipts) + numbers / _NUMBERS_A_RECEIPT
