"""The amber bar: shown only while the station is away. Since when, what still works, what waits, and a way out."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from app.domain.model import utc_now
from app.sync.feed_state import FeedPhase
from ui.shell.link_words import outage
from ui.shell.ports import GivenOrders, Link
from ui.shell.ticker import Ticker
from ui.widgets.elided_label import ElidedLabel
from ui.widgets.labels import label
from ui.widgets.push_button import PushButton


class LinkBar(QFrame):
    """
    Args:
        try_now: the action of the button; after the end of a session the button asks to sign in instead.
    Signals:
        sign_in_asked(): somebody wants to sign in again.
    """

    sign_in_asked = Signal()

    def __init__(
        self, link: Link, orders: GivenOrders, ticker: Ticker, try_now: QAction, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("linkBar")
        self._link, self._orders, self._try_now = link, orders, try_now
        self._headline = label(role="strong")
        # In a narrow window the end of the detail gives way, never the button.
        self._detail = ElidedLabel()
        self._button = PushButton()
        self._button.clicked.connect(self._on_clicked)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 4, 12, 4)
        layout.setSpacing(12)
        layout.addWidget(self._headline)
        layout.addWidget(self._detail, 1)
        layout.addWidget(self._button)
        for changed in (link.changed, orders.waiting_changed, ticker.ticked):
            changed.connect(self._refresh)
        self._refresh()

    @property
    def text(self) -> str:
        return f"{self._headline.text()} {self._detail.text()}"

    def _refresh(self) -> None:
        said = outage(self._link.state, self._orders.waiting_count, utc_now())
        self.setVisible(said is not None)
        if said is None:
            return
        self._headline.setText(said.headline)
        self._detail.setText(said.detail)
        if self._is_signed_out:
            self._button.setText(self.tr("Sign in …"))
        else:
            self._button.setText(self._try_now.text())
            self._button.setToolTip(self._try_now.toolTip())

    @property
    def _is_signed_out(self) -> bool:
        return self._link.state.phase is FeedPhase.SIGNED_OUT

    def _on_clicked(self) -> None:
        if self._is_signed_out:
            self.sign_in_asked.emit()
        else:
            self._try_now.trigger()
