"""How facts of talk change the picture."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from app.domain import event as facts
from app.domain.talk import BurstRow, Receipt, ReceiptRow
from app.picture.changes import Changes

if TYPE_CHECKING:
    from app.picture.picture import Picture

#: So many of the last bursts are on the picture; older ones are asked of the station.
MOST_BURSTS = 300


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
    return Changes(bursts=frozenset({fact.burst.number}))


def end_burst(picture: Picture, fact: facts.BurstEnded, _: datetime) -> Changes:
    return _change_burst(picture, fact.burst, {"duration_s": fact.duration_s, "end": fact.reason})


def receive_burst(picture: Picture, fact: facts.BurstReceived, at: datetime) -> Changes:
    burst = picture.bursts.get(fact.burst)
    if burst is None:
        return Changes()
    return _change_burst(picture, fact.burst, {"receipts": merged(burst.receipts, fact.receipts, at)})


def merged(held: Iterable[ReceiptRow], news: Iterable[Receipt], at: datetime) -> tuple[ReceiptRow, ...]:
    """The last word of each end, in the order of their numbers; ``at`` is when the news came."""
    last = {receipt.number: receipt for receipt in held}
    last |= {receipt.number: ReceiptRow(**dict(receipt), at=at) for receipt in news}
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
