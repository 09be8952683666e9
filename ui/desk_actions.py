"""What one does with the desk as a whole."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from ui.theme.icons import Icon
from ui.widgets.actions import Group, action
from ui.widgets.i18n import QT_TRANSLATE_NOOP


class DeskActions(QObject):
    """
    Signals:
        sign_out_asked(): the operator leaves.
        quit_asked(): the desk is to be closed.
    """

    sign_out_asked = Signal()
    quit_asked = Signal()

    @action(QT_TRANSLATE_NOOP("action", "Sign out"), "Ctrl+Shift+Q", Icon.SIGN_OUT, group=Group.LEAVE)
    def sign_out(self) -> None:
        self.sign_out_asked.emit()

    @action(QT_TRANSLATE_NOOP("action", "Quit"), "Ctrl+Q", Icon.QUIT, group=Group.LEAVE)
    def quit(self) -> None:
        self.quit_asked.emit()
