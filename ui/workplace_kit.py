"""What the parts of a workplace have in common."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QSettings

from app.domain.operator import Operator
from app.settings import Settings
from app.sync.rest import StationClient
from ui.bridge.jobs import Jobs
from ui.models.scene import Scene
from ui.models.selection import Selection
from ui.theme.look import Look


@dataclass(frozen=True, slots=True)
class WorkplaceKit:
    """One operator at one station.

    Args:
        remembered: keeps what is to be found again tomorrow.
    """

    settings: Settings
    client: StationClient
    operator: Operator
    scene: Scene
    selection: Selection
    jobs: Jobs
    remembered: QSettings
    look: Look
