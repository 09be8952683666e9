"""A camcorder: the camera of one terminal, which films while its unit is on duty and sends what is wanted."""

from __future__ import annotations

import asyncio
import json
import logging
import time

from app.media.source import Quality
from app.simulator.backoff import Backoff
from app.simulator.video.line import Line
from app.simulator.video.orders import Film, Tell
from app.simulator.video.scene import Scene
from app.simulator.video.sound import Sound
from app.simulator.video.take import Take

logger = logging.getLogger(__name__)

#: The station holds a question for 25 s.
_ANSWER_S = 35.0
#: A take that lasts so long was let in; a refusal would have come by then.
_PROVEN_S = 2.0
#: The station ends the last take when the next one shows something. One that does not is not waited for longer.
_OVERLAP_S = 1.0
#: A station that does not know the question is asked again after this.
_ASK_AGAIN_S = 30.0


class Camcorder:
    """Films and asks what is wanted, on the event loop, until it is cancelled.

    Args:
        painting: held while a street is painted, which takes a third of a second and 100 MB.
    """

    def __init__(self, film: Film, painting: asyncio.Lock) -> None:
        self._film, self._painting = film, painting
        self._sound = Sound(film.seed, is_vehicle=film.is_vehicle)
        self._began_s = time.monotonic()
        self._speed_mps = 0.0
        self._on_duty = asyncio.Event()
        #: What the station wants; None: nobody watches.
        self._quality: Quality | None = None
        #: Something is different from what the last picture was filmed for.
        self._news = asyncio.Event()
        self._backoff = Backoff()

    def tell(self, told: Tell) -> None:
        self._speed_mps = told.speed_mps
        if told.is_on_duty != self._on_duty.is_set():
            (self._on_duty.set if told.is_on_duty else self._on_duty.clear)()
            self._news.set()

    async def run(self) -> None:
        film = self._film
        async with self._painting:
            # On another thread, so that those who film already go on.
            scene = await asyncio.to_thread(Scene, film.title, film.place, film.seed, is_vehicle=film.is_vehicle)
        async with asyncio.TaskGroup() as group:
            group.create_task(self._push(scene))
            group.create_task(self._ask())

    async def _push(self, scene: Scene) -> None:
        while True:
            await self._on_duty.wait()
            try:
                status = await self._shoot_takes(scene)
                what = f"HTTP {status}" if status else "it hung up"
            except (OSError, EOFError) as error:
                # Not its text: that may hold the address, and the address the terminal's secret.
                what = type(error).__name__
            if self._on_duty.is_set():
                if not self._backoff.is_failing:
                    logger.info("terminal %d cannot send video: %s", self._film.terminal, what)
                await asyncio.sleep(self._backoff.failed())

    async def _shoot_takes(self, scene: Scene) -> int | None:
        """Film until the unit is off duty or the station ends it; the status that the station ended it with."""
        before: Take | None = None
        take: Take | None = None
        try:
            while self._on_duty.is_set():
                take = await Take.begun(
                    self._film.stream_url, self._film.container, self._wanted, scene, self._sound
                )
                await self._shoot(take, before)
                if before is not None:
                    before.drop()
                if not take.is_running:
                    break
                # The next one takes over, so that no desk is without a picture.
                before, take = take, None
            else:
                take, before = before, None
            return await take.end() if take is not None else None
        finally:
            for each in (before, take):
                if each is not None:
                    each.drop()

    async def _shoot(self, take: Take, before: Take | None) -> None:
        """Film until this take cannot go on."""
        next_s = time.monotonic()
        while self._on_duty.is_set() and take.is_running and take.turn_to(self._wanted):
            take.shoot(time.monotonic() - self._began_s, self._speed_mps)
            if take.age_s > _PROVEN_S:
                self._backoff.succeeded()
            if before is not None and (not before.is_running or take.age_s > _OVERLAP_S):
                await before.end()
                before = None
            # News came before its time; and late once is not late for ever.
            now_s = time.monotonic()
            next_s = max(min(next_s, now_s) + take.every_s, now_s)
            await self._until(next_s)

    async def _until(self, moment_s: float) -> None:
        self._news.clear()
        try:
            async with asyncio.timeout(max(0.0, moment_s - time.monotonic())):
                await self._news.wait()
        except TimeoutError:
            pass

    @property
    def _wanted(self) -> Quality:
        # When nobody watches, a small picture now and then is there for who begins to.
        return self._quality or Quality.THUMBNAIL

    async def _ask(self) -> None:
        """Follow what the station wants, by one long question after another."""
        backoff = Backoff()
        while True:
            await self._on_duty.wait()
            try:
                status, body = await asyncio.wait_for(self._asked(), _ANSWER_S)
            except (OSError, EOFError, TimeoutError):
                await asyncio.sleep(backoff.failed())
                continue
            if status != 200:
                self._want(Quality.MAIN)
                await asyncio.sleep(_ASK_AGAIN_S if status in (404, 405) else backoff.failed())
                continue
            backoff.succeeded()
            quality = json.loads(body)["quality"]
            self._want(Quality(quality) if quality else None)

    async def _asked(self) -> tuple[int, bytes]:
        async with await Line.opened(f"{self._film.stream_url}/wanted?known={self._quality or ''}") as line:
            line.ask("GET", "Connection: close")
            return await line.answer()

    def _want(self, quality: Quality | None) -> None:
        if quality is not self._quality:
            self._quality = quality
            self._news.set()
