"""A map on a scene of a few units, and hands to work it with."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from app.domain.fixes import Fixes
from app.domain.snapshot import Snapshot
from app.domain.unit import Force, Unit, UnitStatus
from ui.map.layers import Layer, LayerKind
from ui.map.settings import MapOptions, View
from ui.map.view import MapView
from ui.models.scene import Scene
from ui.models.selection import Selection
from ui.theme.look import Look

ROOT = Path(__file__).parents[3]
DIST = ROOT / "resources/map/dist"
HOME = View(24.944, 60.1715, 16)
NOTHING = Layer(name="none", title="No ground", kind=LayerKind.NONE)
SIZE_PX = (900, 640)
#: A renderer starts, or starts again; and whatever else one waits for on the map.
OPEN_MS, WAIT_MS = 90_000, 30_000
#: Degrees east and north of the home's middle, and what the unit there is.
PLACES = {
    1: (0.0, 0.0, Force.DEDICATED, UnitStatus.AVAILABLE),
    2: (0.003, 0.0, Force.SOCIAL, UnitStatus.ON_SCENE),
    3: (0.003, 0.001, Force.VOLUNTEER, UnitStatus.BUSY),
    4: (-0.003, -0.001, Force.SOCIAL, UnitStatus.EN_ROUTE),
}


class StandingClock:
    """Says what it is told."""

    def __init__(self) -> None:
        self.at_ms = 1_760_000_000_000

    def now_ms(self) -> int:
        return self.at_ms


class Past:
    """A track door that remembers who asked and answers when it is told to."""

    def __init__(self) -> None:
        self.asked: list[tuple[int, int, int]] = []
        self.deliver: dict[int, Callable[[Fixes], None]] = {}

    def fetch(self, unit: int, from_ms: int, to_ms: int, deliver: Callable[[Fixes], None]) -> None:
        self.asked.append((unit, from_ms, to_ms))
        self.deliver[unit] = deliver


def unit(number: int, force: Force = Force.DEDICATED, status: UnitStatus = UnitStatus.AVAILABLE) -> Unit:
    at = datetime(2025, 10, 9, tzinfo=UTC)
    return Unit(
        number=number,
        callsign=f"{force[0].upper()}-{number:02}",
        name=f"Crew {number}",
        force=force,
        agency="Patrol police",
        status=status,
        status_at=at,
        on_duty_at=at,
    )


def place_of(number: int) -> tuple[float, float]:
    east, north, *_ = PLACES[number]
    return HOME.lon + east, HOME.lat + north


def snapshot(units: tuple[Unit, ...]) -> Snapshot:
    at = datetime(2025, 10, 9, tzinfo=UTC)
    return Snapshot(seq=1, at=at, station="test", units=units, terminals=(), operators=())


def small_scene() -> Scene:
    scene = Scene(StandingClock())
    scene.replace(snapshot(tuple(unit(n, force, status) for n, (_, _, force, status) in PLACES.items())))
    scene.apply_fixes(Fixes.of((n, scene.clock.now_ms() - 1000, *place_of(n)) for n in PLACES))
    scene.show_now()
    return scene


def options(
    cache: Path, *layers: Layer, basemaps: tuple[Path, ...] = (ROOT / "resources/basemaps",)
) -> MapOptions:
    return MapOptions(dist=DIST, basemaps=basemaps, cache=cache, layers=layers or (NOTHING,), home=HOME)


class Stage:
    """A shown map and everything around it."""

    def __init__(self, qtbot, made: MapOptions) -> None:
        self.qtbot = qtbot
        self.scene, self.selection, self.look, self.past = small_scene(), Selection(), Look(), Past()
        self.view = MapView(self.scene, self.selection, self.look, made, self.past)
        self.view.resize(*SIZE_PX)
        self.problems: list[tuple[str, str]] = []
        self.view.problem_reported.connect(lambda code, detail: self.problems.append((code, detail)))

    def open(self) -> Stage:
        with self.qtbot.waitSignal(self.view.ready, timeout=OPEN_MS):
            self.view.show()
        return self

    def close(self) -> None:
        self.view.shutdown()
        self.view.close()
        self.view.deleteLater()
        # Now, as the desk does: a web view that outlives the application takes the process down with it.
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)

    @property
    def surface(self) -> QWidget:
        """The widget that the page is drawn in and that takes its input."""
        return self.view.focusProxy().focusProxy()

    def pixel_of(self, lon: float, lat: float) -> QPoint:
        got: list[tuple[float, float]] = []
        self.view.pixel_of(lon, lat, lambda x, y: got.append((x, y)))
        self.qtbot.waitUntil(lambda: bool(got), timeout=WAIT_MS)
        return QPoint(round(got[0][0]), round(got[0][1]))

    def pixel_of_unit(self, number: int) -> QPoint:
        return self.pixel_of(*place_of(number))

    def picture(self) -> QImage:
        return self.view.grab().toImage()

    def shows(self, color: str, at: QPoint, reach_px: int = 12) -> bool:
        """Whether a colour is seen near a point."""
        return color_near(self.picture(), color, at, reach_px)

    def click(self, at: QPoint, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.mouseClick(self.surface, Qt.MouseButton.LeftButton, modifier, at)

    def drag(self, path: list[QPoint], modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.mousePress(self.surface, Qt.MouseButton.LeftButton, modifier, path[0])
        for point in path[1:]:
            QTest.mouseMove(self.surface, point)
        QTest.mouseRelease(self.surface, Qt.MouseButton.LeftButton, modifier, path[-1])

    def key(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(self.surface, key, modifier)

    def wait_for_units(self, *units: int) -> None:
        self.qtbot.waitUntil(lambda: set(self.selection.units) == set(units), timeout=WAIT_MS)


def color_near(picture: QImage, color: str, at: QPoint, reach_px: int) -> bool:
    wanted = QColor(color)
    for x in range(max(0, at.x() - reach_px), min(picture.width(), at.x() + reach_px + 1)):
        for y in range(max(0, at.y() - reach_px), min(picture.height(), at.y() + reach_px + 1)):
            seen = picture.pixelColor(x, y)
            if max(abs(a - b) for a, b in zip(seen.getRgb(), wanted.getRgb(), strict=True)) <= 3:
                return True
    return False


@pytest.fixture(scope="session")
def page_cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("page")


@pytest.fixture
def fleet_of() -> Callable[[int], Fixes]:
    """Fixes of so many units, all over the world."""

    def make(count: int) -> Fixes:
        random = np.random.default_rng(count)
        fixes = Fixes.zeros(count)
        fixes.unit[:] = np.arange(1, count + 1)
        fixes.lon_e7[:] = random.uniform(-180e7, 180e7, count)
        fixes.lat_e7[:] = random.uniform(-85e7, 85e7, count)
        return fixes

    return make


@pytest.fixture
def open_stage(qtbot, page_cache) -> Iterator[Callable[..., Stage]]:
    """Opens a map of its own for one test."""
    opened: list[Stage] = []

    def make(*layers: Layer, basemaps: tuple[Path, ...] = (ROOT / "resources/basemaps",)) -> Stage:
        stage = Stage(qtbot, options(page_cache, *layers, basemaps=basemaps))
        opened.append(stage)
        return stage.open()

    yield make
    for stage in opened:
        stage.close()
