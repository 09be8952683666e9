"""Microphone and loudspeaker as ports: a device, a file or a test stand behind the same two methods."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from typing import Protocol

import numpy as np

from app.voice.wave import FRAME_S, FRAME_SAMPLES, Stereo, Wave, silence

#: Somebody who was held up catches up with so many frames, and leaves out what is older.
_MOST_BEHIND = 10
_JOIN_S = 2.0


class AudioIn(Protocol):
    """Where speech comes from."""

    @property
    def name(self) -> str: ...

    def start(self, on_frame: Callable[[Wave], None]) -> None:
        """Give a frame of 20 ms, 960 samples, fifty times a second, on a thread of the endpoint's.

        Raises:
            AppError("audio.unavailable"): the device cannot be opened.
        """

    def stop(self) -> None:
        """No frame comes any more once this returns; at most 2 s."""


class AudioOut(Protocol):
    """Where sound goes."""

    @property
    def name(self) -> str: ...
    @property
    def latency_s(self) -> float:
        """How long it takes until the frame that is asked for now is heard, as far as that is known."""
        ...

    def start(self, next_frame: Callable[[], Stereo]) -> None:
        """Ask for a frame of 20 ms, shape (960, 2), whenever one is needed, on a thread of the endpoint's.

        Raises:
            AppError("audio.unavailable"): the device cannot be opened.
        """

    def stop(self) -> None:
        """No frame is asked for any more once this returns; at most 2 s."""


class Framer:
    """Cuts what a device gives, in pieces of any length, into frames of 960 samples."""

    def __init__(self) -> None:
        self._rest = silence(0)

    def frames(self, piece: Wave) -> Iterator[Wave]:
        wave = np.concatenate((self._rest, piece))
        whole = wave.size // FRAME_SAMPLES * FRAME_SAMPLES
        self._rest = wave[whole:]
        yield from wave[:whole].reshape(-1, FRAME_SAMPLES)


class Ticker:
    """A named thread that calls something every 20 ms, on average exactly."""

    def __init__(self, name: str, tick: Callable[[], None]) -> None:
        self._tick = tick
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Returns when the last call has; may be called from within one."""
        self._over.set()
        if self._thread.is_alive() and self._thread is not threading.current_thread():
            self._thread.join(_JOIN_S)

    def _run(self) -> None:
        due_s = time.monotonic()
        while not self._over.wait(max(0.0, due_s - time.monotonic())):
            self._tick()
            due_s = max(due_s + FRAME_S, time.monotonic() - _MOST_BEHIND * FRAME_S)


class WaveIn:
    """A recording as a microphone, at the pace of life; silence after it, or the same again.

    Args:
        wave: 48 kHz mono, of any length.
    """

    def __init__(self, wave: Wave, *, is_repeated: bool = False, name: str = "recording") -> None:
        frames = max(1, -(-wave.size // FRAME_SAMPLES))
        self._frames = np.pad(wave, (0, frames * FRAME_SAMPLES - wave.size)).reshape(frames, FRAME_SAMPLES)
        self._is_repeated, self.name = is_repeated, name
        self._at = 0
        self._ticker: Ticker | None = None
        self.is_over = threading.Event()

    def start(self, on_frame: Callable[[Wave], None]) -> None:
        self._ticker = Ticker(f"microphone {self.name}", lambda: on_frame(self.next_frame()))
        self._ticker.start()

    def stop(self) -> None:
        if self._ticker is not None:
            self._ticker.stop()
            self._ticker = None

    def next_frame(self) -> Wave:
        """The frame that is due, for whoever keeps the pace itself."""
        at, self._at = self._at, self._at + 1
        if at + 1 >= len(self._frames):
            self.is_over.set()
        if at >= len(self._frames) and not self._is_repeated:
            return silence()
        frame: Wave = self._frames[at % len(self._frames)]
        return frame.copy()


class PacedOut:
    """A loudspeaker that gives what it plays to something else, at the pace of life."""

    latency_s = 0.0

    def __init__(self, sink: Callable[[Stereo], None], name: str = "file") -> None:
        self._sink, self.name = sink, name
        self._ticker: Ticker | None = None

    def start(self, next_frame: Callable[[], Stereo]) -> None:
        self._ticker = Ticker(f"loudspeaker {self.name}", lambda: self._sink(next_frame()))
        self._ticker.start()

    def stop(self) -> None:
        if self._ticker is not None:
            self._ticker.stop()
            self._ticker = None
