"""The bar of a wall: its layouts, what it follows, what waits, and what video takes."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QLayout, QSizePolicy, QWidget

from app.geo.coordinates import format_lon_lat
from ui.theme.scale import ICON_PX
from ui.wall.actions import WallActions
from ui.wall.board import WallBoard
from ui.wall.budget_line import BudgetLine
from ui.wall.kit import WallKit
from ui.wall.layout_icon import HEIGHT_PX, WIDTH_PX, layout_icon
from ui.wall.layouts import LAYOUTS
from ui.widgets.actions import DeskAction
from ui.widgets.push_button import PushButton

_BAR_PX = 36
#: Actions that have a button.
_BUTTONS = ("add_live", "edit_tours", "new_window", "full_screen")
#: Those whose icon alone would not say it.
_WITH_WORDS = ("add_live", "edit_tours")
#: From wide to narrow: words on those buttons, the budget, the place that tiles follow.
_LEVELS = ((True, True, True), (False, True, True), (False, True, False), (False, False, False))


class WallBar(QFrame):
    def __init__(
        self, kit: WallKit, board: WallBoard, actions: WallActions, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setProperty("role", "panel")
        self._board, self._look = board, kit.look
        self._group = QButtonGroup(self)
        self._layouts = {
            layout.name: self._layout_button(layout.name, one)
            for layout, one in zip(LAYOUTS, actions.layouts, strict=True)
        }
        self._near, self._waiting = self._chip(board.end_nearest), self._chip(board.show_all)
        self._near.setToolTip(actions.named("end_nearest").toolTip())
        self._waiting.setToolTip(self.tr("This layout has no room for them. Choose one that has room for all"))
        self.budget = BudgetLine(kit.videos, lambda: board.sources, kit.look)
        self._row = QHBoxLayout(self)
        for widget in (*self._layouts.values(), self._near, self._waiting):
            self._row.addWidget(widget)
        self._row.addStretch(1)
        self._row.addWidget(self.budget)
        self._buttons = {actions.named(name): self._button_of(actions.named(name)) for name in _BUTTONS}
        for one, button in self._buttons.items():
            self._row.addWidget(button)
            one.changed.connect(self._draw_icons)
        # It leaves away what has no room, instead of keeping its window wide.
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._row.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        board.changed.connect(self._show)
        kit.look.changed.connect(self._on_look_changed)
        self._on_look_changed()
        self._show()

    @property
    def near_text(self) -> str:
        """What tiles are near to; empty when none follows a place."""
        return self._near.text() if not self._near.isHidden() else ""

    @property
    def waiting_text(self) -> str:
        return self._waiting.text() if not self._waiting.isHidden() else ""

    def _show(self) -> None:
        plan = self._board.plan
        self._layouts[plan.layout].setChecked(True)
        self._near.setVisible(plan.place is not None)
        self._waiting.setVisible(plan.waiting > 0)
        self._waiting.setText(self.tr("{n} not shown").format(n=plan.waiting))
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Say less where it is narrow."""
        for has_words, has_budget, has_place in _LEVELS:
            for one, button in self._buttons.items():
                button.setText(one.text().rstrip(" …") if has_words and one.objectName() in _WITH_WORDS else "")
            self.budget.setVisible(has_budget)
            self._near.setText(self._place_words(is_full=has_place))
            self._row.invalidate()
            if self._row.minimumSize().width() <= self.width():
                return

    def _place_words(self, *, is_full: bool) -> str:
        place = self._board.plan.place
        if place is None or not is_full:
            return self.tr("Nearest ×")
        return self.tr("Nearest to {place} ×").format(place=format_lon_lat(place.lon, place.lat))

    def _layout_button(self, name: str, one: DeskAction) -> PushButton:
        button = PushButton(parent=self)
        button.setProperty("role", "quiet")
        button.setCheckable(True)
        button.setToolTip(one.toolTip())
        button.setAccessibleName(one.text())
        button.clicked.connect(lambda: self._board.set_layout(name))
        self._group.addButton(button)
        return button

    def _button_of(self, one: DeskAction) -> PushButton:
        button = PushButton(parent=self)
        button.setProperty("role", "quiet")
        button.setToolTip(one.toolTip())
        button.setAccessibleName(one.text())
        button.clicked.connect(one.trigger)
        return button

    def _chip(self, then: Callable[[], object]) -> PushButton:
        button = PushButton(parent=self)
        button.setProperty("role", "chip")
        button.clicked.connect(then)
        button.hide()
        return button

    def _on_look_changed(self) -> None:
        theme = self._look.theme
        self.setFixedHeight(theme.px(_BAR_PX))
        self._row.setContentsMargins(theme.px(6), 0, theme.px(6), 0)
        self._row.setSpacing(theme.px(2))
        for button in self._buttons.values():
            button.setIconSize(QSize(theme.px(ICON_PX), theme.px(ICON_PX)))
        for layout in LAYOUTS:
            button = self._layouts[layout.name]
            button.setIcon(layout_icon(theme, layout))
            button.setIconSize(QSize(theme.px(WIDTH_PX), theme.px(HEIGHT_PX)))
        self._draw_icons()
        # On a wall all the room is the tiles'.
        self.setVisible(not self._look.is_wall)
        self._fit()

    def _draw_icons(self) -> None:
        for one, button in self._buttons.items():
            button.setIcon(one.icon())
