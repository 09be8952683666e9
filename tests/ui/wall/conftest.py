from __future__ import annotations

from dataclasses import dataclass, field

import pytest
from PySide6.QtCore import QObject, Signal

from app.domain.camera import Camera
from app.domain.fixes import Fixes
from app.domain.snapshot import Snapshot
from app.domain.stream import Container, Stream
from app.domain.terminal import Terminal, TerminalKind
from app.domain.unit import UnitStatus
from app.media.budget import Limits, Load
from tests.ui.widgets.fakes import AT, StillClock, scene_of, unit
from ui.bridge.video_status import SourceState, SourceStatus
from ui.models.selection import Selection
from ui.models.video_sources import VideoSources
from ui.theme.look import Look
from ui.wall.actions import WallActions
from ui.wall.board import WallBoard
from ui.wall.kit import WallKit
from ui.wall.pane import WallPane
from ui.wall.plan import WallPlan
from ui.wall.tour_book import TourBook

#: Units 1 to 6 carry terminals 11 to 16; the first four send. Unit 7 carries nothing.
UNITS = (
    unit(1, "D-01", name="Kluuvi"),
    unit(2, "D-02", name="Kamppi", status=UnitStatus.EN_ROUTE),
    unit(3, "V-03", name="Harbour"),
    unit(4, "S-04", name="Market"),
    unit(5, "D-05", name="Station"),
    unit(6, "D-06", name="Depot", status=UnitStatus.OFF_DUTY),
    unit(7, "V-07", name="On foot"),
)
CAMERA = 21
BODY_CAMERA = 31
HELSINKI = (24.944, 60.1715)


def terminal(number: int, unit: int) -> Terminal:
    return Terminal(number=number, kind=TerminalKind.BODY_CAMERA, unit=unit)


def stream(of: int) -> Stream:
    return Stream(terminal=of, number=1, container=Container.MPEG_TS, started_at=AT, width=640, height=360)


TERMINALS = (*(terminal(10 + n, n) for n in range(1, 7)), terminal(BODY_CAMERA, 5))
STREAMS = tuple(stream(number) for number in (11, 12, 13, 14))
CAMERAS = (Camera(number=CAMERA, name="Gate north", lon_deg=24.95, lat_deg=60.17, pulls_from="rtsp://gate"),)


class FakeVideos(QObject):
    """Tells what it is told to tell, and remembers who is attached."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.limits, self.load = Limits(2.0, 50e6), Load(0.0, 0.0)
        self.screens: list[object] = []
        self.statuses: dict[int, SourceStatus] = {}

    def attach(self, screen):
        self.screens.append(screen)

    def detach(self, screen):
        self.screens.remove(screen)

    def refresh(self, screen):
        assert screen in self.screens

    def status(self, source):
        return self.statuses.get(source, SourceStatus(source, SourceState.OFF))

    def showing(self, source: int):
        """What the screen of this source shows; None where there is none."""
        shown = (screen.showing() for screen in self.screens)
        return next((one for one in shown if one is not None and one.source == source), None)

    @property
    def seen(self) -> list[int]:
        """The sources that somebody can see now, in ascending order."""
        shown = (screen.showing() for screen in self.screens)
        return sorted(one.source for one in shown if one is not None and one.is_visible)

    def say(self, source: int, state: SourceState, **more: object) -> None:
        """What the source is doing from now on; its screens are told."""
        self.statuses[source] = SourceStatus(source, state, **more)
        for screen in self.screens:
            showing = screen.showing()
            if showing is not None and showing.source == source:
                screen.tell(self.statuses[source])

    @property
    def sources(self) -> list[int]:
        return [showing.source for screen in self.screens if (showing := screen.showing()) is not None]


@dataclass
class Wall:
    """A board among stand-ins, and hands to change the world around it."""

    kit: WallKit
    board: WallBoard
    now: list[float]
    failures: list[str] = field(default_factory=list)

    def pass_s(self, seconds: float) -> None:
        """Let time go by, half a second at a time, as the board's own timer would."""
        for _ in range(round(seconds * 2)):
            self.now[0] += 0.5
            self.board._on_tick()

    def place(self, **places: tuple[float, float]) -> None:
        """Put units, by ``u1`` and so on, where they are now: (east, north) of Helsinki in metres."""
        lon, lat = HELSINKI
        at_ms = self.kit.scene.clock.now_ms()
        rows = [
            (int(name[1:]), at_ms, lon + east / 55_400, lat + north / 111_200)
            for name, (east, north) in places.items()
        ]
        self.kit.scene.clock.pass_s(1)
        self.kit.scene.apply_fixes(Fixes.of(rows))
        self.kit.scene.show_now()

    @property
    def selection(self) -> Selection:
        return self.kit.selection

    @property
    def notes(self) -> list[str]:
        return [face.note for face in self.board.faces]


@pytest.fixture
def look(qapp):
    look = Look()
    look.dress(qapp)
    yield look
    qapp.setStyleSheet("")


@pytest.fixture
def now():
    return [0.0]


@pytest.fixture
def kit(look, now, tmp_path):
    scene = scene_of(StillClock(), units=UNITS, terminals=TERMINALS, streams=STREAMS, cameras=CAMERAS)
    yield WallKit(
        scene=scene,
        selection=Selection(),
        videos=FakeVideos(),
        sources=VideoSources(scene),
        tours=TourBook(),
        look=look,
        snapshots=tmp_path / "pictures",
        now_s=lambda: now[0],
    )
    scene.deleteLater()


@pytest.fixture
def make_wall(kit, now):
    made = []

    def make(plan: WallPlan | None = None) -> Wall:
        wall = Wall(kit, WallBoard(kit, plan or WallPlan("four"), lambda _: (640, 360)), now)
        wall.board.failed.connect(lambda error: wall.failures.append(error.code))
        wall.board.set_watched(True)
        made.append(wall.board)
        return wall

    yield make
    for board in made:
        board.stop()


class FakeWalls(QObject):
    """The walls of a desk, as far as actions know them: one pane."""

    def __init__(self) -> None:
        super().__init__()
        self.pane: object = None
        self.asked: list[str] = []

    @property
    def current(self):
        return self.pane

    def at_hand(self):
        return self.pane

    def __getattr__(self, name):
        if name in ("add_selection", "open_tours", "open_window", "toggle_full_screen"):
            return lambda: self.asked.append(name)
        raise AttributeError(name)


@pytest.fixture
def make_pane(kit, qtbot):
    """A pane that is shown, 1280 × 760, and has the keys."""
    made = []

    def make(plan: WallPlan | None = None, kit: WallKit = kit) -> WallPane:
        walls = FakeWalls()
        actions = WallActions(walls, kit.look)
        walls.pane = pane = WallPane(kit, plan or WallPlan("four"), actions)
        pane.walls, pane.actions_of_wall = walls, actions
        made.append(pane)
        qtbot.addWidget(pane)
        pane.resize(1280, 760)
        with qtbot.waitActive(pane):
            pane.show()
            pane.activateWindow()
        pane.setFocus()
        return pane

    yield make
    for pane in made:
        pane.close_wall()


@pytest.fixture
def pane(make_pane):
    return make_pane()


@pytest.fixture
def wall(make_wall):
    return make_wall()


def snapshot_of(scene, **rows) -> Snapshot:
    """The scene's picture with other rows."""
    picture = scene.picture.to_snapshot(AT, "test")
    return picture.model_copy(update={"seq": picture.seq + 1, **rows})
