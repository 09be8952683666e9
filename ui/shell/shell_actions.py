"""What one does with the shell itself, whatever is docked in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from ui.shell.about import About
from ui.shell.notice_log import NoticeLog
from ui.shell.shortcuts import ShortcutOverview
from ui.theme.icons import Icon
from ui.theme.tokens import Mode
from ui.widgets.actions import Group, action
from ui.widgets.i18n import QT_TRANSLATE_NOOP

if TYPE_CHECKING:
    from ui.shell.window import MainWindow


class ShellActions(QObject):
    """The window's own actions; they are the window's, so they know it."""

    def __init__(self, window: MainWindow, version: str) -> None:
        super().__init__(window)
        self._window, self._version = window, version

    @action(QT_TRANSLATE_NOOP("action", "Find anything"), "Ctrl+K", Icon.PALETTE, group=Group.FIND)
    def find(self) -> None:
        self._window.palette_overlay.open()

    @action(QT_TRANSLATE_NOOP("action", "Reset layout"), "Ctrl+Shift+L", Icon.RESET, group=Group.WINDOW)
    def reset_layout(self) -> None:
        self._window.dock_host.reset()

    @action(QT_TRANSLATE_NOOP("action", "Wall mode"), "F11", Icon.WALL, group=Group.WINDOW, is_checkable=True)
    def wall_mode(self, is_on: bool) -> None:
        self._window.set_wall(is_on)

    @action(QT_TRANSLATE_NOOP("action", "Past notices"), "Ctrl+Shift+N", Icon.HISTORY, group=Group.DESK)
    def past_notices(self) -> None:
        NoticeLog(self._window.notices.history, self._window).show()

    @action(
        QT_TRANSLATE_NOOP("action", "Light theme"), "Ctrl+Shift+T", Icon.THEME, group=Group.DESK, is_checkable=True
    )
    def light_theme(self, is_on: bool) -> None:
        self._window.set_mode(Mode.LIGHT if is_on else Mode.DARK)

    @action(QT_TRANSLATE_NOOP("action", "Try now"), "Ctrl+R", Icon.RETRY, group=Group.STATION)
    def try_now(self) -> None:
        self._window.link.try_now()

    @action(QT_TRANSLATE_NOOP("action", "Shortcuts"), "F1", Icon.KEYBOARD, group=Group.DESK)
    def shortcuts(self) -> None:
        ShortcutOverview(self._window.desk_actions(), self._window).show()

    @action(QT_TRANSLATE_NOOP("action", "About Watchfloor"), "Shift+F1", Icon.INFO, group=Group.DESK)
    def about(self) -> None:
        About(self._version, self._window).show()
