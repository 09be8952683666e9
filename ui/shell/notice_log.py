"""What was told before: the latest hundred notices, newest first."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QGridLayout, QScrollArea, QVBoxLayout, QWidget

from ui.shell.notices import Notice
from ui.widgets.durations import clock_text
from ui.widgets.labels import label

_ROLES = {"info": "secondary", "warning": "warning", "error": "error"}


class NoticeLog(QDialog):
    def __init__(self, notices: Iterable[Notice], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Notices"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(560, 420)
        content = QWidget()
        grid = QGridLayout(content)
        grid.setHorizontalSpacing(16)
        grid.setColumnStretch(1, 1)
        newest_first = list(notices)[::-1]
        for row, notice in enumerate(newest_first):
            grid.addWidget(
                label(clock_text(notice.at), _ROLES[notice.severity]), row, 0, Qt.AlignmentFlag.AlignTop
            )
            grid.addWidget(label(f"{notice.text} {notice.detail}".rstrip(), wraps=True), row, 1)
        if not newest_first:
            grid.addWidget(label(self.tr("Nothing has been told yet."), "hint"), 0, 0, 1, 2)
        grid.setRowStretch(grid.rowCount(), 1)
        area = QScrollArea(widgetResizable=True)
        area.setWidget(content)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 12, 12, 12)
        layout.addWidget(area)
