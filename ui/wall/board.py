"""The board of one wall: its plan, the focused tile, and every change of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import QObject, QTimer, Signal

from app.domain.errors import AppError
from app.picture.changes import Changes
from ui.models.video_sources import Offer
from ui.wall.faces import Face, Faces
from ui.wall.kit import WallKit
from ui.wall.plan import Pinned, Place, Touring, WallPlan
from ui.wall.tour import TourRun

_TICK_MS = 500


class WallBoard(QObject):
    """
    Args:
        size_of: device pixels of a tile's picture.
    Signals:
        plan_changed(): another layout, or other contents; what is remembered is another.
        changed(): plan, faces, focus or enlargement are others; draw them.
        failed(AppError): what was asked for is not to be had.
    """

    plan_changed = Signal()
    changed = Signal()
    failed = Signal(object)

    def __init__(
        self,
        kit: WallKit,
        plan: WallPlan,
        size_of: Callable[[int], tuple[int, int]],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._kit, self._plan = kit, plan
        self._focus: int | None = None
        self._is_enlarged = self._is_watched = self._is_selecting = False
        self._faces = Faces(kit, plan, size_of)
        self._told: object = None
        self._timer = QTimer(self, interval=_TICK_MS)
        self._timer.timeout.connect(self._on_tick)
        kit.scene.changed.connect(self._on_scene_changed)
        kit.scene.replaced.connect(self._on_scene_replaced)
        kit.selection.changed.connect(self._on_selection_changed)
        kit.selection.camera_changed.connect(self._on_selection_changed)
        kit.tours.changed.connect(self._on_tours_changed)

    # --- What there is

    @property
    def plan(self) -> WallPlan:
        return self._plan

    @property
    def focus(self) -> int | None:
        """The tile that keys work on and that gets its full rate."""
        return self._focus

    @property
    def is_enlarged(self) -> bool:
        """The focused tile covers the wall."""
        return self._is_enlarged

    @property
    def sources(self) -> list[int | None]:
        """What each tile of the layout shows."""
        return self._faces.sources()

    @property
    def faces(self) -> list[Face]:
        return self._faces.all()

    def run(self, tile: int) -> TourRun | None:
        """The tour that runs in this tile."""
        return self._faces.run(tile)

    def set_watched(self, is_watched: bool) -> None:
        """Whether anybody can see the wall; tours and tiles that follow rest meanwhile."""
        if is_watched != self._is_watched:
            self._is_watched = is_watched
            self._set_timer()

    # --- What one does with it

    def set_layout(self, name: str) -> None:
        self._take(self._plan.with_layout(name), keeps_enlarged=False)

    def show_all(self) -> None:
        """Choose a layout in which nothing waits."""
        self._take(self._plan.showing_all(), keeps_enlarged=False)

    def drop(self, tile: int, numbers: Iterable[int]) -> None:
        """Units, terminals or cameras stand in this tile and those after it; one that is here already comes."""
        sources, shown = self._resolved(numbers), self._plan.shown
        if len(sources) == 1 and Pinned(sources[0]) in shown:
            self.swap(shown.index(Pinned(sources[0])), tile)
        elif sources:
            self._take(self._plan.filled(tile, sources))

    def swap(self, one: int, other: int) -> None:
        """Two tiles change places, and the focus is on the other one."""
        self._focus = other
        self._faces.swap(one, other)
        self._take(self._plan.swapped(one, other))

    def add(self, numbers: Iterable[int]) -> None:
        """Show these too; the wall grows for them where it must."""
        sources = self._resolved(numbers)
        if sources:
            self._take(self._plan.added(sources), keeps_enlarged=False)

    def add_live(self) -> None:
        """Show every terminal that sends now, and every camera."""
        sources, picture = self._kit.sources, self._kit.scene.picture
        live = [number for number in picture.streams if sources.offer(number) is Offer.PUSH]
        live += [number for number in picture.cameras if sources.offer(number) is Offer.PULL]
        if live:
            self.add(sorted(live, key=lambda number: (number in picture.cameras, sources.title(number))))
        else:
            self.failed.emit(AppError("wall.nothing_live"))

    def clear(self, tile: int) -> None:
        self._take(self._plan.cleared(tile))

    def clear_all(self) -> None:
        self._take(self._plan.emptied(), keeps_enlarged=False)

    def hold(self, tile: int) -> None:
        """The tile keeps the source that it shows, whatever it followed."""
        source = self.sources[tile]
        if source is not None and not isinstance(self._plan.shown[tile], Pinned):
            self._take(self._plan.with_content(tile, Pinned(source)))

    def show_nearest(self, place: Place) -> None:
        """The free tiles, and those that follow already, show what is nearest to this place, from now on."""
        near = self._plan.near(place)
        if near.following:
            self._take(near, keeps_enlarged=False)
        else:
            self.failed.emit(AppError("wall.full"))

    def end_nearest(self) -> None:
        """The tiles that follow are free again."""
        self._take(self._plan.not_near())

    def start_tour(self, tile: int, tour: int) -> None:
        self._take(self._plan.touring(tile, tour))

    def step_tour(self, tile: int, *, is_back: bool = False) -> None:
        run = self.run(tile)
        if run is not None:
            (run.go_back if is_back else run.go_next)(self._kit.now_s())
            self._tell()

    def pause_tour(self, tile: int) -> None:
        """Hold the tour at its stop, or let it go on."""
        run = self.run(tile)
        if run is None:
            return
        if run.is_paused:
            run.go_on(self._kit.now_s())
        else:
            run.pause()
        self._tell()

    def set_focus(self, tile: int, *, selects: bool = True) -> None:
        """Go to a tile; unless ``selects`` is false, its unit or camera is chosen with it."""
        self._focus = tile
        source = self.sources[tile]
        if source is not None and selects:
            self._select(source)
        self._tell()

    def open(self, tile: int) -> None:
        """Enter or a double press: the tile covers the wall, or no longer; a small one becomes the large one."""
        if self._plan.grid.has_main and tile != 0 and not self._is_enlarged:
            self.swap(tile, 0)
        else:
            self.set_focus(tile)
            self.set_enlarged(not self._is_enlarged)

    def set_enlarged(self, is_enlarged: bool) -> None:
        self._is_enlarged = is_enlarged and self._focus is not None
        self._tell()

    def stop(self) -> None:
        """Let go of what was opened ahead, and of the desk: the wall is closed."""
        self._timer.stop()
        self._faces.rest()
        kit = self._kit
        kit.scene.changed.disconnect(self._on_scene_changed)
        kit.scene.replaced.disconnect(self._on_scene_replaced)
        kit.selection.changed.disconnect(self._on_selection_changed)
        kit.selection.camera_changed.disconnect(self._on_selection_changed)
        kit.tours.changed.disconnect(self._on_tours_changed)

    # --- How it comes about

    def _take(self, plan: WallPlan, *, keeps_enlarged: bool = True) -> None:
        is_other = plan != self._plan
        self._plan = plan
        self._is_enlarged = self._is_enlarged and keeps_enlarged
        if self._focus is not None and self._focus >= plan.grid.count:
            self._focus, self._is_enlarged = None, False
        if is_other:
            self._faces.set_plan(plan)
            self._set_timer()
            self.plan_changed.emit()
        self._tell()

    def _set_timer(self) -> None:
        if self._is_watched and self._faces.move_by_themselves:
            self._timer.start()
        else:
            self._timer.stop()
            self._faces.rest()

    def _tell(self) -> None:
        """Tell that something is to be drawn, unless all of it is as it was."""
        now = (self._plan, self.faces, self._focus, self._is_enlarged)
        if now != self._told:
            self._told = now
            self.changed.emit()

    def _on_tick(self) -> None:
        self._faces.tick()
        self._tell()

    def _on_scene_changed(self, changes: Changes) -> None:
        if changes.streams or changes.terminals:
            self._take(self._gone_on())
        else:
            self._tell()

    def _on_scene_replaced(self) -> None:
        self._take(self._gone_on())

    def _gone_on(self) -> WallPlan:
        """A unit whose terminal has stopped sending is shown through another one that has not."""
        sources, plan = self._kit.sources, self._plan
        for source in plan.sources:
            unit = sources.unit_of(source) if sources.offer(source) is Offer.NONE else None
            other = None if unit is None else sources.of_unit(unit.number)
            if other is not None and other not in plan.sources and sources.offer(other) is not Offer.NONE:
                plan = plan.replaced(source, other)
        return plan

    def _on_tours_changed(self) -> None:
        plan = self._plan
        for content in plan.contents:
            if isinstance(content, Touring) and self._kit.tours.of(content.tour) is None:
                plan = plan.without_tour(content.tour)
        # A tour that is still there may have other stops.
        self._faces.set_plan(plan)
        self._take(plan)

    def _on_selection_changed(self) -> None:
        """What is chosen elsewhere is looked at here too, where it is shown."""
        if self._is_selecting:
            return
        tiles = [
            tile for tile, source in enumerate(self.sources) if source is not None and self._is_primary(source)
        ]
        if tiles and self._focus not in tiles and not self._is_enlarged:
            self._focus = tiles[0]
        self._tell()

    def _select(self, source: int) -> None:
        unit, selection = self._kit.sources.unit_of(source), self._kit.selection
        self._is_selecting = True
        if unit is not None:
            selection.set((unit.number,))
        elif self._kit.sources.camera(source) is not None:
            selection.set_camera(source)
        self._is_selecting = False

    def _is_primary(self, source: int) -> bool:
        unit, selection = self._kit.sources.unit_of(source), self._kit.selection
        return source == selection.camera if unit is None else unit.number == selection.primary

    def _resolved(self, numbers: Iterable[int]) -> list[int]:
        """The sources that these numbers name; it is told when there is none at all."""
        asked = list(numbers)
        named = [source for number in asked if (source := self._kit.sources.resolve(number)) is not None]
        if asked and not named:
            self.failed.emit(AppError("wall.no_terminal"))
        return list(dict.fromkeys(named))
