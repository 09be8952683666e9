"""Numbers on their way from one pane to another: units, terminals or cameras that somebody drags."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QMimeData

NUMBERS = "application/x-watchfloor-numbers"
#: More than anybody drags on purpose.
_MOST = 1000


def number_mime(numbers: Iterable[int]) -> QMimeData:
    """What a drag carries, in the order in which it was chosen."""
    mime = QMimeData()
    mime.setData(NUMBERS, " ".join(str(number) for number in numbers).encode())
    return mime


def numbers_in(mime: QMimeData) -> list[int]:
    """The numbers in what is dragged; none when it is something else, or is not from this desk."""
    words = bytes(mime.data(NUMBERS).data()).split()[:_MOST]
    return [int(word) for word in words if word.isdigit() and len(word) < 10]
