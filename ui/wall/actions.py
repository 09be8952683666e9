"""What one does with a wall, as actions: in the palette, in the overview of shortcuts and in a tile's menu.

Those of a single key work while a wall has the focus, so that elsewhere letters and figures remain what they are.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject, Qt

from ui.theme.icons import Icon
from ui.theme.look import Look
from ui.wall.layout_icon import layout_icon
from ui.wall.layouts import LAYOUTS
from ui.wall.plan import Pinned
from ui.widgets.actions import DeskAction, Group, action, actions_of
from ui.widgets.i18n import QT_TRANSLATE_NOOP

if TYPE_CHECKING:
    from ui.wall.walls import Walls

_LAYOUT_NAMES = {
    "one": QT_TRANSLATE_NOOP("action", "One tile"),
    "four": QT_TRANSLATE_NOOP("action", "4 tiles"),
    "six": QT_TRANSLATE_NOOP("action", "One large tile and 5 small ones"),
    "nine": QT_TRANSLATE_NOOP("action", "9 tiles"),
    "sixteen": QT_TRANSLATE_NOOP("action", "16 tiles"),
    "twenty_five": QT_TRANSLATE_NOOP("action", "25 tiles"),
    "strip": QT_TRANSLATE_NOOP("action", "One large tile over a strip"),
}
#: By arrow: to the right, down.
_MOVES = {
    "Left": (QT_TRANSLATE_NOOP("action", "Move the tile left"), -1, 0),
    "Right": (QT_TRANSLATE_NOOP("action", "Move the tile right"), 1, 0),
    "Up": (QT_TRANSLATE_NOOP("action", "Move the tile up"), 0, -1),
    "Down": (QT_TRANSLATE_NOOP("action", "Move the tile down"), 0, 1),
}
#: Their keys work everywhere; those of the others where a wall has the focus.
_EVERYWHERE = ("add_selection", "add_live", "edit_tours", "new_window", "full_screen")
#: What a tile's menu offers beside what a tile does itself.
_OF_A_TILE = ("open_tile", "hold", "start_tour", "pause_tour", "next_stop", "previous_stop", "end_nearest")


class WallActions(QObject):
    """Work on the wall that is looked at, and on its focused tile."""

    def __init__(self, walls: Walls, look: Look) -> None:
        super().__init__(walls)
        self._walls, self._look = walls, look
        self._actions = actions_of(self, look)
        self.layouts = [self._layout_action(key, layout.name) for key, layout in enumerate(LAYOUTS, start=1)]
        self._moves = [self._move_action(arrow) for arrow in _MOVES]
        for one in self.all:
            if one.objectName() not in _EVERYWHERE:
                one.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        look.changed.connect(self._draw_icons)
        self._draw_icons()

    @property
    def all(self) -> list[DeskAction]:
        return [*self._actions.values(), *self.layouts, *self._moves]

    @property
    def of_pane(self) -> list[DeskAction]:
        """Those whose keys a wall takes itself."""
        return [one for one in self.all if one.shortcutContext() is not Qt.ShortcutContext.ApplicationShortcut]

    @property
    def of_tile(self) -> list[DeskAction]:
        return [self._actions[name] for name in _OF_A_TILE]

    def named(self, name: str) -> DeskAction:
        return self._actions[name]

    def refresh(self) -> None:
        """Offer what can be done now with the focused tile of the wall that is looked at."""
        board = self._walls.current.board
        focus = board.focus
        content = None if focus is None else board.plan.shown[focus]
        source = None if focus is None else board.sources[focus]
        run = None if focus is None else board.run(focus)
        for one in (self._actions["open_tile"], *self._moves):
            one.setEnabled(focus is not None)
        self._actions["hold"].setEnabled(source is not None and not isinstance(content, Pinned))
        for name in ("pause_tour", "next_stop", "previous_stop"):
            self._actions[name].setEnabled(run is not None)
        self._actions["end_nearest"].setEnabled(board.plan.place is not None)
        self._actions["clear_all"].setEnabled(bool(board.plan.contents))

    @action(
        QT_TRANSLATE_NOOP("action", "Add the chosen to the wall"), "Ctrl+Shift+W", Icon.VIDEO, group=Group.UNITS
    )
    def add_selection(self) -> None:
        self._walls.add_selection()

    @action(QT_TRANSLATE_NOOP("action", "All live sources"), "Ctrl+Shift+A", Icon.VIDEO, group=Group.WALL)
    def add_live(self) -> None:
        self._walls.at_hand().board.add_live()

    @action(QT_TRANSLATE_NOOP("action", "Enlarge the tile, or back"), "X", Icon.ENLARGE, group=Group.WALL)
    def open_tile(self) -> None:
        board = self._walls.at_hand().board
        if board.focus is not None:
            board.open(board.focus)

    @action(QT_TRANSLATE_NOOP("action", "Hold this source"), "H", Icon.PIN, group=Group.WALL)
    def hold(self) -> None:
        board = self._walls.at_hand().board
        if board.focus is not None:
            board.hold(board.focus)

    @action(QT_TRANSLATE_NOOP("action", "Start a guard tour …"), "G", Icon.TOUR, group=Group.WALL)
    def start_tour(self) -> None:
        self._walls.at_hand().offer_tours()

    @action(QT_TRANSLATE_NOOP("action", "Pause the tour, or go on"), "P", Icon.PAUSE, group=Group.WALL)
    def pause_tour(self) -> None:
        board = self._walls.at_hand().board
        if board.focus is not None:
            board.pause_tour(board.focus)

    @action(QT_TRANSLATE_NOOP("action", "Next stop of the tour"), "N", Icon.NEXT, group=Group.WALL)
    def next_stop(self) -> None:
        self._step(is_back=False)

    @action(QT_TRANSLATE_NOOP("action", "Previous stop of the tour"), "Shift+N", Icon.PREVIOUS, group=Group.WALL)
    def previous_stop(self) -> None:
        self._step(is_back=True)

    @action(QT_TRANSLATE_NOOP("action", "Guard tours …"), "Ctrl+Shift+G", Icon.TOUR, group=Group.WALL)
    def edit_tours(self) -> None:
        self._walls.open_tours()

    @action(QT_TRANSLATE_NOOP("action", "End following the place"), "E", Icon.CLOSE, group=Group.WALL)
    def end_nearest(self) -> None:
        self._walls.at_hand().board.end_nearest()

    @action(QT_TRANSLATE_NOOP("action", "Clear the whole wall"), "Shift+Del", Icon.DELETE, group=Group.WALL)
    def clear_all(self) -> None:
        self._walls.at_hand().board.clear_all()

    @action(QT_TRANSLATE_NOOP("action", "New wall window"), "Ctrl+Shift+M", Icon.NEW_WINDOW, group=Group.WALL)
    def new_window(self) -> None:
        self._walls.open_window()

    @action(
        QT_TRANSLATE_NOOP("action", "Wall on the full screen"), "Shift+F11", Icon.FULL_SCREEN, group=Group.WALL
    )
    def full_screen(self) -> None:
        self._walls.toggle_full_screen()

    def _step(self, *, is_back: bool) -> None:
        board = self._walls.at_hand().board
        if board.focus is not None:
            board.step_tour(board.focus, is_back=is_back)

    def _layout_action(self, key: int, name: str) -> DeskAction:
        label = QCoreApplication.translate("action", _LAYOUT_NAMES[name])
        one = DeskAction(label, str(key), Group.WALL, self, f"layout_{name}")
        one.triggered.connect(partial(self._set_layout, name))
        return one

    def _move_action(self, arrow: str) -> DeskAction:
        text, right, down = _MOVES[arrow]
        label = QCoreApplication.translate("action", text)
        one = DeskAction(label, f"Ctrl+{arrow}", Group.WALL, self, f"move_{arrow.lower()}")
        one.triggered.connect(lambda: self._walls.at_hand().move_tile(right, down))
        return one

    def _set_layout(self, name: str) -> None:
        self._walls.at_hand().board.set_layout(name)

    def _draw_icons(self) -> None:
        for one, layout in zip(self.layouts, LAYOUTS, strict=True):
            one.setIcon(layout_icon(self._look.theme, layout))
