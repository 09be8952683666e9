"""What the parts of the announcement dialog share."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from PySide6.QtCore import QObject, QSettings, Signal
from PySide6.QtWidgets import QWidget

from app.domain.errors import AppError
from app.voice.level import Level
from app.voice.playback import Playing
from app.voice.wave import RATE_HZ, Wave
from ui.announce.library import Library
from ui.announce.programme import Programme
from ui.bridge.jobs import Jobs
from ui.bridge.speech_engine import SpeechEngine
from ui.models.scene import Scene
from ui.models.selection import Selection
from ui.theme.look import Look
from ui.widgets.talk_port import SoundState


class Booth(Protocol):
    """Where an announcement is recorded and listened to; on the GUI thread.

    Signals:
        changed(): other devices, or none.
    """

    changed: Any

    @property
    def sound(self) -> SoundState: ...
    @property
    def recording(self) -> Playing | None:
        """What is listened to; None while nothing is."""
        ...

    def own_level(self) -> Level: ...

    def record(self, seconds: float, then: Callable[[Wave], None]) -> None:
        """Give back what the microphone hears from now on, after so long or when the take ends."""

    def end_take(self) -> None: ...
    def play_recording(self, wave: Wave) -> None: ...
    def stop_recording(self) -> None: ...


@dataclass(frozen=True, slots=True)
class AnnounceKit:
    """
    Args:
        engines: asked once, when a text is to be typed. settings: keeps the voice.
    """

    programme: Programme
    booth: Booth
    library: Library
    engines: Callable[[], tuple[SpeechEngine, ...]]
    scene: Scene
    selection: Selection
    jobs: Jobs
    settings: QSettings
    look: Look


@dataclass(frozen=True, slots=True)
class Take:
    """Something to announce.

    Args:
        name: what it is called, where it has a name. text: what is said, where that is known. wave: 48 kHz mono.
    """

    name: str
    text: str
    wave: Wave

    @property
    def duration_s(self) -> float:
        return self.wave.size / RATE_HZ


class SourcePage(QWidget):
    """One way to come by an announcement.

    Signals:
        changed(): there is another, or none.
        failed(AppError): it cannot be had.
    """

    changed = Signal()
    failed = Signal(object)

    @property
    @abstractmethod
    def is_ready(self) -> bool:
        """Whether ``fetch`` has something to give."""

    @property
    @abstractmethod
    def title(self) -> str:
        """What it might be called; empty for no idea."""

    @abstractmethod
    def fetch(self, then: Callable[[Take], None], owner: QObject) -> None:
        """Give what is chosen, spoken or typed now, at once or a little later; or tell why not."""

    def _fail(self, error: AppError) -> None:
        self.failed.emit(error)
