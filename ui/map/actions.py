"""The map's tools as actions: in the palette and in the overview of shortcuts.

Their keys are the page's own: it takes them while it has the focus, so that elsewhere letters remain letters.
"""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QObject, Qt

from ui.map.view import MapView
from ui.theme.icons import Icon
from ui.theme.look import Look
from ui.widgets.actions import DeskAction, Group, action, actions_of
from ui.widgets.i18n import QT_TRANSLATE_NOOP


class MapActions(QObject):
    """Each does what its button does, and gives the map the focus: the tools go on by keyboard."""

    def __init__(self, view: MapView, look: Look, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._view = view
        self._actions = actions_of(self, look)
        for one in self._actions.values():
            one.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)

    @property
    def actions(self) -> list[DeskAction]:
        return list(self._actions.values())

    @action(QT_TRANSLATE_NOOP("action", "Select on the map"), "S", Icon.SELECT, group=Group.MAP)
    def select(self) -> None:
        self._run("select")

    @action(QT_TRANSLATE_NOOP("action", "Lasso"), "L", Icon.LASSO, group=Group.MAP)
    def lasso(self) -> None:
        self._run("lasso")

    @action(QT_TRANSLATE_NOOP("action", "Measure a distance"), "M", Icon.MEASURE, group=Group.MAP)
    def distance(self) -> None:
        self._run("distance")

    @action(QT_TRANSLATE_NOOP("action", "Measure an area"), "A", Icon.AREA, group=Group.MAP)
    def area(self) -> None:
        self._run("area")

    @action(QT_TRANSLATE_NOOP("action", "Trails of chosen units"), "T", Icon.TRAILS, group=Group.MAP)
    def trails(self) -> None:
        self._run("trails")

    @action(QT_TRANSLATE_NOOP("action", "Cameras on the map"), "C", Icon.CAMERA, group=Group.MAP)
    def cameras(self) -> None:
        self._run("cameras")

    @action(QT_TRANSLATE_NOOP("action", "Video nearest to a place"), "V", Icon.NEAREST_VIDEO, group=Group.MAP)
    def video(self) -> None:
        self._run("video")

    @action(QT_TRANSLATE_NOOP("action", "Show all units"), "Home", Icon.HOME, group=Group.MAP)
    def zoom_all(self) -> None:
        self._run("zoom_all")

    @action(QT_TRANSLATE_NOOP("action", "Base maps"), "B", Icon.LAYERS, group=Group.MAP)
    def layers(self) -> None:
        self._run("layers")

    @action(QT_TRANSLATE_NOOP("action", "Zoom in"), "+", Icon.ZOOM_IN, group=Group.MAP)
    def zoom_in(self) -> None:
        self._zoom_by(1)

    @action(QT_TRANSLATE_NOOP("action", "Zoom out"), "-", Icon.ZOOM_OUT, group=Group.MAP)
    def zoom_out(self) -> None:
        self._zoom_by(-1)

    def _run(self, name: str) -> None:
        self._view.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._view.run(name)

    def _zoom_by(self, steps: int) -> None:
        self._view.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._view.show_view(replace(self._view.view, zoom=self._view.view.zoom + steps))
