from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication

from app.domain.operator import Role
from tests.ui.widgets.fakes import CAMERAS, FakeAddresses, FakeOrders, FakeTrials, StillClock, scene_of
from ui.dialogs.camera_view import MapPlace
from ui.dialogs.registry import RegistryDialog
from ui.theme.look import Look


@pytest.fixture(autouse=True)
def typing(qapp: QApplication) -> Iterator[None]:
    """Letters that choose from a list belong together, however long a busy machine takes from one to the next."""
    usual_ms = qapp.keyboardInputInterval()
    qapp.setKeyboardInputInterval(60_000)
    yield
    qapp.setKeyboardInputInterval(usual_ms)


@pytest.fixture
def look(qapp):
    return Look()


@pytest.fixture
def clock():
    return StillClock()


@pytest.fixture
def scene(qapp, clock):
    return scene_of(clock, cameras=CAMERAS)


@pytest.fixture
def orders(qapp):
    return FakeOrders()


@pytest.fixture
def addresses():
    return FakeAddresses()


@pytest.fixture
def trials():
    return FakeTrials()


@pytest.fixture
def map_place():
    return MapPlace(lambda: (24.95, 60.18), "EPSG:3067")


@pytest.fixture
def open_registry(scene, orders, addresses, trials, map_place, look, qtbot):
    """Opens the registry at a tab, as it looks to a role."""
    kept = []

    def make(tab, role=Role.ADMINISTRATOR):
        registry = RegistryDialog(
            scene=scene,
            orders=orders,
            addresses=addresses,
            trials=trials,
            map_place=map_place,
            look=look,
            role=role,
        )
        qtbot.addWidget(registry)
        kept.append(registry)
        with qtbot.waitActive(registry):
            registry.open_at(tab)
        return registry

    return make
