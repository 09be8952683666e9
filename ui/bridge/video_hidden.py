"""Hidden offers: terminals that neither push nor have an address, but whose video a media server may have.

Which media server that is stands in the station's settings, not in the picture; so the station is asked.
"""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QObject, Signal

from app.domain.errors import AppError
from app.domain.stream import StreamTicket
from ui.bridge.jobs import Jobs
from ui.bridge.video_status import VideoDoor
from ui.models.video_sources import VideoSources

#: The only reason behind which an offer may hide.
_ABSENT = "stream.absent"


class HiddenOffers(QObject):
    """Asks once for each terminal that comes to be shown, and not again while it is.

    Signals:
        found(): one more has an offer.
    """

    found = Signal()

    def __init__(self, sources: VideoSources, door: VideoDoor, jobs: Jobs, parent: QObject) -> None:
        super().__init__(parent)
        self._sources, self._door, self._jobs = sources, door, jobs
        #: What was asked for, and whether there is something; False while nobody knows.
        self._asked: dict[int, bool] = {}

    def __contains__(self, source: int) -> bool:
        return self._asked.get(source, False) and self._may_hide(source)

    def look(self, shown: Iterable[int]) -> None:
        """These are shown now; ask for those that were not before."""
        candidates = {source for source in shown if self._may_hide(source)}
        self._asked = {source: has for source, has in self._asked.items() if source in candidates}
        for source in candidates - self._asked.keys():
            self._asked[source] = False
            self._ask(source)

    def _ask(self, source: int) -> None:
        def on_ticket(_: StreamTicket) -> None:
            if source in self._asked:
                self._asked[source] = True
                self.found.emit()

        def on_error(_: AppError) -> None:
            """What the picture says of it stands."""

        self._jobs.run(lambda: self._door.ticket(source), on_ticket, on_error, self)

    def _may_hide(self, source: int) -> bool:
        why = self._sources.why_none(source)
        return why is not None and why.code == _ABSENT
