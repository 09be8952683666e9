"""``desk://live/…``: what the page pulls. Frames, names, cameras, trails, cards, the lasso, settings, icons."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize
from PySide6.QtGui import QIcon

from app.domain.errors import AppError
from ui.map.cameras import camera_rows
from ui.map.card import camera_card, card
from ui.map.frames import FrameDoor
from ui.map.icons import tool_icon
from ui.map.lasso import Lasso
from ui.map.scheme import Answer, Reply, Request
from ui.map.trails import Trails
from ui.models.scene import Scene
from ui.theme.look import Look

#: So many names are given at once.
NAMES_LIMIT = 500
#: So many units may be under one pointer.
CARD_LIMIT = 2000
_ICON_PX = 64


class LiveHost:
    """Answers the page's requests from the scene.

    Args:
        settings: gives what ``desk://live/settings`` says.
        picture_room: the size (width, height) that a card keeps for the live picture of a unit or camera.
    """

    def __init__(
        self,
        scene: Scene,
        look: Look,
        frames: FrameDoor,
        trails: Trails,
        lasso: Lasso,
        settings: Callable[[], dict[str, Any]],
        picture_room: Callable[[int], QSize | None],
    ) -> None:
        self._scene, self._look, self._frames, self._trails, self._settings = scene, look, frames, trails, settings
        self._picture_room = picture_room
        self._routes: dict[str, Callable[[Request, Answer], None]] = {
            "units": self._units,
            "roster": self._roster,
            "trails": lambda _, answer: answer(Reply("application/octet-stream", self._trails.encode())),
            "cameras": self._cameras,
            "card": self._card,
            "lasso": lambda _, answer: answer(_json(lasso.model())),
            "settings": lambda _, answer: answer(_json(self._settings())),
            "icon": self._icon,
        }

    def __call__(self, request: Request, answer: Answer) -> None:
        """Raises AppError("request.unknown" or "request.malformed")."""
        route = self._routes.get(request.path)
        if route is None:
            raise AppError("request.unknown", path=request.path)
        route(request, answer)

    def _units(self, request: Request, answer: Answer) -> None:
        self._frames.ask(
            request.number("have", default=0), lambda frame: answer(Reply("application/octet-stream", frame))
        )

    def _roster(self, request: Request, answer: Answer) -> None:
        units = self._scene.picture.units
        numbers = request.numbers("units", NAMES_LIMIT)
        answer(_json({number: units[number].callsign for number in numbers if number in units}))

    def _cameras(self, _: Request, answer: Answer) -> None:
        answer(_json(camera_rows(self._scene.picture.cameras.values())))

    def _card(self, request: Request, answer: Answer) -> None:
        if camera := request.number("camera", default=0):
            told, numbers = camera_card(self._scene, camera), [camera]
        else:
            numbers = request.numbers("units", CARD_LIMIT)
            told = card(self._scene, self._look.theme, numbers)
        room = self._picture_room(numbers[0]) if len(numbers) == 1 else None
        picture = None if room is None else {"width": room.width(), "height": room.height()}
        answer(_json({**told, "picture": picture}))

    def _icon(self, request: Request, answer: Answer) -> None:
        answer(Reply("image/png", _png(tool_icon(request.query.get("name", "")))))


def _json(value: Any) -> Reply:
    return Reply("application/json", json.dumps(value, ensure_ascii=False).encode())


def _png(icon: QIcon) -> bytes:
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    icon.pixmap(_ICON_PX, _ICON_PX).save(buffer, "PNG")
    return bytes(data.data())
