"""Sharing: what each source gets of the machine and the line, and which readers are there at all."""

from __future__ import annotations

import time
from collections.abc import Sequence

from app.media.budget import Limits, Load, TileBudget, total, wanted
from app.media.cost import Step
from ui.bridge.video_channel import Channel
from ui.bridge.video_reaper import Reaper
from ui.bridge.video_status import Limit

#: A reader that nobody sees is kept this long: whoever flips through tabs comes back.
GRACE_S = 4.0


class Sharing:
    """Gives channels their steps, and ends what is too much. Lives on the GUI thread.

    Args:
        limits: what all readers may take together.
    """

    def __init__(self, limits: Limits, reaper: Reaper) -> None:
        self._budget, self._reaper = TileBudget(limits), reaper
        #: What was measured when it was last shared out.
        self.load = Load(0.0, 0.0)

    @property
    def limits(self) -> Limits:
        return self._budget.limits

    def share(self, channels: Sequence[Channel]) -> None:
        """Share out among all that have something to offer."""
        tiles = [channel.tile() for channel in channels]
        steps = self._budget.share(tiles)
        figures = [channel.figures for channel in channels]
        self.load = Load(sum(f.cpu_share for f in figures), sum(f.bytes_per_s * 8 for f in figures))
        short_of = self._short_of(total(tiles, {tile.key: wanted(tile) for tile in tiles}))
        for channel, tile in zip(channels, tiles, strict=True):
            step = steps[channel.source]
            if step is Step.OFF:
                self._rest(channel, short_of if tile.is_visible else None)
                continue
            channel.unseen_since = None
            channel.give(step, short_of if step < wanted(tile) else None)

    def end(self, channel: Channel) -> None:
        """End its reader, if it has one; back at once."""
        reader = channel.take_reader()
        if reader is not None:
            self._reaper.end(reader)

    def _rest(self, channel: Channel, cut_by: Limit | None) -> None:
        """Nobody sees it, or there is not enough for it."""
        if cut_by is not None:
            channel.cut_by = cut_by
            self.end(channel)
            return
        now = time.monotonic()
        channel.cut_by = None
        channel.unseen_since = channel.unseen_since or now
        if channel.reader is None or now - channel.unseen_since >= GRACE_S:
            self.end(channel)
        else:
            channel.pause()

    def _short_of(self, load: Load) -> Limit:
        """What everything at once would take most of, by its limit."""
        cpu = load.cpu / self.limits.cpu
        return Limit.LINE if load.downlink_bps / self.limits.downlink_bps > cpu else Limit.MACHINE
