"""Two terminals and a desk of one group, and a terminal of another, for whatever may happen to them."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Awaitable, Callable, Sequence

import requests

from app.domain import voice
from app.voice.connection import Door
from tests.contract.station_process import ANSWER_S
from tests.contract.voice_end import End, Town, until

_numbers = itertools.count(1)


class Scene:
    """Its units, groups and terminals are its own, so that many share a station, one after the other."""

    def __init__(self, town: Town) -> None:
        self.town = town
        number = next(_numbers)
        self.agency = f"Agency {number}"
        self.units = [town.unit(f"V-{number}-{index}", self.agency) for index in (1, 2)]
        self.terminals = [town.terminal(unit) for unit in self.units]
        self.strangers = f"Strangers {number}"
        self.stranger = town.terminal(town.unit(f"T-{number}", self.strangers))
        # Both are there before anybody links, so that nobody is told of another later.
        self.group, self.strangers_group = town.talkgroup(self.agency), town.talkgroup(self.strangers)
        self._ends: list[End] = []

    async def terminal(self, index: int) -> End:
        return await self.at(self.town.terminal_door(self.terminals[index]))

    async def other(self) -> End:
        return await self.at(self.town.terminal_door(self.stranger))

    async def desk(self, *, hears: bool = True) -> End:
        end = await self.at(self.town.desk_door())
        if hears:
            end.connection.say(voice.Monitor(calls=(self.group,)))
        return end

    async def at(self, door: Door, *, waits_for_udp: bool = True) -> End:
        end = await End.at(door, waits_for_udp=waits_for_udp)
        self._ends.append(end)
        return end

    def play(self, act: Callable[[], Awaitable[None]]) -> None:
        """Do that, and close all ends that it opened."""
        self.play_together([self], act)

    @staticmethod
    def play_together(scenes: Sequence[Scene], act: Callable[[], Awaitable[None]]) -> None:
        async def whole() -> None:
            try:
                await act()
            finally:
                for scene in scenes:
                    await scene.leave()

        asyncio.run(whole())

    async def leave(self) -> None:
        for end in self._ends:
            await end.close()
        self._ends.clear()

    def rows(self, count: int = 1) -> list[dict[str, object]]:
        """Of the talk log of the group, once so many bursts are noted, and all that is over of them."""
        rows: list[dict[str, object]] = []

        def are_ended() -> bool:
            rows[:] = self.town.bursts(call=self.group)
            return len(rows) >= count and all(row["end"] for row in rows)

        asyncio.run(until(are_ended))
        return rows

    def paths(self) -> dict[int, str]:
        """By which way the log says that terminals of the group are linked."""
        links = self.town.get("/v1/snapshot")["voice_links"]
        return {link["terminal"]: link["path"] for link in links if link["terminal"] not in self.terminals[:1]}

    def refused(self) -> dict[str, float]:
        """How many packets the station has thrown away, by why."""
        page = requests.get(f"{self.town.station.url}/metrics", headers=self.town.headers, timeout=ANSWER_S).text
        lines = [line for line in page.splitlines() if line.startswith("watchfloor_voice_refused_total{")]
        return {line.split('"')[1]: float(line.split()[-1]) for line in lines}

    def port(self, end: End) -> int:
        assert end.connection.welcome.udp_port is not None
        return end.connection.welcome.udp_port
