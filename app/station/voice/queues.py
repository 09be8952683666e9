"""Who waits for the floor of a call, told to the desks that hear it."""

from __future__ import annotations

from app.domain import voice
from app.station.voice.channel import Channel
from app.station.voice.link import Link
from app.station.voice.links import Links


class Queues:
    """Lives on the event loop."""

    def __init__(self, links: Links) -> None:
        self._links = links
        #: By call, where somebody waits.
        self._told: dict[int, tuple[int, ...]] = {}

    def tell(self, channel: Channel) -> None:
        """Tell what is new, if anything is."""
        links = (self._links.get(talker) for talker in channel.floor.waiting)
        waiting = tuple(link.caller.number for link in links if link is not None)
        if waiting == self._told.get(channel.number, ()):
            return
        if waiting:
            self._told[channel.number] = waiting
        else:
            del self._told[channel.number]
        told = voice.FloorQueue(call=channel.number, waiting=waiting)
        for desk in self._links.desks:
            if channel.number in desk.monitored:
                desk.tell(told)

    def greet(self, desk: Link) -> None:
        """A desk hears other calls from now on."""
        for call, waiting in self._told.items():
            if call in desk.monitored:
                desk.tell(voice.FloorQueue(call=call, waiting=waiting))
