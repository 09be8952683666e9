"""The link sign: whether the desk is live, and how far behind."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.domain.model import utc_now
from ui.shell.link_words import sign_hue, sign_text
from ui.shell.ports import Link
from ui.shell.ticker import Ticker
from ui.theme.look import Look
from ui.widgets.labels import label


class LinkSign(QWidget):
    def __init__(self, link: Link, ticker: Ticker, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._link, self._look = link, look
        self._sign = label()
        self._text = label()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(self._sign)
        layout.addWidget(self._text)
        for changed in (link.changed, look.changed, ticker.ticked):
            changed.connect(self._refresh)
        self._refresh()

    @property
    def text(self) -> str:
        return self._text.text()

    def _refresh(self) -> None:
        hue = sign_hue(self._link.state, self._look.theme)
        self._sign.setText(hue.sign)
        self._sign.setStyleSheet(f"color: {hue.ink}")
        self._text.setText(sign_text(self._link.state, self._link.lag_s, utc_now()))
        self.setToolTip(self.tr("How long ago the newest on screen happened at the station"))
