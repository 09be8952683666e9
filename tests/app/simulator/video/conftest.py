from __future__ import annotations

import pytest

from app.simulator.video.orders import Place
from app.simulator.video.scene import Scene


@pytest.fixture(scope="session")
def scene() -> Scene:
    """Painting one takes a third of a second."""
    return Scene("D-03 Patrol car", Place.STREET, "test", is_vehicle=True)
