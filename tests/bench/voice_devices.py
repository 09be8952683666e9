"""A mouth and an ear for benchmarks: sound devices with a clock of their own that remember when they did what."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from app.voice.wave import FRAME_S, FRAME_SAMPLES, Stereo, Wave, silence


class _Clock:
    """Of a sound device: calls something for every frame, in a thread, at its own idea of 20 ms."""

    def __init__(self, name: str, tick: Callable[[], None], drift: float) -> None:
        self._tick, self._period_s = tick, FRAME_S * (1 + drift)
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        self._over.set()
        self._thread.join()

    def _run(self) -> None:
        due_s = time.monotonic()
        while not self._over.wait(max(0.0, due_s - time.monotonic())):
            self._tick()
            due_s += self._period_s


class Mouth:
    """An ``AudioIn``: silence, and what it is told to say."""

    name = "mouth"

    def __init__(self, drift: float) -> None:
        self._drift = drift
        self._saying: Wave = silence(0)
        self._at = 0
        self.said_s: list[float] = []

    def start(self, on_frame: Callable[[Wave], None]) -> None:
        self._on_frame = on_frame
        self._clock = _Clock("mouth", self._tick, self._drift)

    def stop(self) -> None:
        self._clock.stop()

    def say(self, wave: Wave) -> None:
        self._saying = silence(0)
        self.said_s, self._at = [], 0
        self._saying = wave

    @property
    def is_over(self) -> bool:
        return self._at >= self._saying.size

    def _tick(self) -> None:
        frame = self._saying[self._at : self._at + FRAME_SAMPLES]
        if frame.size < FRAME_SAMPLES:
            self._on_frame(silence())
            return
        self.said_s.append(time.monotonic())
        self._on_frame(frame)
        self._at += FRAME_SAMPLES


class Ear:
    """An ``AudioOut`` that remembers."""

    name = "ear"

    def __init__(self, drift: float) -> None:
        self._drift = drift
        self.frames: list[tuple[float, Stereo]] = []

    def start(self, next_frame: Callable[[], Stereo]) -> None:
        self._clock = _Clock("ear", lambda: self.frames.append((time.monotonic(), next_frame())), self._drift)

    def stop(self) -> None:
        self._clock.stop()
