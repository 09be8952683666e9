"""The menu of a tile: what its keys do, and what the pane around it can do with a tile."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QMenu, QWidget

from ui.theme.icons import icon
from ui.theme.tokens import Theme
from ui.widgets.video.buttons import KEYS
from ui.widgets.video.talk import TileTalking


def open_menu(
    tile: QWidget, at: QPoint, theme: Theme, source: int | None, do: Callable[[str], None], talking: TileTalking
) -> None:
    """
    Args:
        tile: the pane's part is this widget's own actions.
        at: on the screen.
        do: called with the name of the key that was chosen.
    """
    menu = QMenu(tile)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    for key in KEYS:
        entry = menu.addAction(icon(theme, key.icon), f"{key.text}\t{key.key_text}")
        if key.is_held:
            # Nobody can hold an entry of a menu: it stays.
            entry.triggered.connect(lambda _=False: talking.begin(source, stays=True))
            entry.setEnabled(talking.look(source))
        else:
            entry.triggered.connect(lambda _=False, name=key.name: do(name))
    menu.addSeparator()
    menu.addActions([one for one in tile.actions() if one.isEnabled()])
    menu.popup(at)
