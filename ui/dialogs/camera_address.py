"""Where a camera's video is fetched: shown by its host alone, and typed anew to be another."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.domain.pull import Pull
from ui.dialogs.address_editor import AddressEditor
from ui.widgets.form import bring_into_view
from ui.widgets.labels import label, separator
from ui.widgets.push_button import PushButton


class CameraAddress(QWidget):
    """The station keeps an address to itself, so that there is none to change here, only to replace."""

    def __init__(self, editor: AddressEditor, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._editor = editor
        self._host = ""
        self._is_replacing = False
        self._from = label(wraps=True)
        self._replace = PushButton()
        self._replace.clicked.connect(self._on_replace)
        row = QHBoxLayout()
        row.addWidget(self._from, 1)
        row.addWidget(self._replace)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 8, 0, 0)
        layout.setSpacing(12)
        layout.addWidget(separator())
        layout.addWidget(label(self.tr("Video"), "heading"))
        layout.addLayout(row)
        layout.addWidget(editor)

    def show_host(self, host: str) -> None:
        """Begin anew for a camera; empty: it has no address yet, so one is typed."""
        self._host, self._is_replacing = host, False
        self._show()

    def pull(self) -> Pull | None:
        """None keeps the address that the station has."""
        return None if self._editor.isHidden() else self._editor.pull()

    def _on_replace(self) -> None:
        self._is_replacing = not self._is_replacing
        self._show()
        if self._is_replacing:
            self._editor.fields[0].editor.setFocus()
            bring_into_view(self._editor)
        self._editor.changed.emit()

    def _show(self) -> None:
        self._editor.clear()
        self._editor.setVisible(self._is_replacing or not self._host)
        self._from.setText(self.tr("Fetched from {host}").format(host=self._host))
        self._from.setVisible(bool(self._host))
        self._replace.setText(
            self.tr("Keep the present address") if self._is_replacing else self.tr("Replace address …")
        )
        self._replace.setVisible(bool(self._host))
