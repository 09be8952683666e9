"""One line of a history: when, what, and who did it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout

from ui.widgets.elided_label import ElidedLabel
from ui.widgets.labels import label


class MomentLine:
    """A row of a grid, whose labels stay while what they say changes: made anew, they would flicker.

    Args:
        grid: with columns for time, text and author.
    """

    def __init__(self, grid: QGridLayout, row: int) -> None:
        self._time, self._author = label(role="secondary"), label(role="hint")
        self._short, self._long = ElidedLabel(), label(wraps=True)
        top = Qt.AlignmentFlag.AlignTop
        grid.addWidget(self._time, row, 0, top)
        grid.addWidget(self._short, row, 1, top)
        grid.addWidget(self._author, row, 2, top)
        # What is said to a unit is long, and nobody's doing beside it.
        grid.addWidget(self._long, row, 1, 1, 2, top)
        self.hide()

    @property
    def text(self) -> str:
        """All that is seen of it."""
        labels = (self._time, self._short, self._long, self._author)
        return " ".join(one.text() for one in labels if not one.isHidden() and one.text())

    def show(self, time: str, told: str, text: str, author: str, *, wraps: bool) -> None:
        """
        Args:
            told: date and time, for whoever points at it. wraps: whether all of the text is seen.
        """
        self._time.setText(time)
        self._time.setToolTip(told)
        self._short.setText("" if wraps else text)
        self._long.setText(text if wraps else "")
        self._author.setText(author)
        self._time.show()
        self._short.setVisible(not wraps)
        self._author.setVisible(not wraps)
        self._long.setVisible(wraps)

    def hide(self) -> None:
        for one in (self._time, self._short, self._long, self._author):
            one.hide()
