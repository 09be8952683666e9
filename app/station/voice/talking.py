"""Who talks where: from the words of a floor to what everybody is told, and what the log says of it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable

from app.domain import event as facts
from app.domain import talk, voice
from app.domain.audience import UnitsAudience
from app.domain.talk import BurstEnd, Hearing, Priority
from app.picture.audience import Deaf
from app.picture.picture import Picture
from app.station.notes import Notes
from app.station.voice.burst import Burst, granted, taken
from app.station.voice.channel import Channel
from app.station.voice.deaf import Unreached, deaf_terminals
from app.station.voice.fan import Fan
from app.station.voice.link import Link
from app.station.voice.links import Links
from app.station.voice.queues import Queues
from app.station.voice.receipts import Receipts
from app.station.voice.recorder import Recorder
from app.voice.floor import Denied, Ended, Floor, Granted, Queued, Words


class Talking:
    """Lives on the event loop. Nothing here waits for the disk.

    Args:
        picture: as it is now. limit_s: of one burst.
    """

    def __init__(
        self,
        picture: Callable[[], Picture],
        links: Links,
        fan: Fan,
        notes: Notes,
        receipts: Receipts,
        recorder: Recorder,
        limit_s: float,
    ) -> None:
        self._picture, self._links, self._fan = picture, links, fan
        self._notes, self._receipts, self._recorder = notes, receipts, recorder
        self._queues = Queues(links)
        self.limit_s = limit_s
        self.channels: dict[int, Channel] = {}
        self.bursts: dict[int, Burst] = {}
        self._last_number = 0
        self._unreached = Unreached(receipts)

    def request(self, link: Link, call: int, *, is_emergency: bool) -> None:
        """Somebody presses the key."""
        channel = self.channel(call)
        if channel is None:
            link.tell(voice.FloorDenied(call=call, code="call.unknown"))
        elif not self._may_talk(link, channel):
            link.tell(voice.FloorDenied(call=call, code="call.not_allowed"))
        elif not self._may_press(link, channel, is_emergency=is_emergency):
            link.tell(voice.FloorDenied(call=call, code="floor.too_often"))
        else:
            priority = link.priority(is_emergency=is_emergency)
            self._say(channel, channel.floor.request(link.number, priority, time.monotonic()))

    def release(self, link: Link, call: int, packets: int | None) -> None:
        """Somebody lets go of it."""
        channel = self.channels.get(call)
        if channel is not None:
            self._say(channel, channel.floor.release(link.number, time.monotonic()), packets)

    def heard(self, burst: Burst) -> None:
        """Something came from a talker, so it is not gone."""
        channel = self.channels.get(burst.row.call)
        if channel is not None and channel.burst is burst:
            channel.floor.heard(burst.link.number, time.monotonic())

    def began_to_speak(self, burst: Burst) -> None:
        """The first packet came: it is on its way to those who hear, and never to the others."""
        self._fan.put(
            lambda link: self._receipts.sent(burst.number, link.caller.number), burst.targets, is_speech=False
        )
        channel = self.channels.get(burst.row.call)
        if channel is not None:
            linked = set(self._links.terminals)
            deaf = deaf_terminals(channel.audience, burst.row.units, linked, self._picture())
            self._unreached.put(burst.number, deaf)

    def said(self, link: Link, burst: int, hearing: Hearing, reason: str = "", share: float | None = None) -> None:
        self._receipts.said(burst, link.caller.number, hearing, reason, share)

    def leave(self, link: Link, end: BurstEnd) -> None:
        """An end is gone, or may not talk any more."""
        now_s = time.monotonic()
        for channel in list(self.channels.values()):
            self._say(channel, channel.floor.leave(link.number, now_s, end))
        for burst in self.bursts.values():
            if link.number in burst.hearers:
                burst.remove(link)
                if burst.packets and burst.end is None:
                    self._receipts.missed(burst.number, link.caller.number, Deaf.LINK_LOST)

    def greet(self, link: Link) -> None:
        """A new end hears what is being said, if it is for it; a desk is told who talks anyway."""
        self.join(link)
        if link.caller.terminal is None:
            for channel in self.channels.values():
                if channel.burst is not None:
                    link.tell(taken(channel.burst, is_heard=False))

    def join(self, link: Link) -> None:
        """An end hears more from now on, or less: of what is being said, too."""
        self._queues.greet(link)
        picture = self._picture()
        for channel in self.channels.values():
            if channel.burst is not None:
                self._follow(channel, channel.burst, link, picture)

    def tick(self, now_s: float) -> None:
        """Take the floor from the dead and from those who talk for too long; end what is over."""
        for channel in list(self.channels.values()):
            if channel.burst is not None:
                self._say(channel, channel.floor.tick(now_s))
        for burst in list(self.bursts.values()):
            if burst.end is not None and burst.is_complete(now_s):
                self._close(burst)
        self._unreached.tell()

    def review(self, calls: Iterable[int], links: Iterable[Link]) -> None:
        """These calls are not what they were, nor are these links' units or terminals: who may go on?"""
        picture = self._picture()
        for call in calls:
            channel = self.channels.get(call)
            known = picture.talkgroups.get(call) or picture.calls.get(call)
            if channel is not None and known is None:
                self._say(channel, channel.floor.close())
                del self.channels[call]
            elif channel is not None and known is not None:
                channel.mean(known.audience)
                self._review(channel, self._links, picture)
        for channel in self.channels.values():
            self._review(channel, links, picture)

    def stop(self) -> None:
        """The station stops: everybody is told, and all that is said so far is kept."""
        for channel in self.channels.values():
            self._say(channel, channel.floor.close(BurstEnd.STATION_STOPPED))
        for burst in list(self.bursts.values()):
            self._close(burst)
        self._unreached.finish()

    def channel(self, call: int) -> Channel | None:
        """The call or talkgroup of that number; None when it is not open."""
        if call not in self.channels:
            picture = self._picture()
            known = picture.talkgroups.get(call) or picture.calls.get(call)
            if known is None:
                return None
            self.channels[call] = Channel(known, Floor(self.limit_s), is_for_desks=_is_for_desks(known, picture))
        return self.channels[call]

    def _may_talk(self, link: Link, channel: Channel) -> bool:
        return link.caller.terminal is None or channel.is_for(link.caller.number, self._picture())

    def _may_press(self, link: Link, channel: Channel, *, is_emergency: bool) -> bool:
        """Not too often; who talks or waits there only asks again. What went before never stops an emergency."""
        presses = link.urgent_presses if is_emergency else link.presses
        return channel.floor.has(link.number) or presses.take(time.monotonic())

    def _say(self, channel: Channel, words: Words, packets: int | None = None) -> None:
        for word in words:
            link = self._links.get(word.talker)
            if isinstance(word, Ended):
                self._end(channel, word.end, packets)
            elif link is None:
                continue
            elif isinstance(word, Granted):
                if word.is_new:
                    self._begin(channel, link, word)
                elif channel.burst is not None:
                    link.tell(granted(channel.burst, word.limit_s))
                    self._raise(channel, channel.burst, word.priority)
            elif isinstance(word, Queued):
                holder = self._number_of(word.holder)
                link.tell(voice.FloorQueued(call=channel.number, position=word.position, holder=holder or 0))
            elif isinstance(word, Denied):
                holder = self._number_of(word.holder)
                link.tell(voice.FloorDenied(call=channel.number, code=word.reason, holder=holder))
        # Who was last in the queue and has let go leaves nobody to tell but the desks.
        self._queues.tell(channel)

    def _number_of(self, talker: int | None) -> int | None:
        link = self._links.get(talker) if talker is not None else None
        return link.caller.number if link is not None else None

    def _begin(self, channel: Channel, link: Link, word: Granted) -> None:
        picture = self._picture()
        # Every burst puts events on the log, so the count goes on where it was, also after a restart.
        self._last_number = max(self._last_number, picture.seq) + 1
        row = talk.Burst(
            number=self._last_number,
            call=channel.number,
            kind=channel.kind,
            priority=word.priority,
            by=link.caller.number,
            units=channel.units(picture),
        )
        ssrc = self._links.grant_ssrc(link)
        hearing = channel.hearers(self._links, picture, word.priority)
        hearers = [other for other in hearing if other is not link]
        burst = Burst(row, link, ssrc, hearers, is_shout=channel.is_shout)
        channel.burst = self.bursts[ssrc] = burst
        link.tell(granted(burst, word.limit_s))
        self._tell_all(burst, lambda is_heard: taken(burst, is_heard=is_heard))
        self._notes.put(facts.BurstStarted(burst=row), link.caller.by)

    def _raise(self, channel: Channel, burst: Burst, priority: Priority) -> None:
        """Somebody who talks says that it is an emergency: everybody is to see that, and desks to hear it."""
        if priority is not burst.row.priority:
            burst.row = burst.row.model_copy(update={"priority": priority})
            self._notes.put(facts.BurstRaised(burst=burst.number, priority=priority), burst.link.caller.by)
            picture = self._picture()
            for desk in self._links.desks:
                self._follow(channel, burst, desk, picture)
            self._tell_all(burst, lambda is_heard: taken(burst, is_heard=is_heard))

    def _end(self, channel: Channel, end: BurstEnd, packets: int | None) -> None:
        burst, channel.burst = channel.burst, None
        channel.used_s = time.monotonic()
        if burst is None:
            return
        burst.finish(end, packets)
        if end is not BurstEnd.RELEASED:
            burst.link.tell(voice.FloorRevoked(call=channel.number, burst=burst.number, reason=end))
        if burst.is_complete(burst.ended_s):
            self._close(burst)

    def _close(self, burst: Burst) -> None:
        assert burst.end is not None
        del self.bursts[burst.ssrc]
        self._links.end_ssrc(burst.link, burst.ssrc)
        idle = voice.FloorIdle(call=burst.row.call, burst=burst.number, packets=burst.packets)
        if burst.link.is_open:
            burst.link.tell(idle)
        self._tell_all(burst, lambda _: idle)
        self._fan.put(lambda link: link.protector.forget(burst.ssrc), burst.targets, is_speech=False)
        self._recorder.close(burst.number)
        ended = facts.BurstEnded(burst=burst.number, duration_s=burst.duration_s, reason=burst.end)
        self._notes.put(ended, burst.link.caller.by)

    def _tell_all(self, burst: Burst, message: Callable[[bool], voice.FloorTaken | voice.FloorIdle]) -> None:
        """Those who hear, and every desk, whether it hears or not; but not the talker, who knows."""
        heard = message(True).model_dump_json()
        self._fan.put(lambda link: link.outbox.put(heard), burst.targets, is_speech=False)
        others = [
            link for link in self._links.desks if link.number not in burst.hearers and link is not burst.link
        ]
        if others:
            told = message(False).model_dump_json()
            self._fan.put(lambda link: link.outbox.put(told), others, is_speech=False)

    def _follow(self, channel: Channel, burst: Burst, link: Link, picture: Picture) -> None:
        """Let an end into a burst that goes on, or out of it."""
        if link is burst.link:
            return
        is_heard = link.is_open and channel.is_heard_by(link, picture, burst.row.priority)
        if is_heard == (link.number in burst.hearers):
            return
        if is_heard:
            burst.add(link)
            if burst.packets:
                self._receipts.sent(burst.number, link.caller.number)
        else:
            burst.remove(link)
        # Behind what is being sent, so that nobody is told of what went to others before.
        told = taken(burst, is_heard=is_heard)
        self._fan.put(lambda link: link.tell(told), (link,), is_speech=False)

    def _review(self, channel: Channel, links: Iterable[Link], picture: Picture) -> None:
        if channel.floor.holder is None:
            return
        now_s = time.monotonic()
        for link in links:
            if not self._may_talk(link, channel):
                self._say(channel, channel.floor.leave(link.number, now_s, BurstEnd.REVOKED))
            if channel.burst is not None:
                self._follow(channel, channel.burst, link, picture)


def _is_for_desks(call: talk.Talkgroup | talk.Call, picture: Picture) -> bool:
    """Whether somebody at a terminal has opened it for nobody but the own unit: to be heard at the desks."""
    opener = picture.terminals.get(call.opened_by) if isinstance(call, talk.Call) else None
    audience = call.audience
    return opener is not None and isinstance(audience, UnitsAudience) and audience.units == (opener.unit,)
