"""Where the desk finds what it ships, and keeps what it makes."""

from __future__ import annotations

from pathlib import Path

from app.settings import Settings

RESOURCES = Path(__file__).resolve().parents[1] / "resources"
MAP_PAGE = RESOURCES / "map" / "dist"
BASEMAPS = RESOURCES / "basemaps"


def desk_folder(settings: Settings) -> Path:
    """The desk's part of the data folder."""
    return settings.data / "desk"
