"""Actions: declared beside the method that does it, with label, shortcut and icon.

class MapTools(QObject):
    @action(QT_TRANSLATE_NOOP("action", "Measure a distance"), "M", Icon.MEASURE, group=Group.MAP)
    def measure(self) -> None: ...

actions = actions_of(tools, look)          # {"measure": DeskAction}
window.addActions(list(actions.values()))
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar

from PySide6.QtCore import QCoreApplication, QObject, Qt
from PySide6.QtGui import QAction, QKeySequence

from ui.theme.icons import Icon, keep_tinted
from ui.theme.look import Look
from ui.widgets.i18n import QT_TRANSLATE_NOOP

Method = TypeVar("Method", bound=Callable[..., Any])

_MARK = "__desk_action__"


class Group(StrEnum):
    """Where an action stands in the overview of shortcuts; the value is its heading."""

    FIND = QT_TRANSLATE_NOOP("action", "Find")
    UNITS = QT_TRANSLATE_NOOP("action", "Units")
    MAP = QT_TRANSLATE_NOOP("action", "Map")
    WALL = QT_TRANSLATE_NOOP("action", "Wall")
    WINDOW = QT_TRANSLATE_NOOP("action", "Window")
    STATION = QT_TRANSLATE_NOOP("action", "Station")
    DESK = QT_TRANSLATE_NOOP("action", "Desk")
    LEAVE = QT_TRANSLATE_NOOP("action", "Leave")

    @property
    def heading(self) -> str:
        return QCoreApplication.translate("action", self.value)


@dataclass(frozen=True, slots=True)
class Declaration:
    label: str
    shortcut: str
    icon: Icon
    group: Group
    is_checkable: bool


class DeskAction(QAction):
    """An action that says its shortcut wherever it is shown.

    The shortcut works in every window of the desk, floating docks too; a widget that takes typed text keeps its
    keys.
    """

    def __init__(self, label: str, shortcut: str, group: Group, parent: QObject, name: str = "") -> None:
        super().__init__(label, parent)
        self.group = group
        self.setObjectName(name)
        self.setShortcut(QKeySequence(shortcut))
        self.setShortcutContext(Qt.ShortcutContext.ApplicationShortcut)
        self.setToolTip(f"{label} ({self.keys})")

    @property
    def keys(self) -> str:
        """The shortcut as this machine writes it."""
        return self.shortcut().toString(QKeySequence.SequenceFormat.NativeText)


def action(
    label: str, shortcut: str, icon: Icon, *, group: Group, is_checkable: bool = False
) -> Callable[[Method], Method]:
    """Declare a method to be an action of the desk.

    Args:
        label: marked with ``QT_TRANSLATE_NOOP("action", ...)``; translated when the action is made.
        is_checkable: the method takes whether it is on.
    """

    def mark(method: Method) -> Method:
        setattr(method, _MARK, Declaration(label, shortcut, icon, group, is_checkable))
        return method

    return mark


def actions_of(owner: QObject, look: Look) -> dict[str, DeskAction]:
    """The declared actions of an object, by the name of their method, in the order of declaration."""
    made = {}
    for name in _declared(type(owner)):
        method = getattr(owner, name)
        declaration: Declaration = getattr(method, _MARK)
        label = QCoreApplication.translate("action", declaration.label)
        one = DeskAction(label, declaration.shortcut, declaration.group, owner, name)
        keep_tinted(look, one, declaration.icon)
        if declaration.is_checkable:
            one.setCheckable(True)
            one.toggled.connect(method)
        else:
            # Triggered says whether it is checked, which a plain action has no use for.
            one.triggered.connect(lambda _=False, method=method: method())
        made[name] = one
    return made


def _declared(kind: type) -> list[str]:
    names = (name for base in reversed(kind.__mro__) for name in vars(base))
    return [name for name in dict.fromkeys(names) if hasattr(getattr(kind, name, None), _MARK)]
