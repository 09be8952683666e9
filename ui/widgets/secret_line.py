"""A secret to copy or to type elsewhere: masked until somebody wants to see it, then shown in full."""

from __future__ import annotations

import math

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QResizeEvent, QTextOption
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QSizePolicy, QVBoxLayout, QWidget

from ui.theme.fonts import fixed_font
from ui.theme.icons import Icon, keep_tinted
from ui.theme.look import Look
from ui.widgets.labels import label
from ui.widgets.push_button import PushButton

_MASK = "•" * 24
_MOST_LINES = 5


class SecretLine(QWidget):
    """
    Args:
        caption: what it is called in the app that it is typed into.
        is_secret: False shows it from the start and has no button to.
    """

    def __init__(self, caption: str, look: Look, *, is_secret: bool = True, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = ""
        self._shown = _WrappedText()
        self._shown.setAccessibleName(caption)
        self._look = look
        look.changed.connect(self._dress)
        self._copy = PushButton(self.tr("Copy"))
        keep_tinted(look, self._copy, Icon.COPY)
        self._copy.clicked.connect(self._on_copy)
        self.show_button = PushButton()
        self.show_button.setCheckable(True)
        self.show_button.setChecked(not is_secret)
        self.show_button.setVisible(is_secret)
        self.show_button.toggled.connect(self._refresh)
        row = QHBoxLayout()
        row.setSpacing(6)
        row.addWidget(self._shown, 1)
        for button in (self.show_button, self._copy):
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(3)
        layout.addWidget(label(caption, "caption"))
        layout.addLayout(row)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._dress()
        self._refresh()

    @property
    def text(self) -> str:
        return self._text

    @property
    def shown_text(self) -> str:
        return self._shown.toPlainText()

    def put(self, text: str) -> None:
        self._text = text
        self._copy.setText(self.tr("Copy"))
        self._refresh()

    def _dress(self) -> None:
        self._shown.setFont(fixed_font(self._look.theme))
        self._shown.fit()

    def _refresh(self) -> None:
        is_shown = self.show_button.isChecked()
        # What is masked is not there at all: hidden text can be selected and copied all the same.
        self._shown.put(self._text if is_shown else _MASK if self._text else "")
        self.show_button.setText(self.tr("Hide") if is_shown else self.tr("Show"))

    def _on_copy(self) -> None:
        QGuiApplication.clipboard().setText(self._text)
        self._copy.setText(self.tr("Copied"))


class _WrappedText(QPlainTextEdit):
    """Read-only text as high as it needs, broken anywhere: an address has no blanks."""

    def __init__(self) -> None:
        super().__init__()
        self.setReadOnly(True)
        self.setTabChangesFocus(True)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAnywhere)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().setDocumentMargin(0)

    def put(self, text: str) -> None:
        self.setPlainText(text)
        self.fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()

    def fit(self) -> None:
        """Take the height that the text needs in this width and this face."""
        metrics = self.fontMetrics()
        room = max(1, self.viewport().width() - metrics.averageCharWidth())
        lines = math.ceil(metrics.horizontalAdvance(self.toPlainText()) / room)
        lines = max(1, min(lines, _MOST_LINES))
        frame = self.height() - self.viewport().height()
        self.setFixedHeight(lines * metrics.lineSpacing() + max(frame, 2) + 2)
