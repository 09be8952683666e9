"""The button that shows what masked lines hold."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QWidget

from ui.widgets.push_button import PushButton

_SENSITIVE = Qt.InputMethodHint.ImhSensitiveData | Qt.InputMethodHint.ImhNoPredictiveText


class RevealButton(PushButton):
    """Masks lines until it is pressed, and again when it is pressed once more.

    A masked line keeps nothing to undo and gives nothing to the clipboard; that is Qt's doing.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._masked: list[tuple[QLineEdit, Callable[[str], bool]]] = []
        self.setCheckable(True)
        self.toggled.connect(self._refresh)
        self._refresh()

    def guard(self, line: QLineEdit, when: Callable[[str], bool] | None = None) -> None:
        """Look after a line.

        Args:
            when: whether a text is to be masked; None: any, an empty one too, for it keeps what could be undone.
        """
        self._masked.append((line, when or _always))
        line.setInputMethodHints(line.inputMethodHints() | _SENSITIVE)
        line.textChanged.connect(self._refresh)
        self._refresh()

    def hide_again(self) -> None:
        """Mask what the lines hold now, however it came there."""
        self.setChecked(False)
        self._refresh()

    def _refresh(self) -> None:
        is_shown = self.isChecked()
        self.setText(self.tr("Hide") if is_shown else self.tr("Show"))
        for line, when in self._masked:
            is_masked = when(line.text()) and not is_shown
            mode = QLineEdit.EchoMode.Password if is_masked else QLineEdit.EchoMode.Normal
            if line.echoMode() != mode:
                line.setEchoMode(mode)


def _always(_: str) -> bool:
    return True
