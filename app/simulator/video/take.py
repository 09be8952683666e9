"""A take: one push of one reel to the station, from its first picture to its end."""

from __future__ import annotations

import asyncio
import contextlib
import time
from typing import Self

from app.domain.stream import Container
from app.media.source import Quality
from app.simulator.video.coder import FORMATS
from app.simulator.video.line import Line
from app.simulator.video.reel import Reel
from app.simulator.video.scene import Scene
from app.simulator.video.sound import Sound

#: A station that takes nothing for so long that this is waiting is not there any more.
_MOST_UNSENT = 1_000_000
_FAREWELL_S = 1.0


class Take:
    """A push under way.

    Args:
        scene, sound: what it is of; they outlast it.
    """

    def __init__(self, line: Line, reel: Reel, scene: Scene) -> None:
        self._line, self._reel, self._scene = line, reel, scene
        self._began_s = time.monotonic()
        self._answer = asyncio.ensure_future(line.answer())

    @classmethod
    async def begun(cls, url: str, container: Container, quality: Quality, scene: Scene, sound: Sound) -> Self:
        line = await Line.opened(url)
        line.ask("POST", "Content-Type: application/octet-stream", "Transfer-Encoding: chunked")
        return cls(line, Reel(container, quality, sound), scene)

    @property
    def is_running(self) -> bool:
        """Neither has the station ended it, nor has it stopped taking anything."""
        return not self._answer.done() and self._line.unsent < _MOST_UNSENT

    @property
    def age_s(self) -> float:
        return time.monotonic() - self._began_s

    @property
    def every_s(self) -> float:
        return FORMATS[self._reel.quality].every_s

    def turn_to(self, quality: Quality) -> bool:
        """Whether it can go on in another quality; if not, another take has to follow."""
        return self._reel.turn_to(quality)

    def shoot(self, scene_s: float, speed_mps: float) -> None:
        """Send the picture of this moment.

        Args:
            scene_s: seconds since the scene began.
        """
        at_ms = time.time_ns() // 1_000_000
        data = self._reel.film(self._scene.draw(scene_s, speed_mps), self.age_s, at_ms, speed_mps)
        if data:
            self._line.send_chunk(data)

    async def end(self) -> int | None:
        """End the push, if the station has not; returns its answer's status, if it gave one."""
        status = None
        with contextlib.suppress(OSError, EOFError):
            if not self._answer.done():
                self._line.send_chunk(b"")
            with contextlib.suppress(TimeoutError):
                status, _ = await asyncio.wait_for(self._answer, _FAREWELL_S)
        self.drop()
        return status

    def drop(self) -> None:
        """Let go at once."""
        self._answer.cancel()
        self._line.hang_up()
        self._reel.close()
