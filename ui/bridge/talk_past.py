"""What was said before: the station's talk log and its recordings, asked for and decoded in the background."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject

from app.domain.errors import AppError
from app.domain.talk import BurstRow
from app.sync.rest import StationClient
from app.voice.recording import samples_of
from app.voice.speed import at_speed
from app.voice.wave import RATE_HZ, Wave
from ui.bridge.jobs import Jobs

Failure = Callable[[AppError], None]

#: Of decoded speech, so much is kept at hand: 23 MB.
_MOST_SAMPLES = 120 * RATE_HZ


class TalkPast(QObject):
    """Every call returns at once; answers come on the GUI thread."""

    def __init__(self, client: StationClient, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._client, self._jobs = client, jobs
        self._waves = _Waves()

    def bursts(
        self,
        *,
        unit: int | None,
        call: int | None,
        before: int,
        limit: int,
        on_ok: Callable[[Sequence[BurstRow]], None],
        on_error: Failure,
        owner: QObject,
    ) -> None:
        """At most ``limit`` bursts with a number below ``before``, newest first; of one unit or call, if given."""
        self._jobs.run(
            lambda: self._client.bursts(unit=unit, call=call, before=before, limit=limit), on_ok, on_error, owner
        )

    def speech(
        self,
        burst: int,
        speed: float,
        *,
        is_over: bool,
        on_ok: Callable[[Wave], None],
        on_error: Failure,
        owner: QObject,
    ) -> None:
        """What was said, at a speed. ``is_over``: whether it is all there by now, so that it may be kept."""
        self._jobs.run(lambda: self._speech(burst, speed, is_over=is_over), on_ok, on_error, owner)

    def _speech(self, burst: int, speed: float, *, is_over: bool) -> Wave:
        """On a worker's thread."""
        held = self._waves.get(burst, speed)
        if held is not None:
            return held
        spoken = self._waves.get(burst, 1.0)
        if spoken is None:
            spoken = samples_of(self._client.burst_audio(burst))
            if is_over:
                self._waves.put(burst, 1.0, spoken)
        if speed == 1.0:
            return spoken
        wave = at_speed(spoken, speed)
        if is_over:
            self._waves.put(burst, speed, wave)
        return wave


class _Waves:
    """Those that were wanted last; from any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._held: OrderedDict[tuple[int, float], Wave] = OrderedDict()

    def get(self, burst: int, speed: float) -> Wave | None:
        with self._lock:
            wave = self._held.get((burst, speed))
            if wave is not None:
                self._held.move_to_end((burst, speed))
            return wave

    def put(self, burst: int, speed: float, wave: Wave) -> None:
        with self._lock:
            self._held[burst, speed] = wave
            while len(self._held) > 1 and sum(held.size for held in self._held.values()) > _MOST_SAMPLES:
                self._held.popitem(last=False)
