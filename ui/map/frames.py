"""The door where the page gets its next frame: as soon as there is news, after a second whatever there is."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import QObject, QTimer

from app.picture.changes import Changes
from ui.map.frame import FrameEncoder, Head, Mark, encode_frame, encode_unchanged
from ui.map.trails import Trails
from ui.models.scene import Scene
from ui.models.selection import Selection

#: The page waits no longer than this: ages are whole seconds.
WAIT_MS = 1000

Answer = Callable[[bytes], None]


class FrameDoor(QObject):
    """Holds the page's one open question until the scene or the selection changes.

    A token stands for what a frame shows. Who has the current one gets a short frame when a second has passed and
    nothing, not even an age, is different.
    """

    def __init__(self, scene: Scene, selection: Selection, trails: Trails, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._scene, self._selection, self._trails = scene, selection, trails
        self._encoder = FrameEncoder()
        self._waiting: tuple[int, Answer] | None = None
        self._has_news = True
        self._token = 0
        self._shown: object = None
        self._roster_version = 0
        self._selection_version = 0
        self._cameras_version = 0
        self._talking: frozenset[int] = frozenset()
        self._timer = QTimer(self, singleShot=True, interval=WAIT_MS)
        self._timer.timeout.connect(self._answer)
        scene.changed.connect(self._on_changed)
        scene.fixes_arrived.connect(self._on_news)
        scene.replaced.connect(self._on_replaced)
        selection.changed.connect(self._on_selection)
        selection.followed_changed.connect(self._on_selection)
        selection.camera_changed.connect(self._on_news)
        self._on_replaced()
        self._on_selection()

    def ask(self, have: int, answer: Answer) -> None:
        """The page has the frame with this token (0: none) and wants the next.

        ``answer`` is called once, now or later. A question that still waits is answered now.
        """
        self._answer()
        self._waiting = (have, answer)
        if self._has_news or have != self._token:
            self._answer()
        else:
            self._timer.start()

    def set_talking(self, units: Iterable[int]) -> None:
        """Those that talk or are talked to, and no others, get the second ring."""
        talking = frozenset(units)
        if talking != self._talking:
            self._talking = talking
            self._on_selection()

    def beat(self) -> None:
        """Something else than scene and selection changed: the trails."""
        self._on_news()

    def _answer(self) -> None:
        self._timer.stop()
        if self._waiting is None:
            return
        (have, answer), self._waiting = self._waiting, None
        answer(self._next_frame(have))

    def _next_frame(self, have: int) -> bytes:
        self._has_news = False
        fleet, now_ms = self._scene.fleet, self._scene.clock.now_ms()
        columns = self._encoder.columns(fleet.fixes(), fleet.version, now_ms)
        versions = (self._roster_version, self._selection_version, self._trails.version, self._cameras_version)
        shown = (versions, self._selection.camera, columns)
        if shown != self._shown:
            self._shown = shown
            self._token += 1
        head = Head(
            token=self._token,
            at_ms=now_ms,
            roster_version=self._roster_version,
            selection_version=self._selection_version,
            trails_version=self._trails.version,
            primary=self._selection.primary or 0,
            followed=self._selection.followed or 0,
            cameras_version=self._cameras_version,
            camera=self._selection.camera or 0,
        )
        return encode_unchanged(head) if have == self._token else encode_frame(head, columns)

    def _on_changed(self, changes: Changes) -> None:
        units = self._scene.picture.units
        if changes.cameras:
            self._cameras_version += 1
            self._on_news()
        if changes.units or changes.positions_gone:
            self._encoder.set_units((number, units.get(number)) for number in changes.units)
            self._roster_version += 1
            self._on_news()

    def _on_replaced(self) -> None:
        self._encoder.forget_units()
        self._encoder.set_units(self._scene.picture.units.items())
        self._roster_version += 1
        self._cameras_version += 1
        self._on_news()

    def _on_selection(self) -> None:
        marks = dict.fromkeys(self._selection.units, Mark.SELECTED)
        followed = self._selection.followed
        if followed is not None:
            marks[followed] = marks.get(followed, Mark(0)) | Mark.FOLLOWED
        for unit in self._talking:
            marks[unit] = marks.get(unit, Mark(0)) | Mark.TALKING
        self._encoder.set_marks(marks)
        self._selection_version += 1
        self._on_news()

    def _on_news(self, _: object = None) -> None:
        self._has_news = True
        self._answer()
