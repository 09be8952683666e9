"""Repeats: pictures shown before. A playlist that stands still hands its last pieces out to everyone anew."""

from __future__ import annotations

#: A picture from longer before the newest is not an old one, but of a source that began anew.
_LONGEST_S = 30.0


class Repeats:
    """Of one reader, over all its openings; belongs to its thread."""

    def __init__(self) -> None:
        self._url = ""
        self._shown_s: float | None = None
        self._newest_s: float | None = None

    def begin(self, url: str) -> None:
        """Another opening: what was shown from this address until now is old."""
        if url != self._url:
            self._url, self._newest_s = url, None
        self._shown_s = self._newest_s

    def has(self, pts_s: float | None) -> bool:
        """Whether a picture of this time (the stream's own, seconds) was shown in an earlier opening."""
        if pts_s is None:
            return False
        if self._shown_s is not None and self._shown_s - _LONGEST_S < pts_s <= self._shown_s:
            return True
        self._newest_s = pts_s
        return False
