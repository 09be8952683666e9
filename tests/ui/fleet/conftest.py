from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtGui import QCursor

from tests.ui.models.crowd import HeldClock, a_scene, a_unit, heard
from ui.models.scene import Scene
from ui.models.selection import Selection
from ui.theme.look import Look


@pytest.fixture(autouse=True)
def pointer_is_elsewhere(qapp: object) -> None:
    """Wherever another test has left it."""
    QCursor.setPos(-10, -10)


@pytest.fixture
def look(qapp: object) -> Look:
    return Look()


@pytest.fixture
def clock() -> HeldClock:
    return HeldClock()


@pytest.fixture
def scene(qapp: object, clock: HeldClock) -> Iterator[Scene]:
    """Six units: five on duty and heard within ten seconds, D-06 off duty."""
    units = [
        a_unit(1, "D-01", name="Patrol car", force="dedicated", agency="Patrol police", beat="Kluuvi"),
        a_unit(2, "S-02", name="Bank gate", force="social", agency="Social patrols", beat="Aleksi"),
        a_unit(3, "V-03", name="Harbour", force="volunteer", agency="Security volunteers", beat="Kaivo"),
        a_unit(4, "V-12", name="Night walk", force="volunteer", agency="Security volunteers", status="en_route"),
        a_unit(5, "D-11", name="Mounted pair", force="dedicated", agency="Patrol police", status="on_scene"),
        a_unit(6, "D-06", name="Traffic bike", force="dedicated", agency="Traffic police", status="off_duty"),
    ]
    scene = a_scene(units, clock)
    heard(scene, {1: 1, 2: 4, 3: 2, 4: 9, 5: 3})
    yield scene
    scene.deleteLater()


@pytest.fixture
def selection(qapp: object) -> Selection:
    return Selection()
