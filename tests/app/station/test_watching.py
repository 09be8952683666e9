"""What a terminal is asked for, on a clock that is set by hand."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.errors import AppError
from app.domain.snapshot import Snapshot
from app.domain.stream import WATCHED_S
from app.domain.terminal import Terminal, TerminalKind
from app.domain.unit import Force, Unit, UnitStatus
from app.media.budget import asked_of_terminal
from app.media.source import Quality
from app.picture.changes import Changes
from app.picture.picture import Picture
from app.station.watching import LOWERED_AFTER_S, WISHES_S, Watching

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
ANNA, BERT = b"anna's desk", b"bert's desk"


def picture(status: UnitStatus = UnitStatus.AVAILABLE) -> Picture:
    unit = Unit(number=1, callsign="V-1", force=Force.SOCIAL, agency="A", status=status, status_at=NOON)
    phones = tuple(Terminal(number=n, kind=TerminalKind.PHONE, unit=1) for n in (2, 3))
    return Picture.from_snapshot(Snapshot(seq=1, at=NOON, station="s", units=(unit,), terminals=phones))


class Room:
    """Desks that watch, terminals 2 and 3 of a unit on duty, and a clock."""

    def __init__(self) -> None:
        self.now_s = 100.0
        self.picture = picture()
        self.watching = Watching(lambda: self.picture, lambda: self.now_s)

    def after(self, seconds: float) -> Quality | None:
        """What terminal 2 is asked for when so much time has passed."""
        self.now_s += seconds
        self.watching.look()
        return self.watching.asked(2)


def test_a_terminal_is_asked_for_what_the_largest_picture_of_it_needs() -> None:
    room = Room()
    assert room.watching.asked(2) is None
    room.watching.show(ANNA, {2: 90, 3: 500})
    assert room.watching.asked(2) is Quality.THUMBNAIL
    room.watching.show(BERT, {2: 200})
    assert room.watching.asked(2) is Quality.SUB
    room.watching.show(ANNA, {2: 1080})
    assert room.watching.asked(2) is Quality.MAIN


def test_a_terminal_takes_wishes_for_a_while_after_it_has_asked() -> None:
    room = Room()
    assert not room.watching.takes_wishes(2)
    room.watching.note_poll(2)
    room.after(WISHES_S - 1)
    assert room.watching.takes_wishes(2)
    assert not room.watching.takes_wishes(3)
    room.after(2)
    assert not room.watching.takes_wishes(2)


def test_a_desk_that_says_nothing_more_is_forgotten() -> None:
    room = Room()
    room.watching.show(ANNA, {2: 1080})
    assert room.after(WATCHED_S - 0.1) is Quality.MAIN
    assert room.after(0.2) is Quality.MAIN
    assert room.after(LOWERED_AFTER_S) is None
    assert len(room.watching) == 0


def test_leafing_through_units_asks_nobody_for_less_in_between() -> None:
    room = Room()
    for _ in range(5):
        room.watching.show(ANNA, {2: 1080})
        assert room.after(1.0) is Quality.MAIN
        room.watching.show(ANNA, {3: 1080})
        assert room.after(LOWERED_AFTER_S - 1.5) is Quality.MAIN
    assert room.after(LOWERED_AFTER_S) is None
    assert room.watching.asked(3) is Quality.MAIN


def test_less_is_asked_for_when_less_has_been_enough_for_a_while() -> None:
    room = Room()
    room.watching.show(ANNA, {2: 1080})
    room.watching.show(ANNA, {2: 150})
    assert room.after(LOWERED_AFTER_S - 0.1) is Quality.MAIN
    room.watching.show(ANNA, {2: 60})
    assert room.after(0.2) is Quality.THUMBNAIL


def test_a_unit_off_duty_is_asked_for_nothing_however_many_watch() -> None:
    room = Room()
    room.watching.show(ANNA, {2: 1080})
    room.picture = picture(UnitStatus.OFF_DUTY)
    assert room.watching.asked(2) is None
    room.watching.show(ANNA, {99: 1080})
    assert room.watching.asked(99) is None


_HEIGHTS = st.dictionaries(st.sampled_from([2, 3]), st.integers(0, 1200))
_STEPS = st.lists(st.tuples(st.sampled_from([ANNA, BERT]), _HEIGHTS, st.floats(0, 20)), max_size=12)


@given(_STEPS)
def test_nobody_who_watches_gets_less_than_needed_and_in_the_end_nobody_sends_more(
    steps: list[tuple[bytes, dict[int, int], float]],
) -> None:
    room, shown = Room(), dict[bytes, dict[int, int]]()
    for desk, heights, pause_s in steps:
        room.watching.show(desk, heights)
        shown[desk] = heights
        needed = asked_of_terminal(said.get(2, 0) for said in shown.values())
        asked = room.watching.asked(2)
        ranks = [None, Quality.THUMBNAIL, Quality.SUB, Quality.MAIN]
        assert ranks.index(asked) >= ranks.index(needed)
        room.after(min(pause_s, WATCHED_S / 15))
    room.after(WATCHED_S)
    assert room.after(LOWERED_AFTER_S) is None
    assert len(room.watching) == 0


def story(told: Callable[[Room], Awaitable[None]]) -> None:
    async def run() -> None:
        async with asyncio.timeout(60):
            await told(Room())

    asyncio.run(run())


async def _waits(room: Room, terminal: int = 2) -> asyncio.Task[None]:
    task = asyncio.create_task(room.watching.wait(terminal, 60))
    await asyncio.sleep(0)
    assert room.watching.polls
    return task


def test_who_waits_is_told_at_once_when_somebody_watches_and_nobody_else_is() -> None:
    async def told(room: Room) -> None:
        mine, others = await _waits(room), await _waits(room, 3)
        room.watching.show(ANNA, {2: 1080})
        await mine
        assert not others.done()
        assert room.watching.polls == 1
        others.cancel()

    story(told)


def test_who_waits_is_told_when_duty_begins_or_ends() -> None:
    async def told(room: Room) -> None:
        waiting = await _waits(room)
        room.watching.on_changes(Changes(units=frozenset({7}), terminals=frozenset({8})))
        assert room.watching.polls == 1
        room.watching.on_changes(Changes(units=frozenset({1})))
        await waiting

    story(told)


def test_a_second_wait_of_a_terminal_ends_the_first() -> None:
    async def told(room: Room) -> None:
        first = await _waits(room)
        second = await _waits(room)
        with pytest.raises(AppError, match=r"stream\.taken_over"):
            await first
        assert room.watching.polls == 1
        second.cancel()

    story(told)


def test_a_wait_ends_with_its_time_and_with_the_station() -> None:
    async def told(room: Room) -> None:
        await room.watching.wait(2, 0.01)
        waiting = await _waits(room)
        room.watching.start()
        await room.watching.stop()
        with pytest.raises(AppError, match=r"station\.stopping"):
            await waiting
        with pytest.raises(AppError, match=r"station\.stopping"):
            await room.watching.wait(2, 1)
        assert room.watching.polls == 0

    story(told)
