"""What the query finds, as rows or along the time; where that is nothing, why; and how far back was looked."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from ui.models.scene import Scene
from ui.talklog.bar import BurstBar
from ui.talklog.lanes import BurstLanes
from ui.talklog.model import BurstModel
from ui.talklog.view import BurstView, PlayKeys
from ui.theme.look import Look
from ui.widgets.durations import clock_text, date_text
from ui.widgets.labels import label
from ui.widgets.push_button import PushButton
from ui.widgets.sentences import sentence
from ui.widgets.state_pane import State, Stateful


class FoundPane(QWidget):
    """
    Args:
        bar: says whether it is rows or lanes, and clears the query.
    """

    def __init__(
        self,
        model: BurstModel,
        bar: BurstBar,
        keys: PlayKeys,
        scene: Scene,
        look: Look,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._model, self._bar = model, bar
        self._has_picture = scene.picture.seq > 0
        self.view = BurstView(model, keys, scene, look)
        self.lanes = BurstLanes(model, keys, scene, look)
        self._rows = Stateful(self.view, look)
        self._views = QStackedWidget()
        self._views.addWidget(self._rows)
        self._views.addWidget(self.lanes)
        self.foot, self.more = label(role="hint", wraps=True), PushButton()
        self.more.setProperty("role", "link")
        self.more.clicked.connect(model.ask_older)
        self.foot_row = QWidget()
        foot = QHBoxLayout(self.foot_row)
        foot.setContentsMargins(look.theme.px(12), look.theme.px(2), look.theme.px(12), look.theme.px(2))
        foot.addWidget(self.foot, 1)
        foot.addWidget(self.more)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._views, 1)
        column.addWidget(self.foot_row)
        model.state_changed.connect(self._show)
        model.query_changed.connect(self._show)
        bar.lanes_asked.connect(self._show)
        scene.replaced.connect(self._on_replaced)
        self._show()

    def focus(self) -> None:
        """Give what is seen the keys."""
        shown = self.lanes if self._bar.lanes.isChecked() else self.view
        shown.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def show_burst(self, number: int) -> None:
        """Have it in sight."""
        self.lanes.show_burst(number)
        row = self._model.row_of(number)
        if row is not None:
            self.view.show_row(row)

    def mark(self, chosen: int | None, played: int | None) -> None:
        self.view.mark(chosen, played)
        self.lanes.mark(chosen)

    def _on_replaced(self) -> None:
        self._has_picture = True
        self._show()

    def _show(self) -> None:
        model, shelf = self._model, self._model.shelf
        # Where there is nothing to draw, the rows' place says why.
        self._views.setCurrentIndex(1 if self._bar.lanes.isChecked() and model.rowCount() else 0)
        if not self._has_picture:
            self._rows.show_loading()
        elif model.rowCount():
            self._rows.show_content()
        elif shelf.is_asking:
            self._rows.show_loading()
        elif model.query.is_filtered:
            clear = (self.tr("Clear the filter"), self._bar.clear)
            self._rows.show_state(State.EMPTY, self.tr("No burst fits the filter."), self._beyond(), clear)
        else:
            told = self.tr("Hold the talk key and speak: what anybody says is here then, with who heard it.")
            self._rows.show_state(State.EMPTY, self.tr("Nothing has been said yet."), told)
        self._show_foot()

    def _show_foot(self) -> None:
        """What there is to know of older ones."""
        model, shelf = self._model, self._model.shelf
        self.more.hide()
        if shelf.is_asking:
            self.foot.setText(self.tr("Asking the station for older ones …"))
        elif shelf.error is not None:
            self.foot.setText(sentence(shelf.error).what)
            self.more.setText(self.tr("Try again"))
            self.more.setVisible(shelf.error.code != "role.not_allowed")
        elif model.has_given_up and self._has_picture:
            self.foot.setText(self._beyond())
            self.more.setText(self.tr("Look further back"))
            self.more.show()
        else:
            self.foot.setText("")
        self.foot_row.setVisible(bool(self.foot.text()))

    def _beyond(self) -> str:
        """How far back was looked."""
        shelf, model = self._model.shelf, self._model
        oldest = shelf.bursts.get(shelf.reach(model.query)) if model.has_older else None
        if oldest is None:
            return ""
        at = f"{date_text(oldest.started_at)} {clock_text(oldest.started_at)}"
        return self.tr("Looked back to {at}.").format(at=at)
