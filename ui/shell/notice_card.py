"""One notice: its severity as colour, icon and word, what happened, what to do, and a button that does it."""

from __future__ import annotations

import re
from collections.abc import Callable

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QWidget

from ui.theme.icons import Icon, icon, keep_tinted
from ui.theme.look import Look
from ui.theme.tokens import Theme
from ui.widgets.enter_buttons import ToolButton
from ui.widgets.labels import label
from ui.widgets.push_button import PushButton

_WIDTH_PX = 380
#: Longer than any word of a language; file names and addresses are.
_LONG_WORD = re.compile(r"\S{28,}")
_ICONS = {"info": Icon.INFO, "warning": Icon.WARNING, "error": Icon.ERROR}


class NoticeCard(QFrame):
    """
    Args:
        severity: info, warning or error.
        stays_ms: is news for so long; None stays.
    Signals:
        closed(): by the person or by its button.
        expired(): it is no news any more.
    """

    closed = Signal()
    expired = Signal()

    def __init__(
        self,
        look: Look,
        severity: str,
        text: str,
        *,
        detail: str = "",
        button: tuple[str, Callable[[], object]] | None = None,
        stays_ms: int | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("notice")
        self.setProperty("severity", severity)
        self._look, self._severity = look, severity
        self._times = 1
        self._count = label(role="hint")
        self._icon = QLabel()
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self.expired)
        if stays_ms is not None:
            self._timer.start(stays_ms)
        close = ToolButton()
        close.setToolTip(self.tr("Close this notice"))
        keep_tinted(look, close, Icon.CLOSE)
        close.clicked.connect(self.closed)
        layout = QGridLayout(self)
        layout.setContentsMargins(12, 8, 6, 10)
        layout.setHorizontalSpacing(10)
        layout.setVerticalSpacing(2)
        layout.setColumnStretch(1, 1)
        layout.addWidget(self._icon, 0, 0, Qt.AlignmentFlag.AlignTop)
        layout.addWidget(label(_breakable(text), wraps=True), 0, 1)
        layout.addWidget(self._count, 0, 2, Qt.AlignmentFlag.AlignTop)
        layout.addWidget(close, 0, 3, Qt.AlignmentFlag.AlignTop)
        if detail:
            layout.addWidget(label(_breakable(detail), "secondary", wraps=True), 1, 1, 1, 2)
        if button is not None:
            layout.addWidget(self._button(*button), 2, 1, Qt.AlignmentFlag.AlignLeft)
        look.changed.connect(self._on_look_changed)
        self._on_look_changed()

    def happen_again(self) -> None:
        """The same again: counted, and its time begins anew."""
        self._times += 1
        self._count.setText(self.tr("{n}×").format(n=self._times))
        if self._timer.isActive():
            self._timer.start()

    def stay(self) -> None:
        """Its time begins anew."""
        self._timer.start()

    def _button(self, text: str, then: Callable[[], object]) -> PushButton:
        made = PushButton(text)
        made.setProperty("role", "link")
        # Not connected directly: a clicked button also says whether it is checked.
        made.clicked.connect(lambda: _call(then))
        made.clicked.connect(self.closed)
        return made

    def _on_look_changed(self) -> None:
        theme = self._look.theme
        self.setFixedWidth(theme.px(_WIDTH_PX))
        side = theme.px(18)
        drawn = icon(theme, _ICONS[self._severity], _colour(theme, self._severity))
        self._icon.setPixmap(drawn.pixmap(QSize(side, side), self.devicePixelRatioF()))


def _breakable(text: str) -> str:
    """With a place for a new line at each letter of a word too long for one: a name ends in what matters."""
    return _LONG_WORD.sub(lambda word: "\u200b".join(word[0]), text)


def _call(then: Callable[[], object]) -> None:
    then()


def _colour(theme: Theme, severity: str) -> str:
    return {"info": theme.accent, "warning": theme.warning.ink, "error": theme.error.ink}[severity]
