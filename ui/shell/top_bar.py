"""The top bar: is the desk live, who is on duty, find anything, what time is it, how and as whom one works."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QPushButton, QToolButton, QWidget

from ui.models.scene import Scene
from ui.shell.duty_counts import DutyCounts
from ui.shell.link_sign import LinkSign
from ui.shell.ports import Link
from ui.shell.ticker import Ticker
from ui.shell.wall_clock import WallClock
from ui.theme.look import Look
from ui.widgets.actions import DeskAction
from ui.widgets.labels import key_cap, label

_HEIGHT_PX = 40
#: From much room to little: words beside the counts' signs, the product's name and the date, width of the search.
_LEVELS = ((True, True, 380), (False, True, 380), (False, True, 250), (False, False, 250), (False, False, 128))
#: For a sign of the link that gets longer.
_SPARE_PX = 40
_OPERATOR_MOST_PX = 100


class TopBar(QFrame):
    """
    Args:
        find: the action behind the search field.
    """

    def __init__(
        self, scene: Scene, link: Link, ticker: Ticker, look: Look, find: DeskAction, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("topBar")
        self._look = look
        self.link_sign = LinkSign(link, ticker, look)
        self.counts = DutyCounts(scene, look)
        self._search = _search_button(find)
        self.perspective_menu = QMenu(self)
        self.desk_menu = QMenu(self)
        self._perspective = _menu_button(self.perspective_menu, self.tr("Perspective and docks"), "Alt+P")
        self._operator = _menu_button(self.desk_menu, self.tr("Operator, registry and desk"), "Alt+O")
        self._operator_tip = self._operator.toolTip()
        self._brand = label(self.tr("Watchfloor"))
        self._brand.setObjectName("brand")
        self._clock = WallClock(scene.clock, ticker)
        self._layout = layout = QHBoxLayout(self)
        layout.setContentsMargins(14, 0, 12, 0)
        layout.setSpacing(22)
        for widget in (self._brand, self.link_sign, self.counts):
            layout.addWidget(widget)
        layout.addStretch(1)
        layout.addWidget(self._search)
        layout.addStretch(1)
        layout.addWidget(self._clock)
        menus = QHBoxLayout()
        menus.setSpacing(2)
        menus.addWidget(self._perspective)
        menus.addWidget(self._operator)
        layout.addLayout(menus)
        look.changed.connect(self._fit)
        self.counts.resized.connect(self._fit)
        self._fit()

    def set_perspective(self, title: str) -> None:
        self._perspective.setText(f"{title} ▾")

    def set_operator(self, name: str) -> None:
        room = self._look.theme.px(_OPERATOR_MOST_PX)
        short = self._operator.fontMetrics().elidedText(name, Qt.TextElideMode.ElideRight, room)
        self._operator.setText(f"{short} ▾")
        self._operator.setAccessibleName(name)
        self._operator.setToolTip(f"{name} · {self._operator_tip}")

    def fill_menus(self, perspective: Sequence[QAction | None], desk: Sequence[QAction | None]) -> None:
        """None is a separator."""
        for menu, actions in ((self.perspective_menu, perspective), (self.desk_menu, desk)):
            # Not cleared: the actions are somebody else's.
            for old in menu.actions():
                menu.removeAction(old)
            for action in actions:
                menu.addAction(action) if action is not None else menu.addSeparator()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """What is only for the hand goes on a wall; what is only for comfort goes where it is narrow."""
        theme = self._look.theme
        self.setFixedHeight(theme.px(_HEIGHT_PX))
        for control in (self._search, self._perspective, self._operator):
            control.setVisible(not self._look.is_wall)
        for has_words, has_rest, search_px in _LEVELS:
            self.counts.set_compact(not has_words)
            self._brand.setVisible(has_rest)
            self._clock.set_compact(not has_rest)
            self._search.setText(self.tr("Find anything") if has_rest else self.tr("Find"))
            self._search.setFixedWidth(theme.px(search_px))
            if self._layout.minimumSize().width() + theme.px(_SPARE_PX) <= self.width():
                return


def _search_button(find: DeskAction) -> QPushButton:
    button = QPushButton()
    button.setObjectName("search")
    button.setToolTip(find.toolTip())
    button.setAccessibleName(find.text())
    button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    button.clicked.connect(find.trigger)
    cap = key_cap(find.keys)
    layout = QHBoxLayout(button)
    layout.setContentsMargins(0, 0, 6, 0)
    layout.addWidget(cap, 0, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    return button


def _menu_button(menu: QMenu, tip: str, shortcut: str) -> QToolButton:
    button = QToolButton()
    button.setMenu(menu)
    button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
    button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
    # Not the button's own: that goes whenever its text changes.
    QShortcut(QKeySequence(shortcut), button).activated.connect(button.showMenu)
    button.setToolTip(f"{tip} ({shortcut})")
    return button
