"""What the command palette finds: units and actions now; a later feature adds a source of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Protocol

from PySide6.QtGui import QIcon

from ui.models.scene import Scene
from ui.theme.badges import Badge
from ui.widgets.actions import DeskAction
from ui.widgets.words import status_name


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the palette.

    Args:
        title, detail: shown; keys: the shortcut, at the right.
        haystack: what is searched, lower case, the most telling first.
        mark: a unit's badge or an action's icon.
        choose: what choosing the line does.
    """

    title: str
    detail: str
    haystack: str
    choose: Callable[[], object]
    mark: Badge | QIcon | None = None
    keys: str = ""


class Source(Protocol):
    def entries(self) -> Iterable[Entry]:
        """All of them, the most usual first; asked for each time the palette opens."""
        ...


class UnitEntries:
    """Units by callsign, name, agency and beat; those on duty first."""

    def __init__(self, scene: Scene, choose: Callable[[int], object]) -> None:
        self._scene, self._choose = scene, choose

    def entries(self) -> Iterable[Entry]:
        units = self._scene.picture.units.values()
        for unit in sorted(units, key=lambda unit: (not unit.is_on_duty, unit.callsign)):
            where = " · ".join(part for part in (status_name(unit.status), unit.agency, unit.beat) if part)
            yield Entry(
                title=f"{unit.callsign} {unit.name}".rstrip(),
                detail=where,
                haystack=f"{unit.callsign} {unit.name} {unit.beat} {unit.agency}".lower(),
                choose=partial(self._choose, unit.number),
                mark=Badge(unit.force, unit.status),
            )


class ActionEntries:
    """Every action that can be done now, with its shortcut."""

    def __init__(self, actions: Callable[[], Sequence[DeskAction]]) -> None:
        self._actions = actions

    def entries(self) -> Iterable[Entry]:
        for action in self._actions():
            if action.isEnabled():
                group = action.group.heading
                yield Entry(
                    title=action.text(),
                    detail=group,
                    haystack=f"{action.text()} {group}".lower(),
                    choose=action.trigger,
                    mark=action.icon(),
                    keys=action.keys,
                )
