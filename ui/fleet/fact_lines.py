"""Facts, a line each, with its caption; one that has nothing to say is left away."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from ui.theme.icons import Icon, keep_tinted
from ui.theme.look import Look
from ui.widgets.labels import label
from ui.widgets.push_button import PushButton


class FactLines(QWidget):
    """
    Args:
        captions: by the names of the lines, in their order.
        copied: the names of those that have a button to copy their text.
    """

    def __init__(
        self,
        captions: Mapping[str, str],
        copied: Sequence[str],
        look: Look,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(look.theme.px(12))
        self._grid.setVerticalSpacing(look.theme.px(3))
        self._grid.setColumnStretch(1, 1)
        self._lines: dict[str, tuple[QLabel, QLabel]] = {}
        for line, (name, caption) in enumerate(captions.items()):
            self._lines[name] = label(caption, "caption"), label(wraps=True)
            for column, widget in enumerate(self._lines[name]):
                self._grid.addWidget(widget, line, column, Qt.AlignmentFlag.AlignTop)
        self._copies = {name: self._copy_button(look, name) for name in copied}

    def put(self, name: str, text: str) -> None:
        caption, value = self._lines[name]
        if value.text() != text:
            value.setText(text)
        caption.setVisible(bool(text))
        value.setVisible(bool(text))
        if name in self._copies:
            self._copies[name].setVisible(bool(text))

    def line(self, name: str) -> tuple[QLabel, QLabel]:
        """Its caption and its text, as widgets."""
        return self._lines[name]

    def _copy_button(self, look: Look, name: str) -> PushButton:
        caption, value = self._lines[name]
        button = PushButton()
        button.setProperty("role", "link")
        button.setToolTip(self.tr("Copy: {what}").format(what=caption.text()))
        button.setAccessibleName(button.toolTip())
        # No taller than the line it stands in.
        button.setStyleSheet("QPushButton { min-height: 0px; padding: 0px 2px; }")
        keep_tinted(look, button, Icon.COPY)
        button.clicked.connect(lambda: QGuiApplication.clipboard().setText(value.text()))
        self._grid.addWidget(button, list(self._lines).index(name), 2)
        return button
