"""A stage: the docks of one perspective, laid out once, and hidden and shown as a whole."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QByteArray, QCoreApplication
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget
from PySide6QtAds import ads

from ui.shell.docks import Area, Dock, Perspective
from ui.theme.look import Look

#: Goes up when a stored layout would no longer make sense. Those of 1 spoke of the docks of every perspective.
_VERSION = 2
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


class Stage:
    """A dock manager of a perspective's own.

    One manager for all perspectives would have to take every pane out and put it in again each time, and each time
    every widget in it is dressed anew by the style sheet: a hundred times as dear as to hide and show it.

    Args:
        docks: those of the perspective, in its order. Their widgets are not here until ``take_in``.
        host: becomes the parent of ``manager``.
    """

    def __init__(self, perspective: Perspective, docks: Sequence[Dock], look: Look, host: QWidget) -> None:
        self.perspective = perspective
        self.manager = _manager(host)
        self._docks = {dock.name: dock for dock in docks}
        self._look, self._scale = look, look.theme.scale
        self._slots = {dock.name: _Slot(dock.widget) for dock in docks}
        self._panes = {dock.name: self._pane(dock) for dock in docks}
        self._lay_out()

    def take_in(self) -> None:
        """Have the widgets of the docks here, also those that stood on another stage.

        Before the stage is shown: they are then shown, and fitted into their room, with all the rest.
        """
        for slot in self._slots.values():
            slot.fill()

    def hide(self) -> None:
        """With its floating docks, which come back when the manager is shown."""
        self.manager.hideManagerAndFloatingWidgets()

    def restore(self, state: QByteArray, known: Iterable[str]) -> None:
        """Lay out what ``state`` gave, if it can be read.

        Args:
            known: the docks that there were at the time. A newer one is put where it stands at first.
        """
        if not self.manager.restoreState(state, _VERSION):
            return
        new = self._panes.keys() - set(known)
        self._place(new)
        self._sizes_are_due = bool(new)
        self._dress_centre()
        self._dress_sides()

    def state(self) -> QByteArray:
        return QByteArray(self.manager.saveState(_VERSION))

    def reset(self) -> None:
        """Lay everything out as it was meant."""
        for pane in self._panes.values():
            _reopen(pane)
            self.manager.removeDockWidget(pane)
        self._lay_out()

    def settle(self) -> None:
        """What can only be done where it is seen, because before there are no sizes. Often is no harm."""
        ratio, self._scale = self._look.theme.scale / self._scale, self._look.theme.scale
        if self._sizes_are_due:
            self._size()
        elif ratio != 1:
            # Larger type needs wider sides, however wide somebody has made them.
            for area in self._areas():
                self._resize(area, round(_extent(area) * ratio))
        self._dress_sides()

    def show_dock(self, name: str) -> None:
        """Bring a dock to the front, opening it if need be."""
        self._panes[name].toggleView(True)
        self._panes[name].setAsCurrentTab()

    def dock_toggles(self) -> list[QAction]:
        """One checkable action for each dock that may be closed."""
        names = (name for name, dock in self._docks.items() if dock.area is not Area.CENTRE)
        return [self._panes[name].toggleViewAction() for name in names]

    def _lay_out(self) -> None:
        self._place(self._panes)
        for name in self.perspective.front:
            self._panes[name].setAsCurrentTab()
        self._sizes_are_due = True
        self._dress_centre()
        self._dress_sides()

    def _place(self, names: Iterable[str]) -> None:
        """Put docks where they stand at first. The centre comes first: the sides are beside it."""
        order = [name for name in self._docks if name in set(names)]
        for name in sorted(order, key=lambda name: self._docks[name].area is not Area.CENTRE):
            _reopen(self._panes[name])
            area = self._docks[name].area
            mate = self._mate(name)
            if mate is not None:
                self.manager.addDockWidget(ads.CenterDockWidgetArea, self._panes[name], mate)
            elif area is Area.CENTRE:
                self.manager.addDockWidget(ads.CenterDockWidgetArea, self._panes[name])
            elif area is Area.BOTTOM:
                self.manager.addDockWidget(ads.BottomDockWidgetArea, self._panes[name])
            else:
                self.manager.addDockWidget(_ADS_AREA[area], self._panes[name], self._centre_area())

    def _mate(self, name: str) -> ads.CDockAreaWidget | None:
        """The pane in which another dock of the same side already stands."""
        for other in self._docks:
            if other != name and self._docks[other].area is self._docks[name].area:
                area = self._panes[other].dockAreaWidget()
                if area is not None and not self._panes[other].isFloating():
                    return area
        return None

    def _centre_area(self) -> ads.CDockAreaWidget | None:
        for name, dock in self._docks.items():
            if dock.area is Area.CENTRE:
                return self._panes[name].dockAreaWidget()
        return None

    def _size(self) -> None:
        """Give the sides their widths and the bottom its height; the centre gets the rest."""
        self._sizes_are_due = False
        for area, names in self._areas().items():
            size_px = next((self._docks[name].size_px for name in names if self._docks[name].size_px), 0)
            if size_px:
                self._resize(area, self._look.theme.px(size_px))

    def _areas(self) -> dict[ads.CDockAreaWidget, list[str]]:
        """The panes beside the centre, with the docks in them."""
        areas: dict[ads.CDockAreaWidget, list[str]] = {}
        for name, pane in self._panes.items():
            area = pane.dockAreaWidget()
            if area is not None and not pane.isFloating() and area is not self._centre_area():
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
        for splitter in self.manager.findChildren(QSplitter):
            centre = _index_towards(splitter, area)
            for i in range(splitter.count()):
                splitter.setStretchFactor(i, 1 if i == centre else 0)

    def _dress_sides(self) -> None:
        """On a wall nobody drags docks about: a pane with one dock needs no title bar."""
        for area in self._areas():
            area.setDockAreaFlag(_NO_TITLE_BAR, self._look.is_wall)

    def _pane(self, dock: Dock) -> ads.CDockWidget:
        pane = ads.CDockWidget(self.manager, dock.widget.windowTitle() or dock.title)
        pane.setObjectName(dock.name)
        pane.setWidget(self._slots[dock.name], ads.CDockWidget.eInsertMode.ForceNoScrollArea)
        pane.setMinimumSizeHintMode(ads.CDockWidget.eMinimumSizeHintMode.MinimumSizeHintFromContent)
        pane.toggleViewAction().setText(dock.title)
        tip = QCoreApplication.translate(
            "DockHost", "Drag it elsewhere, or double-click to make it a window of its own"
        )
        pane.setTabToolTip(tip)
        if dock.area is Area.CENTRE:
            pane.setFeatures(ads.CDockWidget.DockWidgetFeature.NoDockWidgetFeatures)
        dock.widget.windowTitleChanged.connect(pane.setWindowTitle)
        return pane


class _Slot(QWidget):
    """Room for a dock's widget, which may stand on several stages, but on one at a time."""

    def __init__(self, content: QWidget) -> None:
        super().__init__()
        self._content = content
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)

    def fill(self) -> None:
        layout = self.layout()
        if layout is not None and self._content.parentWidget() is not self:
            layout.addWidget(self._content)


def _manager(host: QWidget) -> ads.CDockManager:
    # Of the whole process, and only heeded before the first manager.
    flags = _CONFIG(0)
    for flag in _CONFIG_ON:
        flags |= flag
    ads.CDockManager.setConfigFlags(flags)
    manager = ads.CDockManager(host)
    if QGuiApplication.platformName() != "xcb":
        # To keep floating docks on top it changes their window flags each time the window is (de)activated, which
        # hides them; only under X11 it has another way. Being children of the window they stay on top anyway.
        host.removeEventFilter(manager)
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
