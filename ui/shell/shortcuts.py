"""The overview of shortcuts: every action of the desk with its key, by group."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from ui.widgets.actions import DeskAction, Group
from ui.widgets.labels import key_cap, label

_COLUMNS = 3


class ShortcutOverview(QDialog):
    """Non-modal: it can lie beside the work while one learns."""

    def __init__(self, actions: Sequence[DeskAction], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Shortcuts"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        columns = [QVBoxLayout() for _ in range(_COLUMNS)]
        heights = [0] * _COLUMNS
        for group in Group:
            members = [action for action in actions if action.group is group]
            if members:
                shortest = heights.index(min(heights))
                heights[shortest] += len(members) + 2
                columns[shortest].addLayout(_section(group, members))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 24)
        layout.setSpacing(48)
        for column in columns:
            column.setSpacing(20)
            column.addStretch()
            layout.addLayout(column)


def _section(group: Group, actions: Sequence[DeskAction]) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(32)
    grid.setVerticalSpacing(6)
    grid.addWidget(label(group.heading, "heading"), 0, 0, 1, 2)
    for row, action in enumerate(actions, start=1):
        grid.addWidget(label(action.text()), row, 0)
        grid.addWidget(key_cap(action.keys), row, 1, Qt.AlignmentFlag.AlignRight)
    return grid
