"""Open calls in which somebody has talked to this desk lately: each has a chip; aiming at it is answering."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from PySide6.QtCore import QObject, QTimer, Signal

from app.domain.audience import UnitsAudience
from app.domain.model import from_ms
from app.domain.talk import BurstRow, Call
from app.picture.changes import Changes
from app.picture.picture import Picture
from ui.models.scene import Scene
from ui.widgets.burst_words import talker_name
from ui.widgets.hearers_words import units_name

#: So long after the last word from the other end a call is still at hand.
RECENT_S = 300
_LOOK_MS = 15_000


class OpenCalls(QObject):
    """
    Args:
        operator: number of who works here.
    Signals:
        changed(): there are others.
    """

    changed = Signal()

    def __init__(self, scene: Scene, operator: int, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._scene, self._operator = scene, operator
        self._calls: dict[int, str] = {}
        self._looking = QTimer(self, interval=_LOOK_MS)
        self._looking.timeout.connect(self.look)
        scene.changed.connect(self._on_changed)
        scene.replaced.connect(self.look)
        self.look()

    @property
    def calls(self) -> Mapping[int, str]:
        """Whom each is with, by its number; the one that was opened first comes first."""
        return self._calls

    def look(self) -> None:
        """What has been silent for long goes."""
        picture = self._scene.picture
        since = from_ms(self._scene.clock.now_ms() - RECENT_S * 1000)
        meant = {burst.call for burst in picture.bursts.values() if self._is_meant(burst, since)}
        calls = {call: _name(picture.calls[call], picture) for call in sorted(meant)}
        if calls and not self._looking.isActive():
            self._looking.start()
        elif not calls:
            self._looking.stop()
        if calls != self._calls:
            self._calls = calls
            self.changed.emit()

    def _is_meant(self, burst: BurstRow, since: datetime) -> bool:
        """Somebody at a terminal talked, in a call that they opened, or that was opened here."""
        picture = self._scene.picture
        call = picture.calls.get(burst.call)
        if call is None or burst.by not in picture.terminals or burst.started_at < since:
            return False
        return call.opened_by == self._operator or call.opened_by in picture.terminals

    def _on_changed(self, changes: Changes) -> None:
        if changes.calls or changes.bursts:
            self.look()


def _name(call: Call, picture: Picture) -> str:
    if call.name:
        return call.name
    opener = picture.terminals.get(call.opened_by)
    if opener is not None:
        return talker_name(opener.number, picture)
    audience = call.audience
    return units_name(audience.units, picture) if isinstance(audience, UnitsAudience) else f"{call.number}"
