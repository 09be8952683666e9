"""What one does with a wall, as actions: in the palette, in the overview of shortcuts and in a tile's menu.

Those of one key work while a wall has the focus, so that elsewhere letters and figures remain what they are.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt

from ui.theme.icons import Icon
from ui.theme.look import Look
from ui.wall.layout_icon import layout_icon
from ui.wall.layouts import LAYOUTS
from ui.wall.plan import Pinned
from ui.widgets.actions import DeskAction, Group, action, actions_of
from ui.widgets.i18n import QT_TRANSLATE_NOOP

if TYPE_CHECKING:
    from ui.wall.board import WallBoard
    from ui.wall.walls import Walls

_LAYOUT_NAMES = {
    "one": QT_TRANSLATE_NOOP("action", "Wall of one tile"),
    "four": QT_TRANSLATE_NOOP("action", "Wall of 4 tiles"),
    "six": QT_TRANSLATE_NOOP("action", "Wall of one large and 5 small tiles"),
    "nine": QT_TRANSLATE_NOOP("action", "Wall of 9 tiles"),
    "sixteen": QT_TRANSLATE_NOOP("action", "Wall of 16 tiles"),
    "twenty_five": QT_TRANSLATE_NOOP("action", "Wall of 25 tiles"),
    "strip": QT_TRANSLATE_NOOP("action", "Wall of one tile over a strip"),
}


class WallActions(QObject):
    """Work on the wall that is looked at, and on its focused tile."""

    def __init__(self, walls: Walls, look: Look) -> None:
        super().__init__(walls)
        self._walls, self._look = walls, look
        self._actions = actions_of(self, look)
        self.layouts = [self._layout_action(key, layout.name) for key, layout in enumerate(LAYOUTS, start=1)]
        for one in self.all:
            if one.shortcut()[0].keyboardModifiers() in _OF_THE_PANE:
                one.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        look.changed.connect(self._draw_icons)
        self._draw_icons()
