from __future__ import annotations

import pytest

from tests.ui.widgets.fakes import FakeAddresses, FakeOrders, StillClock, scene_of
from ui.theme.look import Look


@pytest.fixture
def look(qapp):
    return Look()


@pytest.fixture
def clock():
    return StillClock()


@pytest.fixture
def scene(qapp, clock):
    return scene_of(clock)


@pytest.fixture
def orders(qapp):
    return FakeOrders()


@pytest.fixture
def addresses():
    return FakeAddresses()
