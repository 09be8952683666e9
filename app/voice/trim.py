"""A recording without the silence before the first word and after the last."""

from __future__ import annotations

import numpy as np

from app.voice.level import amplitude
from app.voice.wave import FRAME_SAMPLES, Wave, silence

#: A frame counts when it is no further below the loudest one than this, and no quieter than that.
_BELOW_LOUDEST_DB, _QUIETEST_DBFS = 35.0, -50.0
#: So many frames are left at either end, for the soft beginnings and ends of words: 0.2 s.
_MARGIN = 10


def trimmed(wave: Wave) -> Wave:
    """What is between the first and the last loud frame, with 0.2 s around it; empty when there is nothing."""
    frames = -(-wave.size // FRAME_SAMPLES)
    padded = np.pad(wave, (0, frames * FRAME_SAMPLES - wave.size)).reshape(frames, FRAME_SAMPLES)
    loudness = np.sqrt(np.mean(np.square(padded), axis=1)) if frames else silence(0)
    floor = max(amplitude(_QUIETEST_DBFS), float(loudness.max(initial=0.0)) * amplitude(-_BELOW_LOUDEST_DB))
    loud = np.flatnonzero(loudness > floor)
    if not loud.size:
        return silence(0)
    begin, end = max(0, int(loud[0]) - _MARGIN), int(loud[-1]) + 1 + _MARGIN
    return wave[begin * FRAME_SAMPLES : end * FRAME_SAMPLES]
