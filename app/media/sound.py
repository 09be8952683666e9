"""The sound of a stream, ready to be played: 48 kHz, stereo, 16 bits; what is too much pushes out the oldest."""

from __future__ import annotations

import threading
from collections import deque

import av.error
from av import AudioFrame
from av.audio.resampler import AudioResampler

RATE_HZ = 48_000
CHANNELS = 2
BYTES_PER_S = RATE_HZ * CHANNELS * 2
#: More than this is not kept: sound that is late is worse than sound that is missing.
MOST_S = 0.4


class SoundBuffer:
    """One thread puts, another takes."""

    def __init__(self, most_s: float = MOST_S) -> None:
        self._most = int(most_s * BYTES_PER_S) // 4 * 4
        self._parts: deque[bytes] = deque()
        self._size = 0
        self._lock = threading.Lock()

    @property
    def seconds(self) -> float:
        return self._size / BYTES_PER_S

    def put(self, data: bytes) -> None:
        """Whole samples of all channels, interleaved."""
        with self._lock:
            self._parts.append(data)
            self._size += len(data)
            while self._size > self._most and len(self._parts) > 1:
                self._size -= len(self._parts.popleft())

    def take(self, most: int) -> bytes:
        """The oldest that is kept, at most so many bytes, in whole samples; maybe none."""
        most -= most % 4
        taken = []
        with self._lock:
            while self._parts and most > 0:
                part = self._parts.popleft()
                if len(part) > most:
                    self._parts.appendleft(part[most:])
                    part = part[:most]
                taken.append(part)
                most -= len(part)
                self._size -= len(part)
        return b"".join(taken)

    def clear(self) -> None:
        with self._lock:
            self._parts.clear()
            self._size = 0


class Resampler:
    """Turns decoded sound of any rate, layout and format into what the buffer holds. One a session."""

    def __init__(self) -> None:
        self._resampler = AudioResampler(format="s16", layout="stereo", rate=RATE_HZ)

    def bytes_of(self, frame: AudioFrame) -> bytes:
        """Interleaved samples; none for a frame that cannot be converted, as where a stream changes its layout."""
        frame.pts = None
        try:
            converted = self._resampler.resample(frame)
        except (av.error.FFmpegError, ValueError):
            # The next frame of the new kind begins anew.
            self._resampler = AudioResampler(format="s16", layout="stereo", rate=RATE_HZ)
            return b""
        return b"".join(bytes(part.planes[0])[: part.samples * CHANNELS * 2] for part in converted)
