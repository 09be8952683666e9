"""The pane that stands where content is not (yet): empty, loading, stale, offline and error, each by design."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QAction, QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QStackedWidget, QVBoxLayout, QWidget

from app.domain.errors import AppError
from ui.theme.icons import Icon, icon
from ui.theme.look import Look
from ui.theme.tokens import Theme
from ui.widgets.labels import label
from ui.widgets.push_button import PushButton
from ui.widgets.sentences import sentence

_ICON_PX = 32
_WIDTH_PX = 300


class State(Enum):
    EMPTY = Icon.EMPTY
    LOADING = Icon.LOADING
    STALE = Icon.STALE
    OFFLINE = Icon.OFFLINE
    ERROR = Icon.ERROR

    def colour(self, theme: Theme) -> str:
        if self is State.ERROR:
            return theme.error.ink
        return theme.warning.ink if self in (State.STALE, State.OFFLINE) else theme.text_3


class StatePane(QWidget):
    """An icon, what is so, what to do, and a button that does it."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._state = State.EMPTY
        self._icon = QLabel(alignment=Qt.AlignmentFlag.AlignHCenter)
        self._what = label(role="state", wraps=True)
        self._do = label(role="secondary", wraps=True)
        self._button = PushButton()
        self._then: Callable[[], object] | None = None
        self._button.clicked.connect(self._on_clicked)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(8)
        layout.addStretch(2)
        for widget in (self._icon, self._what, self._do, self._button):
            layout.addWidget(widget, 0, Qt.AlignmentFlag.AlignHCenter)
            if isinstance(widget, QLabel):
                widget.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch(3)
        look.changed.connect(self._on_look_changed)
        self.show_state(State.EMPTY, "")

    def show_state(
        self,
        state: State,
        what: str,
        do: str = "",
        button: QAction | tuple[str, Callable[[], object]] | None = None,
    ) -> None:
        """
        Args:
            what: one sentence; do: what to do about it.
            button: an action (its label says its shortcut), or a label and what it does.
        """
        self._state = state
        self._what.setText(what)
        self._do.setText(do)
        self._do.setVisible(bool(do))
        self._button.setVisible(button is not None)
        if isinstance(button, QAction):
            self._button.setText(button.text())
            self._button.setToolTip(button.toolTip())
            self._then = button.trigger
        elif button is not None:
            text, self._then = button
            self._button.setText(text)
        self._on_look_changed()

    def show_error(
        self, error: AppError, button: QAction | tuple[str, Callable[[], object]] | None = None
    ) -> None:
        said = sentence(error)
        self.show_state(State.ERROR, said.what, said.do, button)

    def _on_clicked(self) -> None:
        if self._then is not None:
            self._then()

    def _on_look_changed(self) -> None:
        theme = self._look.theme
        side = theme.px(_ICON_PX)
        drawn = icon(theme, self._state.value, self._state.colour(theme))
        self._icon.setPixmap(drawn.pixmap(QSize(side, side), self.devicePixelRatioF()))
        for text in (self._what, self._do):
            text.setFixedWidth(theme.px(_WIDTH_PX))


class Skeleton(QWidget):
    """Rows where rows will be, while they load. It does not move: nothing has happened yet."""

    def __init__(self, look: Look, row_px: int = 36, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._row_px = row_px
        look.changed.connect(self.update)

    def paintEvent(self, _: QPaintEvent) -> None:
        theme = self._look.theme
        row = theme.px(self._row_px)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        for i in range(self.height() // row):
            painter.setOpacity(max(0.15, 1 - i / 8))
            painter.setBrush(QColor(theme.raised))
            middle = i * row + row / 2
            disc = theme.px(20)
            painter.drawEllipse(QRectF(theme.px(10), middle - disc / 2, disc, disc))
            bar = theme.px(8)
            for y, share in ((middle - bar * 1.2, 0.5), (middle + bar * 0.4, 0.35)):
                left = theme.px(42)
                width = max(0.0, (self.width() - left) * share)
                painter.drawRoundedRect(QRectF(left, y, width, bar), bar / 2, bar / 2)


class Stateful(QStackedWidget):
    """Content, or the state that stands in its place."""

    def __init__(self, content: QWidget, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.pane = StatePane(look)
        self._skeleton = Skeleton(look)
        self._content = content
        for widget in (content, self.pane, self._skeleton):
            self.addWidget(widget)

    def show_content(self) -> None:
        self.setCurrentWidget(self._content)

    def show_loading(self) -> None:
        self.setCurrentWidget(self._skeleton)

    def show_state(
        self,
        state: State,
        what: str,
        do: str = "",
        button: QAction | tuple[str, Callable[[], object]] | None = None,
    ) -> None:
        self.pane.show_state(state, what, do, button)
        self.setCurrentWidget(self.pane)

    def show_error(
        self, error: AppError, button: QAction | tuple[str, Callable[[], object]] | None = None
    ) -> None:
        self.pane.show_error(error, button)
        self.setCurrentWidget(self.pane)
