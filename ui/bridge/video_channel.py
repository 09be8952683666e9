"""A channel: one source's reader, shared by all screens that show it."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from app.domain.errors import AppError
from app.domain.pull import RtspTransport
from app.domain.stream import StreamTicket
from app.media.budget import SUB_HEIGHT, Tile
from app.media.cost import Cost, Step, assumed, measured, wish_for
from app.media.frame import Frame
from app.media.gate import OpeningGate
from app.media.reader import StreamReader
from app.media.source import Quality, Source, source_of
from app.media.state import Figures, ReaderState, Wish
from app.media.watchdog import Watchdog
from ui.bridge.video_status import Limit, Screen, Showing, SourceState, SourceStatus

#: Figures cover two seconds, so a step has been measured after that.
_MEASURED_S = 2.5
#: Of a stream that nothing is known of.
_USUAL = assumed(1280, 720, 25.0, 2.5e6)
_USUAL_SUB = assumed(640, 360, 15.0, 0.5e6)


class Tickets:
    """Where a source is read from, asked on the reader's thread before each opening."""

    def __init__(self, source: int, ask: Callable[[int], StreamTicket], ca_file: Path | None) -> None:
        self._source, self._ask, self._ca_file = source, ask, ca_file
        self._lock = threading.Lock()
        #: Whether the source has a smaller stream beside its main one.
        self.has_sub = False

    def __call__(self, quality: Quality) -> Source:
        ticket = self._ask(self._source)
        self.has_sub = bool(ticket.sub_url)
        is_sub = self.has_sub and quality is not Quality.MAIN
        serves = frozenset(Quality)
        if self.has_sub:
            serves = frozenset({Quality.SUB, Quality.THUMBNAIL} if is_sub else {Quality.MAIN})
        return source_of(
            ticket.sub_url if is_sub else ticket.url,
            udp=ticket.transport is RtspTransport.UDP,
            serves=serves,
            # Only the station's own address expires; a camera's certificate is not for its authority to sign.
            ca_file=self._ca_file if ticket.expires_at is not None else None,
        )


