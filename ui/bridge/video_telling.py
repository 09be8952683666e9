"""Telling: how sources are, to the screens that show them; no more often than somebody can read it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from ui.bridge.video_channel import Channel
from ui.bridge.video_status import Screen, Showing, SourceState, SourceStatus


class Telling:
    """
    Args:
        status: of a source, now. That of a wall takes a millisecond, so it is asked for what will be told alone.
    """

    def __init__(self, status: Callable[[int], SourceStatus]) -> None:
        self._status = status
        self._told: dict[int, SourceState] = {}

    def tell(
        self, screens: Mapping[Screen, Showing | None], channels: Mapping[int, Channel], *, is_full: bool
    ) -> None:
        """
        Args:
            is_full: of those too that were live and still are: their figures need to be read, not to flicker.
        """
        shown = [channel for channel in channels.values() if channel.showings]
        due = [channel.source for channel in shown if is_full or not self._is_calm(channel)]
        statuses = {source: self._status(source) for source in due}
        for screen, showing in screens.items():
            if showing is None or showing.source not in statuses:
                continue
            if is_full or showing.hears or not self._stays_live(statuses[showing.source]):
                screen.tell(statuses[showing.source])
        now = {source: status.state for source, status in statuses.items()}
        self._told = {channel.source: now.get(channel.source, SourceState.LIVE) for channel in shown}

    def _is_calm(self, channel: Channel) -> bool:
        """It was live and is, and has no level that somebody looks at."""
        was_live = self._told.get(channel.source) is SourceState.LIVE
        has_level = channel.figures.has_sound and any(showing.hears for showing in channel.showings)
        return was_live and channel.is_live and not has_level

    def _stays_live(self, status: SourceStatus) -> bool:
        return status.state is SourceState.LIVE is self._told.get(status.source)
