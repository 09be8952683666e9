from __future__ import annotations

import asyncio
import time
from types import SimpleNamespace

import pytest

from app.simulator.voice import metronome as metronomes
from app.simulator.voice.metronome import Metronome
from app.voice.wave import FRAME_S
from tests.app.simulator.voice.made_up_time import MadeUpTime


def test_it_ticks_fifty_times_a_second_for_all_and_stands_still_for_nobody(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def listen() -> None:
        metronome = Metronome()
        assert metronome.is_still
        one, two = asyncio.Event(), asyncio.Event()
        counts = {"one": 0, "two": 0}

        def first(_: float) -> None:
            counts["one"] += 1
            if counts["one"] == 20:
                metronome.leave(first)
                one.set()

        def second(_: float) -> None:
            counts["two"] += 1
            if counts["two"] == 5:
                metronome.leave(second)
                metronome.leave(second)
                two.set()

        began_s = time.monotonic()
        metronome.join(first)
        metronome.join(second)
        metronome.join(first)
        await asyncio.wait_for(one.wait(), 5)
        assert time.monotonic() - began_s == pytest.approx(20 * FRAME_S)
        assert two.is_set() and counts == {"one": 20, "two": 5}
        assert metronome.is_still

    MadeUpTime(monkeypatch).run(listen())


def test_a_loop_that_was_held_up_makes_up_for_a_fifth_of_a_second_and_no_more(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def listen(held_up_s: float) -> int:
        ticks: list[float] = []
        now_s = 100.0
        monkeypatch.setattr(metronomes, "time", SimpleNamespace(monotonic=lambda: now_s))
        metronome, came = Metronome(), asyncio.Event()

        def tick(at_s: float) -> None:
            ticks.append(at_s)
            came.set()

        metronome.join(tick)
        # As when a disk does not answer.
        now_s += held_up_s
        # All that comes of it comes in one go.
        await came.wait()
        metronome.leave(tick)
        return len(ticks)

    assert asyncio.run(listen(0.11)) == 5
    assert asyncio.run(listen(0.5)) == 10


def test_who_joins_while_the_last_one_leaves_is_ticked_at_the_same_pace(monkeypatch: pytest.MonkeyPatch) -> None:
    async def listen() -> float:
        metronome, over = Metronome(), asyncio.Event()
        ticks: list[float] = []

        def second(now_s: float) -> None:
            ticks.append(now_s)
            if len(ticks) == 10:
                metronome.leave(second)
                over.set()

        def first(_: float) -> None:
            metronome.leave(first)
            metronome.join(second)

        metronome.join(first)
        await asyncio.wait_for(over.wait(), 5)
        return ticks[-1] - ticks[0]

    assert MadeUpTime(monkeypatch).run(listen()) == pytest.approx(9 * FRAME_S)
