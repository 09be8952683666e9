"""Bursts that the log holds as going on when the station starts: it was killed under them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from app.domain.errors import AppError
from app.domain.event import BurstEnded
from app.domain.talk import BurstEnd
from app.picture.picture import Picture
from app.voice.ogg import OggReader


def ends_of_unfinished(picture: Picture, file_of: Callable[[int], Path]) -> Iterator[BurstEnded]:
    """What is to be noted of each: it lasted for as long as its recording does, as far as that was written.

    Args:
        file_of: where a burst was recorded, whether it is there or not.
    """
    for burst in picture.bursts.values():
        if burst.end is None:
            try:
                duration_s = OggReader(file_of(burst.number)).duration_s
            except AppError:
                # Nothing was said yet, or nothing of it is left.
                duration_s = 0.0
            reason = BurstEnd.STATION_STOPPED
            yield BurstEnded(burst=burst.number, duration_s=round(duration_s, 3), reason=reason)
