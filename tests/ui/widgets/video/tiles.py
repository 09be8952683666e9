"""What a tile is shown in tests: plain pictures, words, and the station's door of video, open or shut."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
from PySide6.QtGui import QColor

from app.domain.camera import Camera
from app.domain.errors import AppError
from app.domain.stream import StreamTicket
from app.media.frame import Frame
from tests.ui.widgets.fakes import TERMINALS
from ui.bridge.video_status import SourceState, SourceStatus
from ui.widgets.video.tile import VideoTile

Make = Callable[..., VideoTile]

BODY = TERMINALS[0]
CAMERA = Camera(number=31, name="Market square", lon_deg=24.944, lat_deg=60.1715, pulls_from="rtsp://10.0.0.4")


class ShutDoor:
    def ticket(self, source: int) -> StreamTicket:
        del source
        raise AppError("stream.absent")

    def watching(self, heights: Mapping[int, int]) -> None: ...


class OpenDoor(ShutDoor):
    def __init__(self, url: str) -> None:
        self._url = url

    def ticket(self, source: int) -> StreamTicket:
        del source
        return StreamTicket(url=self._url)


def plain(colour: int = 200, size: tuple[int, int] = (320, 180)) -> Frame:
    pixels = np.full((size[1], size[0], 4), colour, np.uint8)
    pixels[..., 3] = 255
    return Frame.of(pixels)


def live(**more: object) -> SourceStatus:
    return SourceStatus(BODY.number, SourceState.LIVE, picture_age_s=0.1, fps=15, bitrate_bps=4e5, **more)


def colour_at(tile: VideoTile, x: int, y: int) -> QColor:
    return tile.grab().toImage().pixelColor(x, y)


def shown(tile: VideoTile, frame: Frame, status: SourceStatus | None = None) -> None:
    tile.set_source(BODY.number)
    tile._tell(status or live())
    tile._put(frame)
