"""The buttons over a tile, there while the mouse or the keyboard's focus is on it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from ui.theme.icons import Icon, keep_tinted
from ui.theme.look import Look
from ui.widgets.i18n import QT_TRANSLATE_NOOP


@dataclass(frozen=True, slots=True)
class TileKey:
    """One thing that a tile does by a key, a button and its menu."""

    name: str
    label: str
    keys: tuple[Qt.Key, ...]
    key_text: str
    icon: Icon
    #: It lasts for as long as it is down.
    is_held: bool = False

    @property
    def text(self) -> str:
        return QCoreApplication.translate("video", self.label)


KEYS = (
    TileKey("mute", QT_TRANSLATE_NOOP("video", "Sound on or off"), (Qt.Key.Key_M,), "M", Icon.SOUND_OFF),
    TileKey("snapshot", QT_TRANSLATE_NOOP("video", "Take a snapshot"), (Qt.Key.Key_S,), "S", Icon.SNAPSHOT),
    TileKey(
        "zoom_in", QT_TRANSLATE_NOOP("video", "Larger"), (Qt.Key.Key_Plus, Qt.Key.Key_Equal), "+", Icon.ZOOM_IN
    ),
    TileKey("zoom_out", QT_TRANSLATE_NOOP("video", "Smaller"), (Qt.Key.Key_Minus,), "−", Icon.ZOOM_OUT),
    TileKey("zoom_reset", QT_TRANSLATE_NOOP("video", "Whole picture"), (Qt.Key.Key_0,), "0", Icon.RESET),
    TileKey("talk", QT_TRANSLATE_NOOP("video", "Hold to talk to the unit"), (Qt.Key.Key_T,), "T", Icon.TALK, True),
    TileKey(
        "clear",
        QT_TRANSLATE_NOOP("video", "Clear this tile"),
        (Qt.Key.Key_Delete, Qt.Key.Key_Backspace),
        "Del",
        Icon.CLOSE,
    ),
)


class TileButtons(QWidget):
    """A row of small buttons; the keys do the same, so none of them takes the focus."""

    def __init__(
        self, look: Look, press: Callable[[str], None], let_go: Callable[[str], None], parent: QWidget
    ) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        self._buttons: dict[str, QToolButton] = {}
        for key in KEYS:
            button = QToolButton(self)
            button.setProperty("role", "tool")
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.setToolTip(f"{key.text} ({key.key_text})")
            button.setAccessibleName(key.text)
            keep_tinted(look, button, key.icon)
            if key.is_held:
                button.pressed.connect(lambda name=key.name: press(name))
                button.released.connect(lambda name=key.name: let_go(name))
            else:
                button.clicked.connect(lambda _=False, name=key.name: press(name))
            row.addWidget(button)
            self._buttons[key.name] = button
        self.hide()

    def set_enabled(self, name: str, is_enabled: bool, why_not: str = "") -> None:
        button = self._buttons[name]
        button.setEnabled(is_enabled)
        key = next(key for key in KEYS if key.name == name)
        button.setToolTip(why_not if why_not and not is_enabled else f"{key.text} ({key.key_text})")
