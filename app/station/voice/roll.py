"""What the log knows of terminals' links: who is there, by which way, and how well; only what is news."""

from __future__ import annotations

import time
from collections.abc import Callable

from app.domain import event as facts
from app.domain.talk import VoiceLink
from app.picture.picture import Picture
from app.station.notes import Notes
from app.station.voice.link import Link
from app.station.voice.links import Links

#: A link is told as soon as its way is clear, and at the latest then.
_SETTLED_S = 1.5
_CHANGED_EVERY_S = 10.0
#: A loss or a jitter is told when it is this much more or less than what was told last.
_MATERIAL_LOSS, _MATERIAL_JITTER_MS = 0.03, 20.0
#: So many of these are told in a second, first of the ends that were told of longest ago: where a whole city hears
#: badly, ten thousand terminals must not fill the log with that.
_MOST_CHANGES = 20


class Roll:
    """Lives on the event loop."""

    def __init__(self, links: Links, notes: Notes, picture: Callable[[], Picture]) -> None:
        self._links, self._notes, self._picture = links, notes, picture

    def start(self) -> None:
        """What the log still holds as linked ended with the last run of the station."""
        for terminal in self._picture().voice_links:
            self._notes.put(facts.VoiceUnlinked(terminal=terminal))

    def settle(self, link: Link) -> None:
        """This end has said by which way it wants to be reached."""
        link.has_chosen_path = True
        if link.noted is None:
            self._tell(link, time.monotonic())

    def leave(self, link: Link) -> None:
        if link.noted is not None and self._links.of_terminal(link.caller.number) is None:
            self._notes.put(facts.VoiceUnlinked(terminal=link.caller.number), link.caller.by)

    def tell(self) -> None:
        """Once a second."""
        now_s = time.monotonic()
        changed = []
        for link in self._links:
            if link.noted is not None:
                if now_s - link.noted_s >= _CHANGED_EVERY_S and _is_material(link.row(), link.noted):
                    changed.append(link)
            elif link.has_chosen_path or now_s - link.since_s >= _SETTLED_S:
                self._tell(link, now_s)
        for link in sorted(changed, key=lambda link: link.noted_s)[:_MOST_CHANGES]:
            self._tell(link, now_s)

    def _tell(self, link: Link, now_s: float) -> None:
        if link.caller.terminal is None or not link.is_open:
            return
        link.noted, link.noted_s = link.row(), now_s
        self._notes.put(facts.VoiceLinked(link=link.noted), link.caller.by)


def _is_material(row: VoiceLink, noted: VoiceLink) -> bool:
    return (
        row.path is not noted.path
        or abs(row.loss - noted.loss) >= _MATERIAL_LOSS
        or abs(row.jitter_ms - noted.jitter_ms) >= _MATERIAL_JITTER_MS
    )
