"""The main window: composes the top bar, the docks, the notices and the palette, and does nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QByteArray, QSettings, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QCloseEvent
from PySide6.QtWidgets import QMainWindow, QVBoxLayout, QWidget

from app.domain.operator import Operator
from ui.models.scene import Scene
from ui.models.selection import Selection
from ui.shell.command_palette import CommandPalette
from ui.shell.dock_host import DockHost
from ui.shell.docks import Dock, Perspective
from ui.shell.link_bar import LinkBar
from ui.shell.notices import Notices
from ui.shell.palette_entries import ActionSource, CameraSource, UnitSource
from ui.shell.ports import GivenOrders, Link
from ui.shell.refusals import Refusals
from ui.shell.shell_actions import ShellActions
from ui.shell.ticker import Ticker
from ui.shell.top_bar import TopBar
from ui.theme.look import Look
from ui.theme.tokens import Mode
from ui.widgets.actions import DeskAction, Group, actions_of

_DEFAULT_SIZE = (1600, 900)
_MINIMUM_SIZE = (1024, 640)


class MainWindow(QMainWindow):
    """
    Args:
        docks: every pane of the desk; perspectives: which of them stand together; the first is opened first.
        orders: those that wait are counted; a refusal that nobody else shows is told in the notices.
        actions: what the rest of the desk can do; they work in every window (but for those of another shortcut
            context, whose keys a pane takes itself) and are in the palette, the overview of shortcuts and, those
            of ``Group.STATION``, ``Group.DESK`` and ``Group.LEAVE``, in the operator's menu.
        settings: keeps geometry and layouts, under ``window/`` and ``layout/``.
        operator: who is signed in.
        foot: stands below the docks in every perspective.
    Signals:
        sign_in_asked(): the session has ended, and somebody wants to sign in again.
        closed(): the window is closed; nothing of it is needed any more.
    """

    sign_in_asked = Signal()
    closed = Signal()

    def __init__(
        self,
        *,
        scene: Scene,
        selection: Selection,
        docks: Sequence[Dock],
        perspectives: Sequence[Perspective],
        link: Link,
        orders: GivenOrders,
        actions: Sequence[DeskAction],
        settings: QSettings,
        look: Look,
        operator: Operator,
        version: str,
        foot: QWidget | None = None,
    ) -> None:
        super().__init__()
        self.setWindowTitle(self.tr("Watchfloor"))
        self.setMinimumSize(*_MINIMUM_SIZE)
        self.link, self._look, self._settings = link, look, settings
        self._passed_actions = list(actions)
        self._shell_actions = actions_of(ShellActions(self, version), look)
        self.dock_host = DockHost(docks, perspectives, settings, look)
        self._perspective_actions = self._actions_for(perspectives)
        self.addActions(_for_every_window(_without_clash(self.desk_actions())))
        ticker = Ticker(scene.clock, self)
        self.top_bar = TopBar(scene, link, ticker, look, self._shell_actions["find"])
        self.link_bar = LinkBar(link, orders, ticker, self._shell_actions["try_now"])
        self.link_bar.sign_in_asked.connect(self.sign_in_asked)
        self.setCentralWidget(_column((self.top_bar, self.link_bar), self.dock_host, foot))
        units = UnitSource(scene, lambda number: selection.set((number,)))
        cameras = CameraSource(scene, look, selection.set_camera)
        self.palette_overlay = CommandPalette(self, (units, cameras, ActionSource(self.desk_actions)), look)
        self.notices = Notices(self, look, self.dock_host)
        self._refusals = Refusals(orders, self.notices, self)
        self.dock_host.perspective_changed.connect(self._on_perspective_changed)
        self.set_operator(operator)
        self._restore()
        self._on_perspective_changed()

    @property
    def perspective_names(self) -> tuple[str, ...]:
        """In their order; ``dock_host.open`` takes one."""
        return tuple(self._perspective_actions)

    def desk_actions(self) -> list[DeskAction]:
        """All that one can do, in the order in which it is shown."""
        return [*self._passed_actions, *self._perspective_actions.values(), *self._shell_actions.values()]

    def set_operator(self, operator: Operator) -> None:
        self.top_bar.set_operator(operator.name or operator.login)

    def set_mode(self, mode: Mode) -> None:
        self._look.set_mode(mode)
        self._settings.setValue("look/mode", mode.value)

    def set_wall(self, is_wall: bool) -> None:
        """Larger type on the whole screen, without what is only for the hand; and back."""
        if is_wall and not self.isFullScreen():
            self._settings.setValue("window/geometry", self.saveGeometry())
        self._look.set_wall(is_wall)
        self._settings.setValue("window/wall", is_wall)
        # Not showNormal, after which a window that filled its screen before is smaller than before.
        others = self.windowState() & ~Qt.WindowState.WindowFullScreen
        if is_wall:
            self.setWindowState(others | Qt.WindowState.WindowFullScreen)
        elif self.isFullScreen():
            self.setWindowState(others)

    def closeEvent(self, event: QCloseEvent) -> None:
        self.dock_host.save()
        self._settings.setValue("window/perspective", self.dock_host.current.name)
        if not self._look.is_wall:
            self._settings.setValue("window/geometry", self.saveGeometry())
        self.dock_host.hide_all()
        super().closeEvent(event)
        self.closed.emit()

    def _restore(self) -> None:
        geometry = self._settings.value("window/geometry")
        if not (isinstance(geometry, QByteArray) and self.restoreGeometry(geometry)):
            self.resize(*_DEFAULT_SIZE)
        name = self._settings.value("window/perspective")
        if name in self._perspective_actions:
            self.dock_host.open(str(name))
        self._shell_actions["light_theme"].setChecked(not self._look.theme.is_dark)
        self._shell_actions["wall_mode"].setChecked(bool(self._settings.value("window/wall", False, bool)))

    def _actions_for(self, perspectives: Sequence[Perspective]) -> dict[str, DeskAction]:
        group = QActionGroup(self)
        made = {}
        for perspective in perspectives:
            one = DeskAction(perspective.title, perspective.shortcut, Group.WINDOW, self, perspective.name)
            one.setCheckable(True)
            one.setActionGroup(group)
            one.triggered.connect(partial(self.dock_host.open, perspective.name))
            made[perspective.name] = one
        return made

    def _on_perspective_changed(self) -> None:
        current = self.dock_host.current
        self._perspective_actions[current.name].setChecked(True)
        self.top_bar.set_perspective(current.title)
        window_actions = [a for a in self.desk_actions() if a.group is Group.WINDOW and not a.actionGroup()]
        self.top_bar.fill_menus(
            [*self._perspective_actions.values(), None, *self.dock_host.dock_toggles(), None, *window_actions],
            [*self._of(Group.STATION), None, *self._of(Group.DESK), None, *self._of(Group.LEAVE)],
        )

    def _of(self, group: Group) -> list[QAction]:
        return [action for action in self.desk_actions() if action.group is group]


def _without_clash(actions: list[DeskAction]) -> list[DeskAction]:
    """Two actions with one shortcut would both be dead, and silently so.

    Raises:
        ValueError: two have the same shortcut, or one has none; a mistake of whoever declared them.
    """
    seen: dict[str, str] = {}
    for action in actions:
        if not action.keys:
            raise ValueError(f"no shortcut: {action.text()}")
        if action.keys in seen:
            raise ValueError(f"{action.keys} is both {seen[action.keys]!r} and {action.text()!r}")
        seen[action.keys] = action.text()
    return actions


def _for_every_window(actions: list[DeskAction]) -> list[DeskAction]:
    """Without those whose keys are a pane's own, which takes them itself while it has the focus."""
    return [one for one in actions if one.shortcutContext() is Qt.ShortcutContext.ApplicationShortcut]


def _column(head: Sequence[QWidget], middle: QWidget, foot: QWidget | None) -> QWidget:
    column = QWidget()
    layout = QVBoxLayout(column)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(0)
    for widget in head:
        layout.addWidget(widget)
    layout.addWidget(middle, 1)
    if foot is not None:
        layout.addWidget(foot)
    return column
