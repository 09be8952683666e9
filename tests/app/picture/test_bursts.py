from __future__ import annotations

from datetime import UTC, datetime

from app.domain import event as facts
from app.domain.event import FACT, Event, Fact
from app.domain.snapshot import Snapshot
from app.domain.talk import Burst, CallKind, Hearing, Missed, Priority, Receipt
from app.picture.picture import Picture
from app.picture.talk import MOST_RECEIPTS

AT = datetime(2031, 5, 4, tzinfo=UTC)
CITY = tuple(range(1, 10_001))


def told(picture: Picture, fact: Fact) -> frozenset[int]:
    event = Event(seq=picture.seq + 1, at=AT, by="station", fact=fact, digest="0" * 64)
    return picture.apply(event).bursts


def to_all(number: int) -> tuple[facts.BurstStarted, facts.BurstReceived]:
    burst = Burst(number=number, call=3, kind=CallKind.GROUP, priority=Priority.DISPATCHER, by=1, units=CITY)
    receipts = tuple(Receipt(number=20_000 + end, hearing=Hearing.SENT) for end in range(500))
    missed = (Missed(reason="link_lost", ends=tuple(range(30_000, 39_500))),)
    return facts.BurstStarted(burst=burst), facts.BurstReceived(burst=number, receipts=receipts, missed=missed)


def test_whoever_is_reached_after_all_is_missed_no_more() -> None:
    picture = Picture()
    for fact in to_all(5):
        told(picture, fact)
    late = Receipt(number=30_001, hearing=Hearing.PLAYED, share=0.4)
    told(picture, facts.BurstReceived(burst=5, receipts=(late,)))
    told(picture, facts.BurstReceived(burst=5, receipts=(), missed=(Missed(reason="off_duty", ends=(7, 6)),)))
    burst = picture.bursts[5]
    assert {group.reason: len(group.ends) for group in burst.missed} == {"link_lost": 9_499, "off_duty": 2}
    assert [(r.number, r.at) for r in burst.receipts if r.hearing is Hearing.PLAYED] == [(30_001, AT)]


def test_what_a_city_says_to_all_of_its_units_again_and_again_stays_small() -> None:
    picture, changed = Picture(), set()
    for number in range(1, 60):
        for fact in to_all(number):
            changed |= told(picture, fact) - {number}
    short = [burst.number for burst in picture.bursts.values() if burst.is_short]
    assert short == sorted(changed) == list(range(1, len(short) + 1))
    assert 10 < len(picture.bursts) - len(short) < 25
    assert sum(len(burst.receipts) for burst in picture.bursts.values()) < MOST_RECEIPTS
    assert not any(b.units or b.receipts or b.missed for b in picture.bursts.values() if b.is_short)
    assert told(picture, facts.BurstReceived(burst=1, receipts=to_all(1)[1].receipts)) == frozenset()
    text = picture.to_snapshot(AT, "s").model_dump_json()
    assert len(text) < 5_000_000
    assert Picture.from_snapshot(Snapshot.model_validate_json(text)).bursts == picture.bursts


def test_who_makes_an_emergency_of_a_burst_is_told_with_the_time() -> None:
    picture = Picture()
    told(picture, to_all(5)[0])
    assert (picture.bursts[5].priority, picture.bursts[5].raised_at) == (Priority.DISPATCHER, None)
    assert told(picture, facts.BurstRaised(burst=5, priority=Priority.EMERGENCY)) == {5}
    assert (picture.bursts[5].priority, picture.bursts[5].raised_at) == (Priority.EMERGENCY, AT)
    assert told(picture, facts.BurstRaised(burst=4, priority=Priority.EMERGENCY)) == frozenset()


def test_what_old_logs_say_is_read() -> None:
    old = b'{"kind":"burst.received","burst":7,"receipts":[{"number":1,"hearing":"sent","reason":""}]}'
    assert FACT.validate_json(old) == facts.BurstReceived(
        burst=7, receipts=(Receipt(number=1, hearing=Hearing.SENT),)
    )
