"""The pictures on the map's tools, from the desk's one set."""

from __future__ import annotations

import qtawesome
from PySide6.QtGui import QIcon

from app.domain.errors import AppError

#: By the tool's name on the page. Only the outline counts; the page gives the colour.
_NAMES = {
    "select": "mdi6.select-drag",
    "lasso": "mdi6.lasso",
    "distance": "mdi6.ruler",
    "area": "mdi6.vector-square",
    "follow": "mdi6.crosshairs-gps",
    "trails": "mdi6.map-marker-path",
    "zoom_selection": "mdi6.image-filter-center-focus",
    "zoom_all": "mdi6.home-outline",
    "layers": "mdi6.layers-outline",
    "cameras": "mdi6.cctv",
    "video": "mdi6.video-marker-outline",
}


def tool_icon(name: str) -> QIcon:
    """Raises AppError("request.unknown"): no such tool."""
    if name not in _NAMES:
        raise AppError("request.unknown", path=name)
    icon: QIcon = qtawesome.icon(_NAMES[name], color="black")
    return icon