class Channel:
    """Lives on the GUI thread; nothing here blocks.

    Args:
        on_news: called on the reader's thread when a first picture has come after none.
    """

    def __init__(
        self,
        source: int,
        tickets: Tickets,
        gate: OpeningGate,
        watchdog: Watchdog,
        on_news: Callable[[], None],
    ) -> None:
        self.source = source
        self._tickets, self._gate, self._watchdog, self._on_news = tickets, gate, watchdog, on_news
        self.reader: StreamReader | None = None
        self.showings: list[Showing] = []
        #: Those that are seen.
        self.screens: list[Screen] = []
        self.step = Step.OFF
        self.cut_by: Limit | None = None
        self._stepped_at = 0.0
        self._costs: dict[Quality, Cost] = {}
        #: What the station said of the stream last, and whether its terminal can be asked for a smaller one.
        self._told: tuple[int, int, float] | None = None
        self._takes_wishes = False
        #: The newest picture, for a screen that comes later.
        self.frame: Frame | None = None
        #: Since when nobody sees it, monotonic.
        self.unseen_since: float | None = None

    @property
    def height(self) -> int:
        """Pixels, of the largest screen that shows it and is seen; 0 when none is."""
        return max((showing.size[1] for showing in self._seen()), default=0)

    @property
    def size(self) -> tuple[int, int]:
        """Of that screen."""
        return max((showing.size for showing in self._seen()), key=lambda size: size[0] * size[1], default=(1, 1))

    @property
    def is_audible(self) -> bool:
        return any(showing.is_audible for showing in self._seen())

    def tile(self) -> Tile:
        """This source as the budget sees it: as much as the most demanding of its screens."""
        seen = self._seen()
        self._measure()
        return Tile(
            key=self.source,
            height=self.height,
            is_visible=bool(seen),
            is_focused=any(showing.is_focused for showing in seen),
            importance=max((showing.importance for showing in seen), default=0),
            main=self._costs.get(Quality.MAIN, _USUAL),
            sub=self._costs.get(Quality.SUB, _USUAL_SUB) if self._has_sub else None,
        )

    def give(self, step: Step, cut_by: Limit | None) -> None:
        """Show at this step from now on; not OFF."""
        if step is not self.step:
            self.step, self._stepped_at = step, time.monotonic()
        self.cut_by = cut_by
        seen = self._seen()
        hears = any(showing.hears or showing.is_audible for showing in seen)
        wish = wish_for(step, self.size, hears=hears)
        self._want(replace(wish, is_audible=self.is_audible))

    def pause(self) -> None:
        """Nobody sees it for a moment: decode nothing, but stay connected."""
        if self.reader is not None:
            self.step, self.cut_by = Step.OFF, None
            self.reader.set_wish(replace(self.reader.wish, is_paused=True, hears=False, is_audible=False))

    def _want(self, wish: Wish) -> None:
        if self.reader is not None:
            if self.reader.wish != wish:
                self.reader.set_wish(wish)
            return
        self.reader = StreamReader(
            self._tickets,
            wish,
            gate=self._gate,
            watchdog=self._watchdog,
            name=f"source {self.source}",
            on_news=self._on_news,
        )
        self.reader.start()

    def take_reader(self) -> StreamReader | None:
        """Let go of the reader, for somebody else to end it."""
        reader, self.reader = self.reader, None
        self.step, self.frame = Step.OFF, None
        return reader

    def status(self, none: AppError | None) -> SourceStatus:
        """
        Args:
            none: why the source has nothing to offer, if that is so.
        """
        if self.reader is None:
            if none is not None:
                return SourceStatus(self.source, SourceState.NONE, none)
            return SourceStatus(self.source, SourceState.OFF, cut_by=self.cut_by)
        status = self.reader.status()
        figures = status.figures
        state = SourceState.OFF if status.state is ReaderState.STOPPED else SourceState(status.state.value)
        return SourceStatus(
            self.source,
            state,
            status.reason,
            status.picture_age_s,
            figures.delay_ms,
            figures.shown_fps,
            figures.bytes_per_s * 8,
            self.step,
            self.cut_by,
            figures.level,
            status.retry_in_s,
            figures.has_sound,
        )

    def expect(self, width: int, height: int, bitrate_bps: float, *, takes_wishes: bool) -> None:
        """What the station says of the stream, until it has been measured here."""
        self._takes_wishes = takes_wishes
        told = (width, height, bitrate_bps)
        if not width or told == self._told:
            return
        self._told = told
        cost = assumed(width, height, 25.0, bitrate_bps)
        self._costs.setdefault(Quality.MAIN, cost)
        if takes_wishes and self.step is Step.OFF and self.cut_by is not None:
            # It was too much, its terminal was asked for less, and this is what came of it.
            self._costs[Quality.SUB] = cost

    @property
    def height_asked(self) -> int:
        """Pixels that its terminal is to send for; 0 for nothing."""
        if self.step is Step.OFF and self.cut_by is not None:
            # The least that there is: nothing at all would look like its end, and nobody could give it back.
            return min(self.height, 1)
        return min(self.height, SUB_HEIGHT) if self.step.quality is Quality.SUB and self._has_sub else self.height

    @property
    def _has_sub(self) -> bool:
        """Whether it can be had for less: by another address, or because its terminal is asked."""
        return self._tickets.has_sub or self._takes_wishes

    @property
    def figures(self) -> Figures:
        return Figures() if self.reader is None else self.reader.figures

    @property
    def is_live(self) -> bool:
        return self.reader is not None and self.reader.is_live

    def _seen(self) -> list[Showing]:
        return [showing for showing in self.showings if showing.is_visible]

    def _measure(self) -> None:
        if self.reader is None or self.step is Step.OFF or time.monotonic() - self._stepped_at < _MEASURED_S:
            return
        figures = self.reader.figures
        if figures.shown_fps > 0:
            quality = self.step.quality if self._has_sub else Quality.MAIN
            self._costs[quality] = measured(figures, self.step)
