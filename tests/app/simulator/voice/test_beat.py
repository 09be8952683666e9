from __future__ import annotations

import asyncio
import time

from app.simulator.voice.beat import Beat
from app.voice.wave import FRAME_S


def test_it_beats_fifty_times_a_second_for_all_and_stands_still_for_nobody() -> None:
    async def listen() -> None:
        beat = Beat()
        assert beat.is_still
        one, two = asyncio.Event(), asyncio.Event()
        counts = {"one": 0, "two": 0}

        def first(_: float) -> None:
            counts["one"] += 1
            if counts["one"] == 20:
                beat.leave(first)
                one.set()

        def second(_: float) -> None:
            counts["two"] += 1
            if counts["two"] == 5:
                beat.leave(second)
                beat.leave(second)
                two.set()

        began_s = time.monotonic()
        beat.join(first)
        beat.join(second)
        beat.join(first)
        await asyncio.wait_for(one.wait(), 5)
        assert time.monotonic() - began_s >= 19 * FRAME_S
        assert two.is_set() and counts == {"one": 20, "two": 5}
        assert beat.is_still

    asyncio.run(listen())


def test_a_loop_that_was_held_up_makes_up_for_a_fifth_of_a_second_and_no_more() -> None:
    async def listen(held_up_s: float) -> int:
        beat, ticks = Beat(), 0

        def tick(_: float) -> None:
            nonlocal ticks
            ticks += 1

        beat.join(tick)
        # As when a disk does not answer.
        time.sleep(held_up_s)
        # The one beat that is overdue now; all that comes of it comes in one go.
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        beat.leave(tick)
        return ticks

    assert 5 <= asyncio.run(listen(0.11)) <= 10
    assert asyncio.run(listen(0.5)) in {10, 11}
