"""Which talkgroups a terminal hears and may talk in, told to it: whoever presses its key has to know where to."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from app.domain import voice
from app.domain.audience import AgencyAudience
from app.picture.changes import Changes
from app.picture.picture import Picture
from app.station.voice.link import Link
from app.station.voice.links import Links
from app.station.voice.talking import Talking


class Groups:
    """Lives on the event loop."""

    def __init__(self, links: Links, talking: Talking, picture: Callable[[], Picture]) -> None:
        self._links, self._talking, self._picture = links, talking, picture
        #: Numbers of all talkgroups when that was looked at last.
        self._known: set[int] = set()

    def tell(self, link: Link) -> None:
        """Tell a terminal what is new to it, if anything is."""
        if link.caller.terminal is None or not link.is_open:
            return
        picture = self._picture()
        own = [group for group in picture.talkgroups.values() if self._is_for(group.number, link, picture)]
        own.sort(key=lambda group: (not isinstance(group.audience, AgencyAudience), group.number))
        terminal = picture.terminals.get(link.caller.number)
        told = voice.Talkgroups(
            unit=terminal.unit if terminal is not None else None,
            talkgroups=tuple(voice.TalkgroupOpen(call=group.number, name=group.name) for group in own),
        )
        if told != link.talkgroups:
            link.talkgroups = told
            link.tell(told)

    def on_changes(self, changes: Changes, affected: Iterable[Link]) -> None:
        """Talkgroups are others now, or the units of these links are."""
        numbers = set(self._picture().talkgroups)
        are_others = not changes.calls.isdisjoint(numbers | self._known)
        self._known = numbers
        for link in self._links if are_others else affected:
            self.tell(link)

    def _is_for(self, group: int, link: Link, picture: Picture) -> bool:
        channel = self._talking.channel(group)
        return channel is not None and channel.is_for(link.caller.number, picture)
