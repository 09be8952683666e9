from __future__ import annotations

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QLabel
from PySide6QtAds import ads

from app.domain.operator import Operator, Role
from tests.ui.widgets.fakes import FakeLink, FakeOrders, scene_of
from ui.models.selection import Selection
from ui.shell.docks import Area, Dock, Perspective
from ui.shell.window import MainWindow
from ui.theme.look import Look
from ui.widgets.unit_actions import UnitActions

OPERATOR = Operator(number=22, login="mika", name="Night shift", role=Role.DISPATCHER)


@pytest.fixture
def look(qapp):
    look = Look()
    look.dress(qapp)
    yield look
    qapp.setStyleSheet("")


@pytest.fixture
def settings(tmp_path):
    return QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat)


class Desk:
    """A main window with labels for panes and stand-ins for the rest; a new one is the next start."""

    def __init__(self, look: Look, settings: QSettings, extra: tuple[str, ...] = ()) -> None:
        self.look, self.settings = look, settings
        self.scene, self.selection = scene_of(), Selection()
        self.link, self.orders = FakeLink(), FakeOrders()
        self.unit_actions = UnitActions(self.scene, self.selection, self.orders, look, OPERATOR.role)
        self.panes = {name: QLabel(name) for name in ("queue", "fleet", "map", "unit", "video", "chart", *extra)}
        areas = {
            "queue": Area.LEFT,
            "fleet": Area.LEFT,
            "map": Area.CENTRE,
            "chart": Area.CENTRE,
            "video": Area.BOTTOM,
        }
        docks = [
            Dock(name, name.title(), pane, areas.get(name, Area.RIGHT), {"queue": 340, "unit": 360}.get(name, 0))
            for name, pane in self.panes.items()
        ]
        perspectives = (
            Perspective(
                "dispatch", "Dispatch", "Ctrl+1", ("queue", "fleet", "map", "unit", "video", *extra), ("fleet",)
            ),
            Perspective("overview", "Overview", "Ctrl+2", ("chart", "unit")),
        )
        self.window = MainWindow(
            scene=self.scene,
            selection=self.selection,
            docks=docks,
            perspectives=perspectives,
            link=self.link,
            orders=self.orders,
            actions=self.unit_actions.actions,
            settings=settings,
            look=look,
            operator=OPERATOR,
            version="1.2.3",
        )
        self.actions = {action.objectName(): action for action in self.window.desk_actions()}

    def dock(self, name: str) -> ads.CDockWidget:
        """The dock in which a pane stands."""
        parent = self.panes[name].parentWidget()
        while not isinstance(parent, ads.CDockWidget):
            parent = parent.parentWidget()
        return parent

    def visible(self) -> set[str]:
        return {name for name, pane in self.panes.items() if pane.isVisible()}


@pytest.fixture
def make_desk(look, settings, qtbot):
    """A desk that is shown, 1600 × 900."""

    def make(extra: tuple[str, ...] = ()) -> Desk:
        desk = Desk(look, settings, extra)
        qtbot.addWidget(desk.window)
        desk.window.resize(1600, 900)
        with qtbot.waitExposed(desk.window):
            desk.window.show()
        desk.window.activateWindow()
        # Only then does it hear that the focus comes and goes.
        qtbot.waitUntil(desk.window.isActiveWindow)
        return desk

    return make


@pytest.fixture
def desk(make_desk):
    return make_desk()
