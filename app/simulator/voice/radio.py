"""The radio of the city: the terminals of all its units, on one event loop in one thread."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import random
import threading
from collections.abc import Callable
from functools import partial

from app.domain.errors import AppError
from app.simulator.office import StoppedError
from app.simulator.speech import Handset, Speech
from app.simulator.voice.ear import Heard
from app.simulator.voice.line import Line, Lossy
from app.simulator.voice.metronome import Metronome
from app.simulator.voice.person import Manners, Person, is_addressed
from app.simulator.voice.phrases import Phrases
from app.simulator.voice.tapes import Tapes
from app.simulator.voice.terminal import Figure
from app.simulator.voice.traffic import Traffic
from app.voice.connection import Door, open_udp

logger = logging.getLogger(__name__)

_STOP_S = 2.0
_SILENT = Manners(acknowledges=lambda _: False)
#: Not everybody presses the button.
_ACKNOWLEDGES = 0.9
#: A shift does not begin for all in the same moment.
_SWITCH_ON_S = 1.5


class Radio:
    """The methods may be called from any thread."""

    def __init__(self, speech: Speech, seed: int) -> None:
        self._speech, self._chance = speech, random.Random(f"{seed}/radio")
        self._traffic = Traffic(speech.every_s, self._chance)
        self._metronome = Metronome()
        self._open_udp = Lossy(speech.line, self._chance).open if speech.line != Line() else open_udp
        self._on_duty: set[int] = set()
        #: By unit.
        self._handsets: dict[int, list[Handset]] = {}
        #: The loop's, by terminal.
        self._tasks: dict[int, asyncio.Task[None]] = {}
        self._failing: set[int] = set()
        self._over = asyncio.Event()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, name="radio", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """End all links; back within 2 s."""
        self._call(self._over.set)
        self._thread.join(_STOP_S)

    def carry(self, handset: Handset) -> None:
        """It links while its unit is on duty; to be said before ``tell`` is told of that."""
        self._handsets.setdefault(handset.unit, []).append(handset)

    def tell(self, unit: int, *, is_on_duty: bool) -> None:
        """To be told of a unit from one thread at a time; costs nothing while that stays the same."""
        if is_on_duty == (unit in self._on_duty) or unit not in self._handsets:
            return
        switch = self._switch_on if is_on_duty else self._switch_off
        (self._on_duty.add if is_on_duty else self._on_duty.discard)(unit)
        for handset in self._handsets[unit]:
            self._call(partial(switch, handset))

    def _call(self, work: Callable[[], object]) -> None:
        # It may have ended.
        with contextlib.suppress(RuntimeError):
            self._loop.call_soon_threadsafe(work)

    # --- The thread

    def _run(self) -> None:
        with asyncio.Runner(loop_factory=lambda: self._loop) as runner:
            runner.run(self._live())

    async def _live(self) -> None:
        traffic = asyncio.create_task(self._traffic.run())
        traffic.add_done_callback(partial(_note_end, "the traffic"))
        await self._over.wait()
        tasks = [traffic, *self._tasks.values()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _switch_on(self, handset: Handset) -> None:
        self._switch_off(handset)
        try:
            person = self._person(handset)
        except (AppError, OSError) as error:
            logger.warning("%s does not talk: %s", handset.callsign, error)
            return
        if handset.talks:
            self._traffic.join(handset.unit, person)
        task = asyncio.get_running_loop().create_task(self._carry(person))
        task.add_done_callback(partial(_note_end, f"the terminal of {handset.callsign}"))
        self._tasks[handset.terminal] = task

    def _switch_off(self, handset: Handset) -> None:
        if handset.talks:
            self._traffic.leave(handset.unit)
        task = self._tasks.pop(handset.terminal, None)
        if task is not None:
            task.cancel()
        self._failing.discard(handset.terminal)

    async def _carry(self, person: Person) -> None:
        await asyncio.sleep(self._chance.uniform(0.0, _SWITCH_ON_S))
        await person.run()

    def _person(self, handset: Handset) -> Person:
        folder = self._speech.folder
        return Person(
            self._door(handset),
            self._metronome,
            Phrases(handset.callsign),
            Manners(self._is_acknowledged, self._traffic.asked) if handset.talks else _SILENT,
            partial(self._note, handset.terminal),
            Tapes(folder / str(handset.terminal)) if folder is not None else None,
            self._chance,
        )

    def _is_acknowledged(self, heard: Heard) -> bool:
        return is_addressed(heard) and self._chance.random() < _ACKNOWLEDGES

    def _door(self, handset: Handset) -> Callable[[bool], Door]:
        url = handset.voice_url

        def door(is_refused: bool) -> Door:
            nonlocal url
            if is_refused:
                try:
                    url = handset.renewed()
                except StoppedError:
                    raise AppError("station.unreachable", reason="stopped") from None
            return Door(url, open_udp=self._open_udp)

        return door

    def _note(self, terminal: int, event: str, /, **figures: Figure) -> None:
        """The first failure and the last recovery are worth a line, whatever the number of terminals."""
        if event == "down":
            if not self._failing:
                logger.info("terminals have no link for speech: %s", figures["code"])
            self._failing.add(terminal)
        elif event == "linked" and terminal in self._failing:
            self._failing.discard(terminal)
            if not self._failing:
                logger.info("terminals have their links for speech again")


def _note_end(what: str, task: asyncio.Task[None]) -> None:
    if not task.cancelled() and (fault := task.exception()) is not None:
        logger.error("%s has failed", what, exc_info=fault)
