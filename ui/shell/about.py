"""About: what this is, which version, and whose work is in it."""

from __future__ import annotations

from PySide6.QtCore import Qt, qVersion
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QVBoxLayout, QWidget

from ui.widgets.labels import label


class About(QDialog):
    def __init__(self, version: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("About Watchfloor"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 20)
        layout.setSpacing(12)
        layout.addWidget(label(self.tr("Watchfloor {version}").format(version=version), "heading"))
        texts = (
            self.tr("A command center for patrol work. It watches its own crews and devices, never the public."),
            self.tr("Apache License 2.0. Map data © OpenStreetMap contributors, ODbL."),
            self.tr("Qt {version} under the LGPL. Icons: Material Design Icons.").format(version=qVersion()),
        )
        for text in texts:
            line = label(text, "secondary", wraps=True)
            line.setMinimumWidth(360)
            layout.addWidget(line)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.close)
        layout.addWidget(buttons)
