"""The crews of the demo city: who they are, where they work, how they get about."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count, islice

from app.domain.stream import Container
from app.domain.terminal import TerminalKind
from app.domain.unit import DEFAULT_AGENCIES, Force, UnitFields
from app.simulator.crew import Crew, Habit
from app.simulator.streets import Streets, Travel
from app.simulator.video.orders import Film, Place

#: Middle of each beat, WGS-84 degrees.
BEATS = {
    "Kluuvi": (24.9480, 60.1702),
    "Kamppi": (24.9372, 60.1690),
    "Rautatientori": (24.9435, 60.1709),
    "Aleksi": (24.9465, 60.1689),
    "Esplanadi": (24.9465, 60.1676),
    "Senaatti": (24.9518, 60.1696),
    "Kruununhaka": (24.9520, 60.1725),
    "Kaisaniemi": (24.9465, 60.1737),
    "Hakaniemi": (24.9505, 60.1783),
    "Töölö": (24.9375, 60.1745),
    "Mannerheim": (24.9400, 60.1693),
    "Kaartinkaupunki": (24.9480, 60.1657),
    "Punavuori": (24.9392, 60.1655),
}

_PATROL, _TRAFFIC, _SECURITY, _STATION, _GUARD, _SOCIAL, _VOLUNTEER = DEFAULT_AGENCIES

# Ways of working: a vehicle on its round, a walk, a post that is seldom left.
_DRIVES = (Travel.VEHICLE, 600.0, (15.0, 90.0), 0.12)
_WALKS = (Travel.FOOT, 320.0, (10.0, 75.0), 0.10)
_POST = (Travel.FOOT, 70.0, (60.0, 240.0), 0.05)

Post = tuple[str, str, str, tuple[Travel, float, tuple[float, float], float]]

_DEDICATED: tuple[Post, ...] = (
    ("Station desk", _STATION, "Kluuvi", _POST),
    ("Station car", _STATION, "Kluuvi", _DRIVES),
    ("Patrol car", _PATROL, "Kluuvi", _DRIVES),
    ("Patrol car", _PATROL, "Kamppi", _DRIVES),
    ("Foot pair", _PATROL, "Rautatientori", _WALKS),
    ("Agency guard", _GUARD, "Senaatti", _POST),
    ("Traffic car", _TRAFFIC, "Mannerheim", _DRIVES),
    ("Traffic bike", _TRAFFIC, "Mannerheim", _DRIVES),
    ("Tram stop control", _SECURITY, "Rautatientori", _POST),
    ("Junction post", _SECURITY, "Hakaniemi", _POST),
    ("Mounted pair", _PATROL, "Rautatientori", _WALKS),
    ("Patrol van", _PATROL, "Hakaniemi", _DRIVES),
    ("Foot pair", _PATROL, "Esplanadi", _WALKS),
    ("Patrol car", _PATROL, "Töölö", _DRIVES),
    ("Embassy guard", _GUARD, "Kaartinkaupunki", _POST),
    ("Court guard", _GUARD, "Kruununhaka", _POST),
    ("Traffic car", _TRAFFIC, "Kaisaniemi", _DRIVES),
    ("Bus lane control", _SECURITY, "Kaisaniemi", _WALKS),
    ("Dog team", _PATROL, "Kaisaniemi", _WALKS),
    ("Patrol car", _PATROL, "Kruununhaka", _DRIVES),
    ("Railway pair", _STATION, "Rautatientori", _WALKS),
    ("Taxi rank control", _SECURITY, "Esplanadi", _POST),
    ("Supervisor car", _PATROL, "Punavuori", _DRIVES),
)
_SOCIALS: tuple[Post, ...] = (
    ("Market", _SOCIAL, "Hakaniemi", _POST),
    ("Bank gate", _SOCIAL, "Aleksi", _POST),
    ("Library door", _SOCIAL, "Töölö", _POST),
    ("Youth walk", _SOCIAL, "Kamppi", _WALKS),
    ("Mall team", _SOCIAL, "Kamppi", _WALKS),
    ("Tram stop pair", _SOCIAL, "Rautatientori", _WALKS),
    ("University gate", _SOCIAL, "Senaatti", _POST),
    ("Park walk", _SOCIAL, "Kaisaniemi", _WALKS),
    ("School gate", _SOCIAL, "Kruununhaka", _POST),
    ("Night bus team", _SOCIAL, "Rautatientori", _WALKS),
    ("Museum door", _SOCIAL, "Töölö", _POST),
    ("Theatre door", _SOCIAL, "Rautatientori", _POST),
    ("Jewellers' row", _SOCIAL, "Esplanadi", _WALKS),
    ("Hospital", _SOCIAL, "Töölö", _POST),
    ("Outreach van", _SOCIAL, "Hakaniemi", _DRIVES),
    ("Square team", _SOCIAL, "Senaatti", _WALKS),
    ("Shopping street pair", _SOCIAL, "Aleksi", _WALKS),
    ("Bay walk", _SOCIAL, "Kaisaniemi", _WALKS),
    ("Hotel door", _SOCIAL, "Mannerheim", _POST),
    ("Outreach car", _SOCIAL, "Kluuvi", _DRIVES),
    ("Cinema gate", _SOCIAL, "Kamppi", _POST),
    ("Barracks square", _SOCIAL, "Kaartinkaupunki", _WALKS),
)
_VOLUNTEERS: tuple[Post, ...] = (
    ("Station hall", _VOLUNTEER, "Rautatientori", _WALKS),
    ("Bay path", _VOLUNTEER, "Töölö", _WALKS),
    ("Harbour", _VOLUNTEER, "Kaartinkaupunki", _WALKS),
    ("Garden walk", _VOLUNTEER, "Kaisaniemi", _WALKS),
    ("Festival crew", _VOLUNTEER, "Senaatti", _WALKS),
    ("Evening walk", _VOLUNTEER, "Punavuori", _WALKS),
    ("Kamppi foot patrol", _VOLUNTEER, "Kamppi", _WALKS),
    ("Lost children point", _VOLUNTEER, "Esplanadi", _POST),
    ("Metro hall", _VOLUNTEER, "Kamppi", _WALKS),
    ("First aid pair", _VOLUNTEER, "Aleksi", _WALKS),
    ("Bridge watch", _VOLUNTEER, "Hakaniemi", _POST),
    ("Night walk", _VOLUNTEER, "Töölö", _WALKS),
    ("School way", _VOLUNTEER, "Kruununhaka", _WALKS),
    ("Event car", _VOLUNTEER, "Kluuvi", _DRIVES),
    ("Shop walk", _VOLUNTEER, "Kluuvi", _WALKS),
)
#: Who carries a camera, by callsign, and the container that it sends.
_CAMERAS = {
    "D-03": Container.MPEG_TS,
    "D-05": Container.FLV,
    "D-07": Container.MPEG_TS,
    "D-13": Container.FMP4,
    "S-04": Container.WEBM,
    "S-15": Container.MPEG_TS,
    "V-01": Container.MPEG_TS,
    "V-03": Container.MPEG_TS,
}
_PLACES = {
    "Senaatti": Place.SQUARE,
    "Rautatientori": Place.SQUARE,
    "Esplanadi": Place.PARK,
    "Kaisaniemi": Place.PARK,
    "Töölö": Place.PARK,
    "Hakaniemi": Place.HARBOUR,
    "Kaartinkaupunki": Place.HARBOUR,
}
_POSTS = (
    (Force.DEDICATED, "D", _DEDICATED),
    (Force.SOCIAL, "S", _SOCIALS),
    (Force.VOLUNTEER, "V", _VOLUNTEERS),
)


@dataclass(frozen=True, slots=True)
class Member:
    """One unit of the city, and how its crew works."""

    unit: UnitFields
    habit: Habit

    @property
    def terminal(self) -> TerminalKind:
        return TerminalKind.PHONE if self.habit.travel is Travel.FOOT else TerminalKind.VEHICLE

    @property
    def camera(self) -> TerminalKind | None:
        """What it films with: its vehicle's own set, or a body camera beside its phone; None: it does not."""
        if self.unit.callsign not in _CAMERAS:
            return None
        return TerminalKind.VEHICLE if self.terminal is TerminalKind.VEHICLE else TerminalKind.BODY_CAMERA

    def film(self, terminal: int, stream_url: str, seed: int) -> Film:
        """What its camera is to send; only for who has one."""
        return Film(
            terminal=terminal,
            stream_url=stream_url,
            title=f"{self.unit.callsign} {self.unit.name}",
            place=_PLACES.get(self.unit.beat, Place.STREET),
            container=_CAMERAS[self.unit.callsign],
            is_vehicle=self.camera is TerminalKind.VEHICLE,
            seed=f"{seed}/{self.unit.callsign}/camera",
        )

    def crew(self, streets: Streets, seed: int) -> Crew:
        return Crew(streets, self.habit, f"{seed}/{self.unit.callsign}/crew")


def roster(streets: Streets, size: int) -> list[Member]:
    """The city's units, forces mixed in their proportions; past 60 the same posts come again, numbered on."""
    return list(islice(_members(streets), size))


def _members(streets: Streets) -> Iterator[Member]:
    total = sum(len(posts) for _, _, posts in _POSTS)
    given = dict.fromkeys(Force, 0)
    for place in count(1):
        # The force that is furthest behind its share of the first `place` units.
        force, letter, posts = max(_POSTS, key=lambda row: place * len(row[2]) / total - given[row[0]])
        given[force] += 1
        number = given[force]
        name, agency, beat, (travel, roams_m, pauses_s, calls) = posts[(number - 1) % len(posts)]
        unit = UnitFields(callsign=f"{letter}-{number:02}", name=name, force=force, agency=agency, beat=beat)
        home = streets.plane.to_m(*BEATS[beat])
        yield Member(unit, Habit(travel, home, roams_m, pauses_s, calls))
