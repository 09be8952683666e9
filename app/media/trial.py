"""A trial: one opening of a source for its first picture, to see whether an address is right."""

from __future__ import annotations

from dataclasses import dataclass, field

from app.domain.errors import AppError
from app.media.frame import Frame, Scaler
from app.media.session import Session
from app.media.source import Source
from app.media.state import Patience, Wish


@dataclass(frozen=True, slots=True)
class Sight:
    """What a trial has seen.

    Args:
        frame: the first picture, inside the size that was asked for.
        codec: as FFmpeg names it, e.g. ``h264``.
    """

    frame: Frame = field(repr=False)
    codec: str


class Trial:
    """``run`` belongs to one thread, ``abort`` to any.

    Args:
        size: that the picture is to fit into, pixels (width, height).
    """

    def __init__(self, source: Source, size: tuple[int, int]) -> None:
        self._wish = Wish(size)
        self._frame: Frame | None = None
        self._session = Session(source, lambda: self._wish, self._keep, Scaler(), Patience().silent_s)

    def run(self) -> Sight:
        """Blocks until there is a picture, or a reason why there is none.

        Raises:
            AppError: see ``Session.run``; ``stream.interrupted`` after ``abort``.
        """
        try:
            self._session.run(lambda: None)
        except AppError:
            # The first picture ends the session, too.
            if self._frame is None:
                raise
        if self._frame is None:
            raise AppError("stream.no_video")
        return Sight(self._frame, self._session.figures.codec)

    def abort(self) -> None:
        """End it: at once over HTTP, with FFmpeg's next packet or time limit otherwise."""
        self._session.abort()

    def _keep(self, frame: Frame) -> None:
        if self._frame is None:
            self._frame = frame
            self._session.abort()
