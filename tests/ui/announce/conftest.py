from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from PySide6.QtCore import QObject, QSettings, Signal
from PySide6.QtWidgets import QWidget

from app.domain.audience import AgencyAudience
from app.domain.event import TalkgroupRegistered, VoiceLinked
from app.domain.talk import Talkgroup, VoiceLink, VoicePath
from app.voice.level import Level
from app.voice.playback import Playing
from app.voice.wave import Wave
from tests.ui.announce.fakes import FakeEngine, FakeMouth
from tests.ui.widgets.fakes import happen, scene_of
from ui.announce.dialog import AnnouncementDialog
from ui.announce.kit import AnnounceKit
from ui.announce.library import Library
from ui.announce.programme import Programme
from ui.bridge.jobs import Jobs
from ui.models.scene import Scene
from ui.models.selection import Selection
from ui.theme.look import Look
from ui.widgets.talk_port import SoundState

PATROL = 31


class FakeBooth(QObject):
    """Records what the test says, and plays in no time at all."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.sound = SoundState("Mic", "Loop")
        self.recording: Playing | None = None
        self.played: list[Wave] = []
        self.hears: Wave | None = None
        self._then: Callable[[Wave], None] | None = None

    def own_level(self) -> Level:
        return Level(-15, -9)

    def record(self, seconds: float, then: Callable[[Wave], None]) -> None:
        self._then = then

    def end_take(self) -> None:
        then, self._then = self._then, None
        if then is not None and self.hears is not None:
            then(self.hears)

    def play_recording(self, wave: Wave) -> None:
        self.played.append(wave)

    def stop_recording(self) -> None:
        self.recording = None


@dataclass
class Stand:
    dialog: AnnouncementDialog
    mouth: FakeMouth
    booth: FakeBooth
    engine: FakeEngine
    engines: list[FakeEngine]
    library: Library
    programme: Programme
    scene: Scene
    selection: Selection
    look: Look


@pytest.fixture
def stand(qapp, tmp_path, qtbot):
    look, scene, selection, jobs = Look(), scene_of(), Selection(), Jobs(1)
    look.dress(qapp)
    happen(
        scene,
        TalkgroupRegistered(
            talkgroup=Talkgroup(number=PATROL, name="Patrol", audience=AgencyAudience(agency="Patrol police"))
        ),
        VoiceLinked(link=VoiceLink(terminal=11, path=VoicePath.UDP)),
    )
    mouth, booth, engine, engines = FakeMouth(), FakeBooth(), FakeEngine(), []
    engines.append(engine)
    programme, library = Programme(mouth, scene), Library(tmp_path / "announcements")
    kit = AnnounceKit(
        programme=programme,
        booth=booth,
        library=library,
        engines=lambda: tuple(engines),
        scene=scene,
        selection=selection,
        jobs=jobs,
        settings=QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat),
        look=look,
    )
    window = QWidget()
    qtbot.addWidget(window)
    dialog = AnnouncementDialog(kit, window)
    with qtbot.waitActive(dialog):
        dialog.open_for_selection()
    yield Stand(dialog, mouth, booth, engine, engines, library, programme, scene, selection, look)
    dialog.hide()
    programme.stop()
    jobs.shutdown()
    qapp.setStyleSheet("")
