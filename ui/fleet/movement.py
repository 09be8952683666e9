"""How a unit has moved lately: its speeds as a line, its last reports as a table."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.domain.errors import AppError
from app.domain.fixes import Fixes
from app.domain.unit import Unit
from ui.fleet.ports import TrackSource
from ui.fleet.reports import Reports
from ui.fleet.sparkline import SpeedSparkline
from ui.models.roster import Array
from ui.models.scene import Scene
from ui.models.track_window import TrackWindow
from ui.theme.look import Look
from ui.widgets.labels import label
from ui.widgets.sentences import sentence

#: How far back the speeds reach.
TRACK_S = 30 * 60


class Movement(QObject):
    """Asks for a unit's track once and follows the scene from there.

    It reaches no further back than the unit's present duty, and forgets everything when that ends.

    Attributes:
        speed: the line of speeds. reports: the table. Whoever shows them puts them where they belong.
    """

    def __init__(self, scene: Scene, look: Look, tracks: TrackSource, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._scene, self._tracks = scene, tracks
        self._unit: int | None = None
        self._track = TrackWindow(TRACK_S)
        self._sparkline = SpeedSparkline(look, TRACK_S)
        self._failure = label(role="hint", wraps=True)
        self._failure.hide()
        self.reports = Reports(look)
        self.speed = QWidget()
        layout = QVBoxLayout(self.speed)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._sparkline)
        layout.addWidget(self._failure)
        scene.fixes_arrived.connect(self._on_fixes_arrived)

    def show_unit(self, unit: Unit | None) -> None:
        """Begin anew with this unit; with none, or one off duty, forget."""
        self._unit = unit.number if unit is not None and unit.is_on_duty else None
        self._track.clear()
        self._failure.hide()
        if unit is not None and unit.number == self._unit:
            self._ask(unit)
        self._add(self._latest())

    def refresh(self) -> None:
        """Let the line go on to the left."""
        self._sparkline.show_track(self._track.fixes, self._scene.clock.now_ms())

    def _ask(self, unit: Unit) -> None:
        number, now_ms = unit.number, self._scene.clock.now_ms()
        duty_ms = int(unit.on_duty_at.timestamp() * 1000) if unit.on_duty_at else now_ms
        from_ms = max(now_ms - self._track.length_ms, min(duty_ms, now_ms))
        self._tracks.track(
            number,
            from_ms,
            now_ms,
            lambda fixes: self._on_track(number, fixes),
            lambda error: self._on_failure(number, error),
        )

    def _on_track(self, unit: int, fixes: Fixes) -> None:
        # The answer may come when another unit is shown, or this one has gone off duty.
        if unit == self._unit:
            self._add(fixes)

    def _on_failure(self, unit: int, error: AppError) -> None:
        if unit == self._unit:
            self._failure.setText(self.tr("Only from now on. {why}").format(why=sentence(error).what))
            self._failure.show()

    def _on_fixes_arrived(self, moved: Array) -> None:
        if self._unit is not None and (moved == self._unit).any():
            self._add(self._latest())

    def _latest(self) -> Fixes:
        fixes = self._scene.fleet.fixes()
        return fixes.take(fixes.unit == (self._unit or 0))

    def _add(self, fixes: Fixes) -> None:
        self._track.add(fixes, self._scene.clock.now_ms())
        self.reports.show_fixes(self._track.fixes)
        self.refresh()
