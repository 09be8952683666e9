"""Talking and hearing through a real station: who is heard by whom, and what the log says of it."""

from __future__ import annotations

import asyncio

import pytest

from app.domain import voice
from tests.contract.station_process import StationProcess
from tests.contract.voice_end import SPEECH, End, Town, until


@pytest.fixture
def town(station: StationProcess) -> Town:
    return Town(station)


def test_what_one_says_the_others_of_the_group_hear_and_the_log_tells(town: Town) -> None:
    one, two, other = (
        town.terminal(town.unit(name, agency))
        for name, agency in (("V-1", "Patrol"), ("V-2", "Patrol"), ("T-1", "Traffic"))
    )
    group = town.talkgroup()

    async def talk() -> None:
        talker, hearer, stranger = [await End.at(town.terminal_door(t)) for t in (one, two, other)]
        desk = await End.at(town.desk_door())
        granted = await talker.floor(group)
        taken = await hearer.told_of(voice.FloorTaken)
        assert (taken.burst, taken.ssrc, taken.by, taken.is_heard) == (granted.burst, granted.ssrc, one, True)
        assert (await desk.told_of(voice.FloorTaken)).is_heard is False
        await talker.speak(granted.ssrc, 20)
        talker.connection.say(voice.ReleaseFloor(call=group))
        idle = await hearer.told_of(voice.FloorIdle)
        assert idle.packets == 20
        await hearer.until(lambda: len(hearer.packets) == 20)
        assert [packet.payload for packet in hearer.packets] == [SPEECH] * 20
        assert not stranger.packets and not desk.packets and not talker.packets
        assert not stranger.all(voice.FloorTaken)
        hearer.connection.say(voice.BurstPlayed(burst=granted.burst, share=1.0))
        await until(
            lambda: (
                town.get("/v1/bursts")["bursts"][0]["receipts"]
                == [{"number": two, "hearing": "played", "reason": ""}]
            )
        )
        for end in (talker, hearer, stranger, desk):
            await end.close()

    asyncio.run(talk())
    (row,) = town.get("/v1/bursts")["bursts"]
    assert (row["call"], row["by"], row["end"], row["kind"]) == (group, one, "released", "talkgroup")
    assert 0.3 < row["duration_s"] < 3
