"""The visit: what somebody does who looks at the demo for a while, so that there is something to measure."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from app.domain.errors import AppError
from ui.demo_talk import DemoTalk
from ui.models.video_sources import Offer
from ui.workplace import Workplace

#: Before this a wall has little to show; a visit that leaves no time for it goes without.
_WALL_FROM_S = 6.0
_WALL_AT_MOST_S = 20.0
#: How long the map glides to and fro at the end, so that its rate can be told.
_GLIDE_S = 2.0
_GLIDES_S = 2 * _GLIDE_S + 1
#: What the wall is opened for, and then the map, may be late on a busy machine; the visit waits, but not for ever.
_LATE_AT_MOST_S, _MAP_LATE_AT_MOST_S = 60.0, 60.0
_LOOK_EVERY_MS = 500
#: A map that was hidden is given this long to be there again before it is moved.
_SETTLE_S = 1.5
#: After the wall was opened, when the visit begins to talk.
_SAY_AFTER_S = 1.0
#: It talks again so long before it is photographed.
_TALK_BEFORE_S = 1.5
#: Sources that begin while the wall is looked at are put on it.
_FILL_EVERY_MS = 1000


class DemoVisit(QObject):
    """
    Args:
        seconds: how long it lasts, screenshots not counted; longer only where there is something to wait for.
        screenshots: folder for a PNG of every perspective and of the talk log.
        has_seen: whether all came that the wall is opened for. It stays open a while longer until it did.
        glides_seen: how often it was told that the map has moved; it glides again until that is more than before.
    Signals:
        seen(): all was seen; what comes now are photographs, which no desk takes of itself.
        over(): all was photographed, too.
        failed(AppError): the screenshots cannot be written.
    """

    seen = Signal()
    over = Signal()
    failed = Signal(object)

    def __init__(
        self,
        workplace: Workplace,
        seconds: float,
        screenshots: Path | None,
        has_seen: Callable[[], bool],
        glides_seen: Callable[[], int],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._workplace, self._seconds, self._screenshots = workplace, seconds, screenshots
        self._has_seen, self._glides_seen = has_seen, glides_seen
        assert workplace.voice is not None
        self._talk = DemoTalk(workplace.voice, workplace.scene, self)
        self._filling = QTimer(self, interval=_FILL_EVERY_MS)
        self._filling.timeout.connect(self._fill_wall)
        self._closing = QTimer(self, interval=_LOOK_EVERY_MS)
        self._closing.timeout.connect(self._close_wall)
        self._late_until_s, self._seen_before = 0.0, 0

    @property
    def shows_wall(self) -> bool:
        """Whether there is time for the wall, and for talk."""
        return self._seconds - _GLIDES_S - _SETTLE_S > _WALL_FROM_S + 4

    def start(self) -> None:
        glide_at_s = max(self._seconds - _GLIDES_S, 0.0)
        if self.shows_wall:
            close_at_s = glide_at_s - _SETTLE_S
            open_at_s = max(_WALL_FROM_S, close_at_s - _WALL_AT_MOST_S)
            self._at(open_at_s, self._open_wall)
            self._at(open_at_s + _SAY_AFTER_S, self._talk.say_and_shout)
            self._at(close_at_s, self._begin_to_close)
        else:
            self._at(glide_at_s, self._glide)
            self._at(self._seconds, self._photograph)

    def _at(self, moment_s: float, do: Callable[[], None]) -> None:
        # A coarse one may be off by a twentieth: what comes first would come last.
        timer = QTimer(self, singleShot=True, timerType=Qt.TimerType.PreciseTimer, interval=round(moment_s * 1000))
        timer.timeout.connect(do)
        timer.start()

    def _open_wall(self) -> None:
        self._workplace.window.dock_host.open("wall")
        self._fill_wall()
        self._filling.start()

    def _fill_wall(self) -> None:
        sources, picture = self._workplace.video_sources, self._workplace.scene.picture
        if any(sources.offer(number) is Offer.PUSH for number in picture.streams) or picture.cameras:
            self._workplace.walls.main.board.add_live()

    def _begin_to_close(self) -> None:
        self._late_until_s = time.monotonic() + _LATE_AT_MOST_S
        self._closing.start()
        self._close_wall()

    def _close_wall(self) -> None:
        if not self._has_seen() and time.monotonic() < self._late_until_s:
            return
        self._closing.stop()
        self._filling.stop()
        self._workplace.window.dock_host.open("dispatch")
        self._late_until_s, self._seen_before = time.monotonic() + _MAP_LATE_AT_MOST_S, self._glides_seen()
        self._at(_SETTLE_S, self._show_map)

    def _show_map(self) -> None:
        self._glide()
        self._at(_GLIDES_S - _TALK_BEFORE_S, self._leave_map)

    def _leave_map(self) -> None:
        if self._glides_seen() == self._seen_before and time.monotonic() < self._late_until_s:
            self._show_map()
            return
        self._talk.begin()
        self._at(_TALK_BEFORE_S, self._photograph)

    def _glide(self) -> None:
        """Choose a unit, one with video if there is one, and pan the map."""
        scene, map_view = self._workplace.scene, self._workplace.map_view
        self._workplace.selection.set(sorted(scene.fleet.fixes().unit.tolist(), key=self._interest)[:1])
        map_view.pan_by(300, 0, _GLIDE_S)
        QTimer.singleShot(int(_GLIDE_S * 1000) + 100, self, lambda: map_view.pan_by(-300, 0, _GLIDE_S))

    def _interest(self, unit: int) -> tuple[bool, float]:
        source = self._workplace.video_sources.of_unit(unit)
        has_video = source is not None and self._workplace.video_sources.offer(source) is Offer.PUSH
        return not has_video, self._workplace.scene.age_s(unit) or 0.0

    def _photograph(self) -> None:
        """Every perspective, the open one first: there the desk talks, and then shows its talk log."""
        self.seen.emit()
        if self._screenshots is None:
            self._talk.end()
            self.over.emit()
            return
        window = self._workplace.window
        here = window.dock_host.current.name
        scenes: list[tuple[str, Callable[[], None]]] = [("talk_log", self._open_log)]
        scenes += [
            (name, partial(window.dock_host.open, name)) for name in window.perspective_names if name != here
        ]
        self._photograph_next(here, scenes)

    def _photograph_next(self, name: str, scenes: list[tuple[str, Callable[[], None]]]) -> None:
        """What is there, and then what the scenes have."""
        try:
            self._take(name)
        except AppError as error:
            self.failed.emit(error)
            return
        self._talk.end()
        if not scenes:
            self.over.emit()
            return
        (following, show), *rest = scenes
        show()
        QTimer.singleShot(int(_SETTLE_S * 1000), self, lambda: self._photograph_next(following, rest))

    def _open_log(self) -> None:
        """At what was said here last, and is over."""
        self._workplace.talk_log.open()
        here, bursts = self._workplace.operator.number, self._workplace.scene.picture.bursts.values()
        said = [burst.number for burst in bursts if burst.by == here and burst.end is not None]
        self._workplace.talk_log.pane.choose(max(said, default=0))

    def _take(self, name: str) -> None:
        assert self._screenshots is not None
        file = self._screenshots / f"{name}.png"
        try:
            self._screenshots.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise AppError(
                "report.not_writable", file=str(self._screenshots), reason=error.strerror or ""
            ) from error
        if not self._workplace.window.grab().save(str(file)):
            raise AppError("report.not_writable", file=str(file), reason="")
