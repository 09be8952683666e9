"""The keys of a tile that has the focus."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent

from ui.widgets.video.buttons import KEYS

#: What they do lasts until they come up.
HELD_KEYS = frozenset(key for one in KEYS if one.is_held for key in one.keys)


class OwnKeys(QObject):
    """The focused tile's keys are its own, whatever the desk has them for.

    A filter, there only while the tile has the focus: overriding ``event`` would cost every repaint of every tile.
    """

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and name_of(event):
            event.accept()
            return True
        return super().eventFilter(watched, event)


def is_held(name: str) -> bool:
    """Whether what this does lasts for as long as its key is down."""
    return any(key.is_held for key in KEYS if key.name == name)


def name_of(event: QKeyEvent) -> str:
    """What this key does to a tile; empty for any other key."""
    held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    if event.text() and event.text().isprintable():
        # On many keyboards a plus is typed with it; Shift+Del is the wall's.
        held &= ~Qt.KeyboardModifier.ShiftModifier
    if held:
        return ""
    return next((key.name for key in KEYS if event.key() in key.keys), "")
