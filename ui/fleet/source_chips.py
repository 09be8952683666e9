"""Which of several sources is looked at: a chip each, left away while there is nothing to choose."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QWidget

from ui.widgets.push_button import PushButton


class SourceChips(QWidget):
    """
    Signals:
        chosen(source): somebody pressed its chip.
    """

    chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._group = QButtonGroup(self)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(4)
        self._offered: list[tuple[int, str]] = []
        self.hide()

    def offer(self, sources: Sequence[tuple[int, str]], shown: int | None) -> None:
        """Number and text of each; the one that is shown is marked."""
        if list(sources) != self._offered:
            self._offered = list(sources)
            self._rebuild()
        for source, chip in zip(self._offered, self._group.buttons(), strict=True):
            chip.setChecked(source[0] == shown)
        self.setVisible(len(self._offered) > 1)

    def _rebuild(self) -> None:
        for old in self._group.buttons():
            self._group.removeButton(old)
            # It goes with the next turn of the event loop, but is not to be seen until then.
            old.hide()
            old.deleteLater()
        for source, text in self._offered:
            chip = PushButton(text)
            chip.setProperty("role", "chip")
            chip.setCheckable(True)
            chip.clicked.connect(partial(self.chosen.emit, source))
            self._group.addButton(chip)
            self._row.addWidget(chip)
