"""The look in force: which theme, at which scale, and the word when it changes."""

from __future__ import annotations

import weakref
from pathlib import Path

from PySide6.QtCore import QObject, QTemporaryDir, Signal
from PySide6.QtWidgets import QApplication

from ui.theme.fonts import body_font
from ui.theme.palette import palette
from ui.theme.pictures import draw_pictures
from ui.theme.scale import DESK, WALL
from ui.theme.stylesheet import stylesheet
from ui.theme.tokens import THEMES, Mode, Theme


class Look(QObject):
    """Holds the theme and dresses the application in it.

    Signals:
        changed(): another mode or scale; the application wears it already. Whoever paints by hand repaints.
    """

    changed = Signal()

    def __init__(self, mode: Mode = Mode.DARK, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = THEMES[mode]
        self._app: QApplication | None = None
        self._pictures = QTemporaryDir()
        # At the interpreter's end no destructor runs for certain, and the folder would stay.
        weakref.finalize(self, self._pictures.remove)

    @property
    def theme(self) -> Theme:
        return self._theme

    @property
    def is_wall(self) -> bool:
        return self._theme.scale != DESK

    def dress(self, app: QApplication) -> None:
        """Give the application this look, from now on."""
        self._app = app
        app.setStyle("Fusion")
        self._wear()

    def set_mode(self, mode: Mode) -> None:
        self._set(THEMES[mode].at_scale(self._theme.scale))

    def set_wall(self, is_wall: bool) -> None:
        """Type for a video wall, half as large again, or back to the desk's."""
        self._set(self._theme.at_scale(WALL if is_wall else DESK))

    def _set(self, theme: Theme) -> None:
        if theme == self._theme:
            return
        self._theme = theme
        self._wear()
        self.changed.emit()

    def _wear(self) -> None:
        if self._app is None:
            return
        # A folder for each mode: Qt caches a sheet's pictures by path.
        folder = Path(self._pictures.path()) / self._theme.mode
        if not folder.exists():
            folder.mkdir()
            draw_pictures(self._theme, folder)
        self._app.setPalette(palette(self._theme))
        self._app.setFont(body_font(self._theme))
        self._app.setStyleSheet(stylesheet(self._theme, folder))
