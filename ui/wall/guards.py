"""Guards: the tours that run on one wall, each with its next source opened ahead of its turn."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from app.media.frame import Frame
from ui.bridge.video_status import Showing, SourceState, SourceStatus
from ui.wall.kit import WallKit
from ui.wall.tour import Condition, TourRun

#: Nothing is pushed and no address is known; a media server may have it all the same.
_ABSENT = "stream.absent"
_DEAD = (SourceState.NONE, SourceState.STALE, SourceState.RETRYING, SourceState.ENDED)


class Ahead:
    """A screen that nobody looks at: it has a source opened at the size of the tile that will show it next."""

    def __init__(self, source: int, size: tuple[int, int]) -> None:
        self.source = source
        self._size = size
        self.has_picture = False
        self.is_dead = False

    def showing(self) -> Showing:
        return Showing(self.source, self._size)

    def show(self, frame: Frame) -> None:
        del frame
        self.has_picture = True

    def tell(self, status: SourceStatus) -> None:
        self.is_dead = status.state in _DEAD


class Scout:
    """A screen that shows nothing: while it is there, ``Videos`` knows whether there is anything to be seen."""

    def __init__(self, source: int) -> None:
        self._source = source

    def showing(self) -> Showing:
        return Showing(self._source, (1, 1), is_visible=False)

    def show(self, frame: Frame) -> None:
        """Nobody looks."""

    def tell(self, status: SourceStatus) -> None:
        """It is asked for when it matters."""


class Guards:
    """
    Args:
        size_of: by tour, device pixels of the tile that it runs in.
    """

    def __init__(self, kit: WallKit, size_of: Callable[[int], tuple[int, int]]) -> None:
        self._kit, self._size_of = kit, size_of
        self._runs: dict[int, TourRun] = {}
        self._ahead: dict[int, Ahead] = {}
        self._scouts: dict[int, Scout] = {}

    def run(self, tour: int) -> TourRun | None:
        return self._runs.get(tour)

    def set(self, tours: Iterable[int]) -> None:
        """These run, no others; one that ran already goes on where it was, unless it has other stops now."""
        wanted = set(tours)
        for number in list(self._runs):
            if number not in wanted or self._runs[number].tour != self._kit.tours.of(number):
                self._drop_ahead(number)
                del self._runs[number]
        for number in wanted - self._runs.keys():
            tour = self._kit.tours.of(number)
            if tour is not None:
                self._runs[number] = TourRun(tour, self._condition, self._kit.now_s())

    def tick(self) -> bool:
        """True when any of them shows another source than before."""
        self._send_scouts()
        now_s = self._kit.now_s()
        changed = [run.tick(now_s) for run in self._runs.values()]
        self._open_ahead()
        return any(changed)

    def rest(self) -> None:
        """Nobody sees this wall: open nothing ahead."""
        for number in list(self._ahead):
            self._drop_ahead(number)
        for scout in self._scouts.values():
            self._kit.videos.detach(scout)
        self._scouts.clear()

    def _send_scouts(self) -> None:
        """To every stop: that a media server has its video is known to the station alone."""
        stops = {stop.source for run in self._runs.values() for stop in run.tour.stops}
        for source in self._scouts.keys() - stops:
            self._kit.videos.detach(self._scouts.pop(source))
        for source in stops - self._scouts.keys():
            self._scouts[source] = Scout(source)
            self._kit.videos.attach(self._scouts[source])

    def _open_ahead(self) -> None:
        now_s = self._kit.now_s()
        for number, run in self._runs.items():
            source = run.ahead(now_s)
            held = self._ahead.get(number)
            if source == (held.source if held is not None else None):
                continue
            self._drop_ahead(number)
            if source is not None:
                self._ahead[number] = Ahead(source, self._size_of(number))
                self._kit.videos.attach(self._ahead[number])

    def _drop_ahead(self, number: int) -> None:
        held = self._ahead.pop(number, None)
        if held is not None:
            self._kit.videos.detach(held)

    def _condition(self, source: int) -> Condition:
        why = self._kit.sources.why_none(source)
        if why is not None and why.code != _ABSENT:
            return Condition.DEAD
        ahead = next((one for one in self._ahead.values() if one.source == source), None)
        if ahead is not None:
            if ahead.is_dead:
                return Condition.DEAD
            return Condition.READY if ahead.has_picture else Condition.OPENING
        state = self._kit.videos.status(source).state
        if state is SourceState.LIVE:
            return Condition.READY
        return Condition.DEAD if state in _DEAD else Condition.OPENING
