"""Icons: one set (Material Design, outlined), tinted by the theme."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum

import qtawesome
from PySide6.QtCore import QObject, QSize
from PySide6.QtGui import QAction, QIcon, QPixmap, QPixmapCache
from PySide6.QtWidgets import QAbstractButton

from ui.theme.look import Look
from ui.theme.tokens import Theme


class Icon(StrEnum):
    """What the desk has an icon for; the value names it in the set."""

    ADD = "mdi6.plus"
    AREA = "mdi6.vector-square"
    CALL = "mdi6.phone-in-talk-outline"
    CAMERA = "mdi6.cctv"
    CLOCK = "mdi6.clock-outline"
    CLOSE = "mdi6.close"
    COPY = "mdi6.content-copy"
    DELETE = "mdi6.trash-can-outline"
    DOWN = "mdi6.arrow-down"
    DUTY_END = "mdi6.stop-circle-outline"
    DUTY_START = "mdi6.play-circle-outline"
    EMPTY = "mdi6.tray"
    ENLARGE = "mdi6.arrow-expand"
    ERROR = "mdi6.alert-circle-outline"
    FILTER = "mdi6.filter-outline"
    FOLLOW = "mdi6.crosshairs-gps"
    FULL_SCREEN = "mdi6.fullscreen"
    HISTORY = "mdi6.history"
    HOME = "mdi6.home-outline"
    INFO = "mdi6.information-outline"
    KEYBOARD = "mdi6.keyboard-outline"
    LASSO = "mdi6.lasso"
    LAYERS = "mdi6.layers-outline"
    LOADING = "mdi6.progress-clock"
    MAP = "mdi6.map-outline"
    MEASURE = "mdi6.ruler"
    NEAREST_VIDEO = "mdi6.video-marker-outline"
    NEW_WINDOW = "mdi6.monitor-multiple"
    NEXT = "mdi6.skip-next-outline"
    OFFLINE = "mdi6.lan-disconnect"
    OPERATORS = "mdi6.account-group-outline"
    PALETTE = "mdi6.magnify"
    PASSWORD = "mdi6.lock-reset"
    PAUSE = "mdi6.pause"
    PIN = "mdi6.pin-outline"
    PINNED = "mdi6.pin"
    PLAY = "mdi6.play"
    PREVIOUS = "mdi6.skip-previous-outline"
    QUIT = "mdi6.power"
    RECORD = "mdi6.record-circle-outline"
    RESET = "mdi6.undo-variant"
    RETRY = "mdi6.refresh"
    SELECT = "mdi6.select-drag"
    SHOUT = "mdi6.bullhorn-outline"
    SHOW = "mdi6.eye-outline"
    SIGN_OUT = "mdi6.logout"
    SNAPSHOT = "mdi6.camera-outline"
    SOUND_OFF = "mdi6.volume-off"
    SOUND_ON = "mdi6.volume-high"
    STALE = "mdi6.clock-alert-outline"
    STATUS = "mdi6.target"
    STOP = "mdi6.stop"
    TALK = "mdi6.microphone-outline"
    TERMINAL = "mdi6.cellphone-link"
    THEME = "mdi6.theme-light-dark"
    TOUR = "mdi6.sync"
    TRAILS = "mdi6.map-marker-path"
    UNITS = "mdi6.car-emergency"
    UP = "mdi6.arrow-up"
    VIDEO = "mdi6.video-outline"
    WALL = "mdi6.monitor"
    WARNING = "mdi6.alert-outline"
    ZOOM_IN = "mdi6.magnify-plus-outline"
    ZOOM_OUT = "mdi6.magnify-minus-outline"


#: What can carry an icon.
Tintable = QAction | QAbstractButton


def icon(theme: Theme, which: Icon, colour: str | None = None) -> QIcon:
    """The icon as it looks in this theme; ``colour`` instead of the usual secondary text colour."""
    made: QIcon = qtawesome.icon(
        which.value,
        color=colour or theme.text_2,
        color_active=colour or theme.text,
        color_selected=colour or theme.text,
        color_disabled=theme.text_3,
    )
    return made


def icon_pixmap(theme: Theme, which: Icon, side_px: int, ratio: float, colour: str | None = None) -> QPixmap:
    """The icon in a square, from Qt's pixmap cache when it was drawn before: to draw it is dear.

    Args:
        side_px: as it is painted, the theme's scale already in it.
        ratio: of the screen it is drawn on (``QPaintDevice.devicePixelRatioF``).
    """
    key = f"icon/{theme.mode}/{which}/{side_px}/{ratio}/{colour}"
    pixmap = QPixmap()
    if not QPixmapCache.find(key, pixmap):
        pixmap = icon(theme, which, colour).pixmap(QSize(side_px, side_px), ratio)
        QPixmapCache.insert(key, pixmap)
    return pixmap


def keep_tinted(look: Look, target: Tintable, which: Icon, role: Callable[[Theme], str] | None = None) -> None:
    """Give the target its icon, now and whenever the theme changes.

    Args:
        target: when it goes, so does the subscription.
        role: picks another colour of the theme than the usual one.
    """
    _Tint(look, target, which, role)


class _Tint(QObject):
    """Lives as long as its target, so that a change of theme never reaches one that is gone."""

    def __init__(self, look: Look, target: Tintable, which: Icon, role: Callable[[Theme], str] | None) -> None:
        super().__init__(target)
        self._look, self._target, self._which, self._role = look, target, which, role
        look.changed.connect(self._on_look_changed)
        self._on_look_changed()

    def _on_look_changed(self) -> None:
        theme = self._look.theme
        self._target.setIcon(icon(theme, self._which, self._role(theme) if self._role else None))
