"""The dock host: shows the docks of one perspective at a time, and remembers how somebody has changed it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QByteArray, QSettings, Qt, Signal
from PySide6.QtGui import QAction, QShowEvent
from PySide6.QtWidgets import QApplication, QStackedLayout, QWidget

from ui.shell.docks import Dock, Perspective
from ui.shell.stage import Stage
from ui.theme.look import Look


class DockHost(QWidget):
    """Holds the docks. Layouts are kept per perspective in ``settings``, under ``layout/``.

    Every perspective has a stage of its own, which stays laid out when another one is open. A dock that stands in
    several is one and the same widget, and moves.

    Signals:
        perspective_changed(): another perspective is open.
    """

    perspective_changed = Signal()

    def __init__(
        self, docks: Sequence[Dock], perspectives: Sequence[Perspective], settings: QSettings, look: Look
    ) -> None:
        super().__init__()
        self._settings = settings
        self._docks = {dock.name: dock for dock in docks}
        self._perspectives = {perspective.name: perspective for perspective in perspectives}
        self._layout = QStackedLayout(self)
        # All of them now: what has never been shown is cheap to put together.
        self._stages = {name: self._stage(one, look) for name, one in self._perspectives.items()}
        self._stage_open = self._stages[perspectives[0].name]
        for stage in self._stages.values():
            stage.take_in()
        self._stage_open.take_in()
        self._layout.setCurrentWidget(self._stage_open.manager)
        look.changed.connect(self._on_look_changed)

    @property
    def current(self) -> Perspective:
        return self._stage_open.perspective

    def open(self, name: str) -> None:
        """Show another perspective as it was left; the present one is remembered."""
        if name == self.current.name:
            return
        self.save()
        focus = self._focus()
        self._stage_open.hide()
        self._stage_open = self._stages[name]
        self._stage_open.take_in()
        self._layout.setCurrentWidget(self._stage_open.manager)
        if self.isVisible():
            self._stage_open.settle()
        if focus is not None:
            self._give_back(focus)
        self.perspective_changed.emit()

    def reset(self) -> None:
        """Lay the present perspective out as it was meant, and forget how it had been changed."""
        self._settings.remove(self._key(self.current))
        self._stage_open.reset()
        if self.isVisible():
            self._stage_open.settle()

    def save(self) -> None:
        key = self._key(self.current)
        self._settings.setValue(f"{key}/state", self._stage_open.state())
        self._settings.setValue(f"{key}/docks", ",".join(self.current.docks))

    def show_dock(self, name: str) -> None:
        """Bring a dock of the perspective to the front, opening it if need be."""
        self._stage_open.show_dock(name)

    def dock_toggles(self) -> list[QAction]:
        """One checkable action for each dock of the perspective that may be closed."""
        return self._stage_open.dock_toggles()

    def hide_all(self) -> None:
        """Hide the floating docks too, when the window closes."""
        self._stage_open.hide()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._layout.activate()
        self._stage_open.settle()

    def _stage(self, perspective: Perspective, look: Look) -> Stage:
        stage = Stage(perspective, [self._docks[name] for name in perspective.docks], look, self)
        key = self._key(perspective)
        state = self._settings.value(f"{key}/state")
        if isinstance(state, QByteArray):
            stage.restore(state, str(self._settings.value(f"{key}/docks", "")).split(","))
        self._layout.addWidget(stage.manager)
        return stage

    def _focus(self) -> QWidget | None:
        """The widget with the focus, if it is in a dock."""
        focus = QApplication.focusWidget() or self.window().focusWidget()
        panes = (dock.widget for dock in self._docks.values())
        return focus if focus and any(pane is focus or pane.isAncestorOf(focus) for pane in panes) else None

    def _give_back(self, focus: QWidget) -> None:
        """Leave the focus where it was if its dock is here too, and else where it last was in this perspective."""
        wanted = focus if focus.isVisible() else self._stage_open.manager.focusWidget()
        if wanted is not None and wanted.isVisible():
            wanted.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_look_changed(self) -> None:
        # The others see to it when they are shown.
        if self.isVisible():
            self._stage_open.settle()

    @staticmethod
    def _key(perspective: Perspective) -> str:
        return f"layout/{perspective.name}"
