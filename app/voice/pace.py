"""Whether a burst is played too late or too early, and by how much its sound is changed for that."""

from __future__ import annotations

from collections import deque

from app.voice.stretch import lengthened, period_of, shortened
from app.voice.wave import RATE_HZ, Wave

#: Within this nothing is changed: a period of a voice is not shorter.
_NEAR_S = 0.010
#: From here on it is a matter of hurry, and a change may be heard.
_FAR_S = 0.040
#: How alike two periods have to be, without and in a hurry.
_ALIKE, _HARDLY_ALIKE = 0.6, 0.2
#: Frames between two changes without hurry; and those by whose tightest the pace is judged.
_PAUSE, _JUDGED = 10, 25


class Pace:
    """Judges by the tightest of the last half second, because a sound device takes its frames in gulps."""

    def __init__(self) -> None:
        self._offsets_s: deque[float] = deque(maxlen=_JUDGED)
        self._since_change = 0
        self.changes = 0

    def begin(self) -> None:
        self._offsets_s.clear()

    def note(self, offset_s: float) -> None:
        """A packet was taken for playing; ``offset_s`` is the time at which, less its own."""
        self._offsets_s.append(offset_s)
        self._since_change += 1

    def shift(self, samples: int) -> None:
        """From now on everything is played later by so much, or earlier."""
        shifted = [offset_s + samples / RATE_HZ for offset_s in self._offsets_s]
        self._offsets_s.clear()
        self._offsets_s.extend(shifted)

    def excess_s(self, target_s: float) -> float:
        """How much later, or below zero earlier, than a target offset, for a change to be due; 0 when none is."""
        if not self._offsets_s:
            return 0.0
        excess_s = min(self._offsets_s) - target_s
        is_due = abs(excess_s) > _FAR_S or (abs(excess_s) > _NEAR_S and self._since_change >= _PAUSE)
        return excess_s if is_due else 0.0

    def fitted(self, wave: Wave, excess_s: float) -> Wave:
        """The wave without one of its periods, or with one twice; as it is where it resembles itself nowhere."""
        period = period_of(wave, int(abs(excess_s) * RATE_HZ))
        if period is None or period.likeness < (_HARDLY_ALIKE if abs(excess_s) > _FAR_S else _ALIKE):
            return wave
        self.changes += 1
        self._since_change = 0
        self.shift(-period.samples if excess_s > 0 else period.samples)
        return shortened(wave, period) if excess_s > 0 else lengthened(wave, period)
