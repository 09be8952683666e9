"""Port of the talk log: what it asks of the station, or of a recording."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from PySide6.QtCore import QObject

from app.domain.talk import BurstRow
from app.voice.wave import Wave
from ui.widgets.ports import Failure

Bursts = Callable[[Sequence[BurstRow]], None]
Speech = Callable[[Wave], None]


class Past(Protocol):
    """Every call returns at once; one of the two is called later, on the GUI thread, while ``owner`` lives."""

    def bursts(
        self,
        *,
        unit: int | None,
        call: int | None,
        before: int,
        limit: int,
        on_ok: Bursts,
        on_error: Failure,
        owner: QObject,
    ) -> None:
        """At most ``limit`` bursts with a number below ``before``, newest first; of one unit or call, if given."""
        ...

    def speech(
        self, burst: int, speed: float, *, is_over: bool, on_ok: Speech, on_error: Failure, owner: QObject
    ) -> None:
        """What was said, at a speed: 1.0 to 2.0, in the same voice.

        Args:
            is_over: whether it is all there by now, so that it may be kept.
        """
        ...
