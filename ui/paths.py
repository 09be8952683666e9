"""Where the desk finds what it ships, and keeps what it makes."""

from __future__ import annotations

from pathlib import Path

import platformdirs

from app.settings import Settings

RESOURCES = Path(__file__).resolve().parents[1] / "resources"
MAP_PAGE = RESOURCES / "map" / "dist"
BASEMAPS = RESOURCES / "basemaps"


def desk_folder(settings: Settings) -> Path:
    """The desk's part of the data folder."""
    return settings.data / "desk"


def pictures_folder() -> Path:
    """Where snapshots of video go: among this person's pictures."""
    return Path(platformdirs.user_pictures_dir()) / "Watchfloor"
