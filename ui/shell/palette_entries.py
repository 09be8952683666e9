"""What the command palette finds: units, cameras and actions; a later feature adds a source of its own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Protocol

from PySide6.QtGui import QIcon

from app.domain.camera import Camera
from app.domain.unit import Unit
from app.picture.freshness import freshness
from ui.models.scene import Scene
from ui.theme.badges import Badge
from ui.theme.icons import Icon, icon
from ui.theme.look import Look
from ui.widgets.actions import DeskAction
from ui.widgets.words import camera_view_text, status_name


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the palette.

    Args:
        title, detail: shown; keys: the shortcut, at the right.
        choose: what choosing the line does.
        mark: a unit's badge or an action's icon.
    """

    title: str
    detail: str
    choose: Callable[[], object]
    mark: Badge | QIcon | None = None
    keys: str = ""


class Source(Protocol):
    """Things to be found. Their lines are made only when they are: there may be many thousands."""

    def haystacks(self) -> Sequence[str]:
        """What is searched, one lower-case text a thing, its most telling part first; the most usual thing first.

        Asked for each time the palette opens.
        """
        ...

    def entry(self, index: int) -> Entry:
        """The line of the thing whose text has this index in the latest ``haystacks``."""
        ...


class UnitSource:
    """Units by callsign, name, agency and beat; those on duty first."""

    def __init__(self, scene: Scene, choose: Callable[[int], object]) -> None:
        self._scene, self._choose = scene, choose
        self._units: list[Unit] = []

    def haystacks(self) -> Sequence[str]:
        units = self._scene.picture.units.values()
        self._units = sorted(units, key=lambda unit: (not unit.is_on_duty, unit.callsign))
        return [f"{unit.callsign} {unit.name} {unit.beat} {unit.agency}".lower() for unit in self._units]

    def entry(self, index: int) -> Entry:
        unit = self._units[index]
        return Entry(
            title=f"{unit.callsign} {unit.name}".rstrip(),
            detail=" · ".join(part for part in (status_name(unit.status), unit.agency, unit.beat) if part),
            choose=partial(self._choose, unit.number),
            mark=Badge(unit.force, unit.status, freshness(self._scene.age_s(unit.number))),
        )


class CameraSource:
    """Cameras by name and agency."""

    def __init__(self, scene: Scene, look: Look, choose: Callable[[int], object]) -> None:
        self._scene, self._look, self._choose = scene, look, choose
        self._cameras: list[Camera] = []

    def haystacks(self) -> Sequence[str]:
        self._cameras = sorted(self._scene.picture.cameras.values(), key=lambda camera: camera.name.casefold())
        return [f"{camera.name} {camera.agency}".lower() for camera in self._cameras]

    def entry(self, index: int) -> Entry:
        camera = self._cameras[index]
        return Entry(
            title=camera.name,
            detail=" · ".join(part for part in (camera.agency, camera_view_text(camera)) if part),
            choose=partial(self._choose, camera.number),
            mark=icon(self._look.theme, Icon.CAMERA),
        )


class ActionSource:
    """Every action that can be done now, with its shortcut."""

    def __init__(self, actions: Callable[[], Sequence[DeskAction]]) -> None:
        self._all = actions
        self._enabled: list[DeskAction] = []

    def haystacks(self) -> Sequence[str]:
        self._enabled = [action for action in self._all() if action.isEnabled()]
        return [f"{action.text()} {action.group.heading}".lower() for action in self._enabled]

    def entry(self, index: int) -> Entry:
        action = self._enabled[index]
        return Entry(
            title=action.text(),
            detail=action.group.heading,
            choose=action.trigger,
            mark=action.icon(),
            keys=action.keys,
        )
