"""The dock host: lays the docks of a perspective out, and remembers how somebody has changed it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QByteArray, QSettings, Signal
from PySide6.QtGui import QAction, QGuiApplication, QShowEvent
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget
from PySide6QtAds import ads

from ui.shell.docks import Area, Dock, Perspective
from ui.theme.look import Look

#: Goes up when a stored layout would no longer make sense.
_VERSION = 1
_ADS_AREA = {Area.LEFT: ads.LeftDockWidgetArea, Area.RIGHT: ads.RightDockWidgetArea}

_NO_TITLE_BAR = ads.CDockAreaWidget.eDockAreaFlag.HideSingleWidgetTitleBar
_CONFIG = ads.CDockManager.eConfigFlag
_CONFIG_ON = (
    _CONFIG.OpaqueSplitterResize,
    _CONFIG.DragPreviewShowsContentPixmap,
    _CONFIG.FloatingContainerHasWidgetTitle,
    _CONFIG.DoubleClickUndocksWidget,
    _CONFIG.DisableStylesheet,
    _CONFIG.XmlCompressionEnabled,
)


class DockHost(QWidget):
    """Holds the docks. Layouts are kept per perspective in ``settings``, under ``layout/``.

    Signals:
        perspective_changed(): another perspective is open.
    """

    perspective_changed = Signal()

    def __init__(
        self, docks: Sequence[Dock], perspectives: Sequence[Perspective], settings: QSettings, look: Look
    ) -> None:
        super().__init__()
        self._docks = {dock.name: dock for dock in docks}
        self._perspectives = {perspective.name: perspective for perspective in perspectives}
        self._settings, self._look = settings, look
        self._current = perspectives[0]
        self._sizes_are_due = False
        self._scale = look.theme.scale
        self._manager = _manager(self)
        self._panes = {dock.name: self._pane(dock) for dock in docks}
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.addWidget(self._manager)
        self._park(self._panes)
        self._lay_out(self._current)
        look.changed.connect(self._on_look_changed)

    @property
    def current(self) -> Perspective:
        return self._current

    def open(self, name: str) -> None:
        """Show another perspective as it was left; the present one is remembered."""
        if name == self._current.name:
            return
        self.save()
        self._current = self._perspectives[name]
        self._lay_out(self._current)
        self.perspective_changed.emit()

    def reset(self) -> None:
        """Lay the present perspective out as it was meant, and forget how it had been changed."""
        self._settings.remove(self._key(self._current))
        self._lay_out(self._current)

    def save(self) -> None:
        key = self._key(self._current)
        self._settings.setValue(f"{key}/state", self._manager.saveState(_VERSION))
        self._settings.setValue(f"{key}/docks", ",".join(self._current.docks))

    def show_dock(self, name: str) -> None:
        """Bring a dock to the front, opening it if need be."""
        self._panes[name].toggleView(True)
        self._panes[name].setAsCurrentTab()

    def dock_toggles(self) -> list[QAction]:
        """One checkable action for each dock of the perspective that may be closed."""
        panes = (self._panes[name] for name in self._current.docks if self._docks[name].area is not Area.CENTRE)
        return [pane.toggleViewAction() for pane in panes]

    def hide_all(self) -> None:
        """Hide the floating docks too, when the window closes."""
        self._manager.hideManagerAndFloatingWidgets()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._sizes_are_due:
            self._size()

    def _lay_out(self, perspective: Perspective) -> None:
        key = self._key(perspective)
        state = self._settings.value(f"{key}/state")
        if isinstance(state, QByteArray) and self._manager.restoreState(state, _VERSION):
            known = set(str(self._settings.value(f"{key}/docks", "")).split(","))
            # A dock that came with a newer version is in no stored layout.
            new = [name for name in perspective.docks if name not in known]
            self._place(new)
            self._sizes_are_due = bool(new)
            if new and self.isVisible():
                self._size()
        else:
            self._take_apart()
            self._place(perspective.docks)
            self._park(name for name in self._panes if name not in perspective.docks)
            for name in perspective.front:
                self._panes[name].setAsCurrentTab()
            self._sizes_are_due = True
            if self.isVisible():
                self._size()
        self._dress_centre()
        self._dress_sides()

    def _take_apart(self) -> None:
        for pane in self._panes.values():
            _reopen(pane)
            self._manager.removeDockWidget(pane)

    def _place(self, names: Iterable[str]) -> None:
        """Put docks where they stand at first. The centre comes first: the sides are beside it."""
        wanted = sorted(names, key=lambda name: self._docks[name].area is not Area.CENTRE)
        for name in wanted:
            _reopen(self._panes[name])
            area = self._docks[name].area
            mate = self._mate(name)
            if mate is not None:
                self._manager.addDockWidget(ads.CenterDockWidgetArea, self._panes[name], mate)
            elif area is Area.CENTRE:
                self._manager.addDockWidget(ads.CenterDockWidgetArea, self._panes[name])
            elif area is Area.BOTTOM:
                self._manager.addDockWidget(ads.BottomDockWidgetArea, self._panes[name])
            else:
                self._manager.addDockWidget(_ADS_AREA[area], self._panes[name], self._centre_area())

    def _park(self, names: Iterable[str]) -> None:
        """To restore a dock later the manager must know it: those of other perspectives are there, but closed."""
        for name in names:
            self._manager.addDockWidget(ads.BottomDockWidgetArea, self._panes[name])
            self._panes[name].toggleView(False)

    def _mate(self, name: str) -> ads.CDockAreaWidget | None:
        """The pane in which another dock of the same side already stands."""
        for other in self._current.docks:
            if other != name and self._docks[other].area is self._docks[name].area:
                area = self._panes[other].dockAreaWidget()
                if area is not None and not self._panes[other].isFloating():
                    return area
        return None

    def _centre_area(self) -> ads.CDockAreaWidget | None:
        for name in self._current.docks:
            if self._docks[name].area is Area.CENTRE:
                return self._panes[name].dockAreaWidget()
        return None

    def _size(self) -> None:
        """Give the sides their widths and the bottom its height; the centre gets the rest."""
        self._sizes_are_due = False
        self._layout.activate()
        for area, names in self._areas().items():
            size_px = next((self._docks[name].size_px for name in names if self._docks[name].size_px), 0)
            if size_px:
                self._resize(area, self._look.theme.px(size_px))

    def _on_look_changed(self) -> None:
        """Larger type needs wider sides, however wide somebody has made them."""
        ratio, self._scale = self._look.theme.scale / self._scale, self._look.theme.scale
        if ratio != 1:
            self._dress_sides()
            for area in self._areas():
                self._resize(area, round(_extent(area) * ratio))

    def _areas(self) -> dict[ads.CDockAreaWidget, list[str]]:
        """The panes beside the centre, with the docks in them."""
        areas: dict[ads.CDockAreaWidget, list[str]] = {}
        for name in self._current.docks:
            area = self._panes[name].dockAreaWidget()
            if area is not None and not self._panes[name].isFloating() and area is not self._centre_area():
                areas.setdefault(area, []).append(name)
        return areas

    def _resize(self, area: ads.CDockAreaWidget, size: int) -> None:
        """Make a pane so wide (or high) at the expense of the centre."""
        splitter = area.parentSplitter()
        sizes = splitter.sizes()
        own = splitter.indexOf(area)
        centre = _index_towards(splitter, self._centre_area())
        if centre is not None and centre != own:
            sizes[centre] = max(1, sizes[centre] + sizes[own] - size)
            sizes[own] = size
            splitter.setSizes(sizes)

    def _dress_centre(self) -> None:
        area = self._centre_area()
        if area is None:
            return
        area.setDockAreaFlag(_NO_TITLE_BAR, True)
        area.setAllowedAreas(ads.OuterDockAreas)
        for splitter in self._manager.findChildren(QSplitter):
            centre = _index_towards(splitter, area)
            for i in range(splitter.count()):
                splitter.setStretchFactor(i, 1 if i == centre else 0)

    def _dress_sides(self) -> None:
        """On a wall nobody drags docks about: a pane with one dock needs no title bar."""
        for area in self._areas():
            area.setDockAreaFlag(_NO_TITLE_BAR, self._look.is_wall)

    def _pane(self, dock: Dock) -> ads.CDockWidget:
        pane = ads.CDockWidget(self._manager, dock.widget.windowTitle() or dock.title)
        pane.setObjectName(dock.name)
        pane.setWidget(dock.widget, ads.CDockWidget.eInsertMode.ForceNoScrollArea)
        pane.setMinimumSizeHintMode(ads.CDockWidget.eMinimumSizeHintMode.MinimumSizeHintFromContent)
        pane.toggleViewAction().setText(dock.title)
        pane.setTabToolTip(self.tr("Drag it elsewhere, or double-click to make it a window of its own"))
        if dock.area is Area.CENTRE:
            pane.setFeatures(ads.CDockWidget.DockWidgetFeature.NoDockWidgetFeatures)
        dock.widget.windowTitleChanged.connect(pane.setWindowTitle)
        return pane

    @staticmethod
    def _key(perspective: Perspective) -> str:
        return f"layout/{perspective.name}"


def _manager(parent: QWidget) -> ads.CDockManager:
    # Of the whole process, and only heeded before the first manager.
    flags = _CONFIG(0)
    for flag in _CONFIG_ON:
        flags |= flag
    ads.CDockManager.setConfigFlags(flags)
    manager = ads.CDockManager(parent)
    if QGuiApplication.platformName() != "xcb":
        # To keep floating docks on top it changes their window flags each time the window is (de)activated, which
        # hides them; only under X11 it has another way. Being children of the window they stay on top anyway.
        parent.removeEventFilter(manager)
    # Ours comes from the application.
    manager.setStyleSheet("")
    return manager


def _reopen(pane: ads.CDockWidget) -> None:
    """Before it is placed: placing alone shows it, but leaves its action saying that it is closed."""
    if pane.dockAreaWidget() is not None and pane.isClosed():
        pane.toggleView(True)


def _extent(area: ads.CDockAreaWidget) -> int:
    """Width or height, whichever its splitter shares out."""
    splitter = area.parentSplitter()
    return int(splitter.sizes()[splitter.indexOf(area)])


def _index_towards(splitter: QSplitter, widget: QWidget | None) -> int | None:
    """Which part of the splitter holds the widget, itself or further down."""
    if widget is None:
        return None
    for i in range(splitter.count()):
        part = splitter.widget(i)
        if part is not None and (part is widget or part.isAncestorOf(widget)):
            return i
    return None
