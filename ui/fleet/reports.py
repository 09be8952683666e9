"""The last reports of a unit: when, where, how fast, how sure."""

from __future__ import annotations

from datetime import UTC, datetime

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from app.domain.fixes import UNKNOWN, Fixes
from app.geo.coordinates import format_lon_lat
from ui.fleet.cells import accuracy_text, speed_text
from ui.theme.look import Look
from ui.widgets.durations import clock_text
from ui.widgets.elided_label import ElidedLabel
from ui.widgets.labels import label

_SHOWN = 10


class Reports(QWidget):
    """The newest first, ``_SHOWN`` at most."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(look.theme.px(8))
        grid.setVerticalSpacing(look.theme.px(2))
        grid.setColumnStretch(1, 1)
        self._cells: list[list[QLabel]] = []
        for line in range(_SHOWN):
            # The position gives way where there is no room for all.
            cells = [label(role="secondary") for _ in range(4)]
            cells[1] = ElidedLabel(role="secondary")
            for column, cell in enumerate(cells):
                grid.addWidget(cell, line, column)
                if column >= 2:
                    cell.setAlignment(Qt.AlignmentFlag.AlignRight)
            self._cells.append(cells)
        self._none = label(self.tr("None yet."), "secondary")
        grid.addWidget(self._none, _SHOWN, 0, 1, 4)

    def show_fixes(self, fixes: Fixes) -> None:
        """The last of these fixes, oldest first."""
        newest = fixes.take(slice(-_SHOWN, None)) if len(fixes) else fixes
        count = len(newest)
        self._none.setVisible(not count)
        for line, cells in enumerate(self._cells):
            texts = _texts(newest, count - 1 - line) if line < count else ("", "", "", "")
            for cell, text in zip(cells, texts, strict=True):
                cell.setText(text)
                cell.setVisible(line < count)


def _texts(fixes: Fixes, row: int) -> tuple[str, str, str, str]:
    at = datetime.fromtimestamp(int(fixes.at_ms[row]) / 1000, UTC)
    speed, accuracy = int(fixes.speed_cmps[row]), int(fixes.accuracy_dm[row])
    return (
        clock_text(at),
        format_lon_lat(float(fixes.lon_e7[row]) / 1e7, float(fixes.lat_e7[row]) / 1e7),
        speed_text(None if speed == UNKNOWN else speed / 100),
        accuracy_text(None if accuracy == UNKNOWN else accuracy / 10),
    )
