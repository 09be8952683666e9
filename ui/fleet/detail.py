"""The detail pane: the chosen unit, or the chosen ones, or the chosen camera, or how to choose."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QAction, QShowEvent
from PySide6.QtWidgets import QStackedLayout, QWidget

from app.picture.changes import Changes
from ui.fleet.camera_page import CameraPage
from ui.fleet.many_page import ManyPage
from ui.fleet.order_bar import OrderBar
from ui.fleet.pending import PendingOrders
from ui.fleet.ports import GivenOrders, HistorySource, TrackSource
from ui.fleet.preview import Preview
from ui.fleet.unit_page import UnitPage
from ui.models.scene import Scene
from ui.models.selection import Selection
from ui.models.video_sources import VideoSources
from ui.theme.icons import Icon
from ui.theme.look import Look
from ui.widgets.actions import DeskAction, Group, action, actions_of
from ui.widgets.i18n import QT_TRANSLATE_NOOP
from ui.widgets.state_pane import State, StatePane
from ui.widgets.talk_buttons import TalkButtons
from ui.widgets.unit_actions import UnitActions
from ui.widgets.video.tile import VideoTile

TICK_MS = 1000


class UnitDetail(QWidget):
    """Follows the shared selection.

    Args:
        actions: what can be ordered of the selection. orders: where those orders go, to show which of them wait.
        make_tile: makes a tile for the live picture.
        call: aims the talk key at the selection; None where nobody may talk.
    Signals:
        zoom_requested(): show the selection on the map.
        looked_at(source): its live picture is shown here from now on.
        enlarge_requested(source): somebody wants to see its picture large.
        snapshot_saved(Path): a picture of it was written.
        talk_held(units, is_shout, stays), talk_let_go(): a button that talks to them goes down and comes up.
    """

    zoom_requested = Signal()
    looked_at = Signal(int)
    enlarge_requested = Signal(int)
    snapshot_saved = Signal(object)
    talk_held = Signal(object, bool, bool)
    talk_let_go = Signal()

    def __init__(
        self,
        scene: Scene,
        selection: Selection,
        look: Look,
        actions: UnitActions,
        orders: GivenOrders,
        tracks: TrackSource,
        history: HistorySource,
        sources: VideoSources,
        make_tile: Callable[[], VideoTile],
        call: QAction | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._scene, self._selection, self._look = scene, selection, look
        self._unit_actions, self._tracks, self._history = actions, tracks, history
        self._sources, self._make_tile, self._call = sources, make_tile, call
        self._is_linked = True
        self._actions = actions_of(self, look)
        self.addActions(self.desk_actions)
        self._pending = PendingOrders(orders, scene, self)
        self._none = StatePane(look)
        self._none.show_state(
            State.EMPTY,
            self.tr("No unit chosen."),
            self.tr("Press one on the map or in the list. Ctrl adds another; a lasso takes many."),
        )
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self._none)
        self._one: UnitPage | None = None
        self._many: ManyPage | None = None
        self._camera: CameraPage | None = None
        self._timer = QTimer(self, interval=TICK_MS)
        self._timer.timeout.connect(self._tick)
        self._timer.start()
        selection.changed.connect(self._on_selection_changed)
        selection.camera_changed.connect(self._on_selection_changed)
        selection.followed_changed.connect(self._show_followed)
        scene.changed.connect(self._on_changed)
        scene.replaced.connect(self._on_selection_changed)
        self._on_selection_changed()

    @property
    def desk_actions(self) -> list[DeskAction]:
        """For the palette and the overview of shortcuts."""
        return list(self._actions.values())

    @action(QT_TRANSLATE_NOOP("action", "Follow on the map"), "F", Icon.FOLLOW, group=Group.UNITS)
    def follow(self) -> None:
        primary = self._selection.primary
        self._selection.follow(None if primary == self._selection.followed else primary)

    @action(QT_TRANSLATE_NOOP("action", "Show on the map"), "Z", Icon.MAP, group=Group.UNITS)
    def show_on_map(self) -> None:
        self.zoom_requested.emit()

    @action(QT_TRANSLATE_NOOP("action", "Show its video on the wall"), "W", Icon.ENLARGE, group=Group.UNITS)
    def enlarge(self) -> None:
        preview = self._preview
        if preview is not None and preview.source is not None:
            self.enlarge_requested.emit(preview.source)

    @action(
        QT_TRANSLATE_NOOP("action", "Save a picture of its video"),
        "Ctrl+Shift+S",
        Icon.SNAPSHOT,
        group=Group.UNITS,
    )
    def snapshot(self) -> None:
        if self._preview is not None:
            self._preview.take_snapshot()

    def prepare(self) -> None:
        """Make the pages of one unit and of many before they are needed, since making them takes a moment."""
        self._unit_page()
        self._many_page()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._tick()

    def _on_changed(self, changes: Changes) -> None:
        if changes.units.intersection(self._selection.units) or self._selection.camera in changes.cameras:
            self._on_selection_changed()

    def _on_selection_changed(self) -> None:
        known = [unit for unit in self._selection.units if unit in self._scene.picture.units]
        has_camera = self._selection.camera in self._scene.picture.cameras
        if has_camera:
            self._camera_page().show_camera(self._selection.camera)
            self._stack.setCurrentWidget(self._camera_page())
        elif len(known) > 1:
            self._many_page().show_selection()
            self._stack.setCurrentWidget(self._many_page())
        elif known:
            self._unit_page().show_unit(known[0])
            self._stack.setCurrentWidget(self._unit_page())
        else:
            self._stack.setCurrentWidget(self._none)
        if self._one is not None and len(known) != 1:
            self._one.show_unit(None)
        if self._camera is not None and not has_camera:
            self._camera.show_camera(None)
        self.setWindowTitle(self.tr("Camera") if has_camera else self.tr("Unit"))
        on_duty = any(self._scene.picture.units[unit].is_on_duty for unit in known)
        self._actions["follow"].setEnabled(on_duty)
        self._actions["show_on_map"].setEnabled(on_duty or has_camera)
        self._on_preview_changed()
        self._show_followed()

    def _on_preview_changed(self) -> None:
        preview = self._preview
        for name in ("enlarge", "snapshot"):
            self._actions[name].setEnabled(preview is not None and preview.source is not None)

    def _tick(self) -> None:
        page = self._stack.currentWidget()
        if page is not self._none and self.isVisible():
            cast("UnitPage | ManyPage | CameraPage", page).refresh()

    def _show_followed(self) -> None:
        followed = self._selection.followed
        if self._one is not None:
            self._one.show_followed(followed is not None and followed == self._selection.primary)

    def _unit_page(self) -> UnitPage:
        if self._one is None:
            bar = OrderBar(self._unit_actions, self._actions["show_on_map"], self._look, self._actions["follow"])
            self._one = UnitPage(
                self._scene,
                self._look,
                self._sources,
                self._new_preview(),
                self._new_talk(),
                bar,
                self._pending,
                self._tracks,
                self._history,
            )
            self._stack.addWidget(self._one)
        return self._one

    def _many_page(self) -> ManyPage:
        if self._many is None:
            bar = OrderBar(self._unit_actions, self._actions["show_on_map"], self._look)
            self._many = ManyPage(self._scene, self._selection, self._look, self._new_talk(), bar, self._pending)
            self._many.zoom_requested.connect(lambda _: self.zoom_requested.emit())
            self._stack.addWidget(self._many)
        return self._many

    def _camera_page(self) -> CameraPage:
        if self._camera is None:
            zoom = self._actions["show_on_map"]
            self._camera = CameraPage(self._scene, self._look, self._new_preview(), zoom)
            self._stack.addWidget(self._camera)
        return self._camera

    @property
    def _preview(self) -> Preview | None:
        """Of the page that is shown."""
        page = self._stack.currentWidget()
        return None if page in (self._none, self._many) else cast("UnitPage | CameraPage", page).preview

    def show_link(self, *, is_linked: bool) -> None:
        """Whether whom one talks to can hear it at all."""
        self._is_linked = is_linked
        for talk in self.findChildren(TalkButtons):
            talk.show_link(is_linked=is_linked)

    def _new_talk(self) -> TalkButtons | None:
        if self._call is None:
            return None
        talk = TalkButtons(self._scene, self._look, self._call)
        talk.show_link(is_linked=self._is_linked)
        talk.held.connect(self.talk_held)
        talk.let_go.connect(self.talk_let_go)
        return talk

    def _new_preview(self) -> Preview:
        enlarge, snapshot = self._actions["enlarge"], self._actions["snapshot"]
        preview = Preview(self._sources, self._make_tile, self._look, enlarge, snapshot)
        preview.changed.connect(self._on_preview_changed)
        preview.looked_at.connect(self.looked_at)
        preview.enlarge_asked.connect(self.enlarge_requested)
        preview.snapshot_saved.connect(self.snapshot_saved)
        return preview
