"""A lasso around a whole city: from the units that it caught to a call that can be talked in."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from app.domain import voice
from app.domain.audience import UnitsAudience
from app.domain.talk import CallKind, VoiceLink, VoicePath
from app.domain.terminal import Terminal, TerminalKind
from app.picture.audience import hearers
from app.picture.picture import Picture
from tests.bench.city import City
from tests.bench.report import Result
from ui.widgets.hearers_words import hearers_words

if TYPE_CHECKING:
    from tests.bench.voice_station import Talker

_TIMES = 5


async def lasso(result: Result, town: City, desk: Talker) -> None:
    """Adds the desk's part, the station's part, and the worst sum of both."""
    picture = _whole(Picture.from_snapshot(town.client.snapshot().snapshot))
    at_desk_ms, at_station_ms = [], []
    for turn in range(_TIMES):
        caught = frozenset(town.units)
        began_s = time.monotonic()
        audience = UnitsAudience(units=tuple(sorted(caught)))
        said = hearers_words(hearers(audience, picture))
        told_s = time.monotonic()
        desk.connection.say(voice.OpenCall(request=str(turn), call=CallKind.GROUP, audience=audience))
        await desk.next(voice.CallOpenedFor)
        at_desk_ms.append((told_s - began_s) * 1000)
        at_station_ms.append((time.monotonic() - told_s) * 1000)
        assert said
    whole_ms = max(sum(each) for each in zip(at_desk_ms, at_station_ms, strict=True))
    result.add(f"lasso of {len(town.units):,} → call ready", whole_ms, "ms", at_most=300)
    result.add("of that at the desk", max(at_desk_ms), "ms")
    result.add("of that with the station", max(at_station_ms), "ms")


def _whole(picture: Picture) -> Picture:
    """With a linked terminal for every unit, which is the most that a desk can have to tell."""
    carried = {terminal.unit for terminal in picture.terminals.values()}
    for unit in picture.units.keys() - carried:
        number = 1_000_000 + unit
        picture.terminals[number] = Terminal(number=number, kind=TerminalKind.PHONE, unit=unit)
        picture.voice_links[number] = VoiceLink(terminal=number, path=VoicePath.UDP)
    return picture
