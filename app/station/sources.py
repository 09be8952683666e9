"""Rules about where video comes from, for ``app.station.decide``: cameras, and what is fetched of terminals."""

from __future__ import annotations

from collections.abc import Callable

from app.domain import command as orders
from app.domain import event as facts
from app.domain.camera import Camera, CameraFields
from app.domain.errors import AppError
from app.domain.event import Fact
from app.domain.terminal import TerminalKind
from app.picture.picture import Picture
from app.station.state import State


def register_camera(state: State, command: orders.RegisterCamera) -> list[Fact]:
    _check_name(state.picture, command.camera, None)
    camera = Camera(**dict(command.camera), number=state.next_number, pulls_from=command.pull.host)
    return [facts.CameraRegistered(camera=camera)]


def change_camera(state: State, command: orders.ChangeCamera, is_new: Callable[[], bool]) -> list[Fact]:
    """``is_new``: whether the address it brings is another than the one that is kept."""
    camera = _camera(state.picture, command.number)
    _check_name(state.picture, command.camera, command.number)
    update = dict(command.camera)
    if command.pull is not None:
        update["pulls_from"] = command.pull.host
    changed, pull_changed = camera.model_copy(update=update), is_new()
    if changed == camera and not pull_changed:
        return []
    return [facts.CameraChanged(camera=changed, pull_changed=pull_changed)]


def retire_camera(state: State, command: orders.RetireCamera) -> list[Fact]:
    return [facts.CameraRetired(camera=_camera(state.picture, command.number).number)]


def set_terminal_pull(state: State, command: orders.SetTerminalPull, is_new: Callable[[], bool]) -> list[Fact]:
    """``is_new``: whether the address it brings is another than the one that is kept."""
    terminal = state.picture.terminals.get(command.number)
    if terminal is None:
        raise AppError("terminal.unknown", number=command.number)
    if terminal.kind is TerminalKind.GATEWAY:
        raise AppError("gateway.has_no_video")
    is_other = is_new() if command.pull is not None else bool(terminal.pulls_from)
    host = command.pull.host if command.pull is not None else ""
    return [facts.TerminalPullSet(terminal=terminal.number, pulls_from=host)] if is_other else []


def _camera(picture: Picture, number: int) -> Camera:
    if number not in picture.cameras:
        raise AppError("camera.unknown", number=number)
    return picture.cameras[number]


def _check_name(picture: Picture, fields: CameraFields, own: int | None) -> None:
    """A name is all that tells one camera from another where they are listed."""
    name = fields.name.casefold()
    if any(c.name.casefold() == name and c.number != own for c in picture.cameras.values()):
        raise AppError("camera.name_taken", name=fields.name)
