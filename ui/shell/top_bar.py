"""The top bar: is the desk live, who is on duty, find anything, what time is it, how and as whom one works."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QResizeEvent
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
_SEARCH_PX = 380
#: Narrower than this there is no room for the words beside the counts' signs.
_WORDS_FROM_PX = 1720
_SEARCH_FULL_FROM_PX = 1500


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
        self._search = _search_button(find, self.tr("Find anything"))
        self.perspective_menu = QMenu(self)
        self.desk_menu = QMenu(self)
        self._perspective = _menu_button(self.perspective_menu, self.tr("Perspective and docks"), "Alt+P")
        self._operator = _menu_button(self.desk_menu, self.tr("Operator, registry and desk"), "Alt+O")
        brand = label(self.tr("Watchfloor"))
        brand.setObjectName("brand")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(14, 0, 6, 0)
        layout.setSpacing(22)
        for widget in (brand, self.link_sign, self.counts):
            layout.addWidget(widget)
        layout.addStretch(1)
        layout.addWidget(self._search)
        layout.addStretch(1)
        layout.addWidget(WallClock(scene.clock, ticker))
        menus = QHBoxLayout()
        menus.setSpacing(2)
        menus.addWidget(self._perspective)
        menus.addWidget(self._operator)
        layout.addLayout(menus)
        look.changed.connect(self._fit)
        self._fit()

    def set_perspective(self, title: str) -> None:
        self._perspective.setText(f"{title} ▾")

    def set_operator(self, name: str) -> None:
        self._operator.setText(f"{name} ▾")

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
        theme, width = self._look.theme, self.width()
        self.setFixedHeight(theme.px(_HEIGHT_PX))
        self.counts.set_compact(width < theme.px(_WORDS_FROM_PX))
        is_wide = width >= theme.px(_SEARCH_FULL_FROM_PX)
        self._search.setFixedWidth(theme.px(_SEARCH_PX if is_wide else _SEARCH_PX * 2 // 3))
        for control in (self._search, self._perspective, self._operator):
            control.setVisible(not self._look.is_wall)


def _search_button(find: DeskAction, text: str) -> QPushButton:
    button = QPushButton(text)
    button.setObjectName("search")
    button.setToolTip(find.toolTip())
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
    button.setShortcut(shortcut)
    button.setToolTip(f"{tip} ({shortcut})")
    return button
