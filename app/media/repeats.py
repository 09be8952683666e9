"""Repeats: pictures shown before.

A playlist that stands still hands its last pieces out to everyone anew, and a server that keeps pictures for those
who come later still has them when nobody sends any more.
"""

from __future__ import annotations

import zlib

from av import Packet
from av.video.stream import VideoStream

#: For how long after an opening pictures may be old, by FFmpeg's name of the form: a playlist is played at its own
#: speed, what a server keeps comes at once.
_OLD_S = {"hls": 30.0, "flv": 2.0}
#: Key frames that are known again: half a minute of a camera that sends nothing else.
_MOST_GROUPS = 1000

#: Time in the stream's ticks, and a sum of the bytes.
_Group = tuple[int | None, int]


class Repeats:
    """Of one reader, over all its openings; belongs to its thread.

    A group of pictures is known by its key frame, time and bytes, because a source that begins anew has the times
    of the old one with other pictures.
    """

    def __init__(self) -> None:
        #: For each group the time of its newest picture that was shown: in earlier openings, and in this one.
        self._old: dict[_Group, float] = {}
        self._shown: dict[_Group, float] = {}
        self._group: _Group = (None, 0)
        self._old_until_s = float("-inf")
        self._looks_until = 0.0

    def heir(self) -> Repeats:
        """What another thread goes on with, where this one's is left behind."""
        heir = Repeats()
        heir._old = self._old | self._shown
        return heir

    def begin(self, form: str, now: float) -> bool:
        """Another opening: what was shown until now is old. Whether this form of stream repeats itself."""
        looks_s = next((old_s for name, old_s in _OLD_S.items() if name in form.split(",")), 0.0)
        self._looks_until = now + looks_s
        self._old |= self._shown
        self._shown.clear()
        _forget(self._old)
        return looks_s > 0

    def note_key(self, packet: Packet[VideoStream]) -> None:
        """The pictures from here on are those of this key frame."""
        self._group = packet.pts, zlib.crc32(packet)
        self._old_until_s = self._old.get(self._group, float("-inf"))

    def has(self, pts_s: float | None, now: float) -> bool:
        """Whether a picture of this time (the stream's own, seconds) was shown in an earlier opening."""
        if pts_s is None:
            return False
        if pts_s <= self._old_until_s and now < self._looks_until:
            return True
        self._shown[self._group] = max(pts_s, self._shown.get(self._group, pts_s))
        _forget(self._shown)
        return False


def _forget(groups: dict[_Group, float]) -> None:
    while len(groups) > _MOST_GROUPS:
        del groups[next(iter(groups))]
