"""Sources of video: what can be watched of whom, from the picture alone."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum

from PySide6.QtCore import QCoreApplication

from app.domain.camera import Camera
from app.domain.errors import AppError
from app.domain.stream import Stream
from app.domain.terminal import Terminal, TerminalKind
from app.domain.unit import Force, Unit
from app.picture.picture import Picture
from ui.models.bearings import distance_m, sees
from ui.models.scene import Scene

translate = QCoreApplication.translate


class Offer(StrEnum):
    """How a source's video is had."""

    #: It is being pushed to the station now.
    PUSH = "push"
    #: An address is known, whatever is behind it.
    PULL = "pull"
    NONE = "none"


_RANK = {Offer.NONE: 0, Offer.PULL: 1, Offer.PUSH: 2}


class VideoSources:
    """Reads the scene's picture as it is at the moment of the question.

    A source is the number of a terminal or of a camera: they are counted together, so a number says which.
    """

    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        self._carried: dict[int, list[Terminal]] = {}
        self._carried_of: tuple[Picture, int] | None = None

    def of_unit(self, unit: int) -> int | None:
        """The unit's best terminal: one that pushes, else one with an address, else any; None without one.

        Of equals it is the one that was registered first. A gateway is no terminal that anybody carries.
        """
        carried = self._terminals_of().get(unit, [])
        return max(carried, key=lambda t: (_RANK[self.offer(t.number)], -t.number)).number if carried else None

    def unit_of(self, source: int) -> Unit | None:
        """Who carries the terminal; None for a camera, and for a terminal that nobody carries."""
        terminal = self._picture.terminals.get(source)
        return None if terminal is None or terminal.unit is None else self._picture.units.get(terminal.unit)

    def camera(self, source: int) -> Camera | None:
        return self._picture.cameras.get(source)

    def stream(self, source: int) -> Stream | None:
        """What the terminal pushes now, as the station sees it."""
        return self._picture.streams.get(source)

    def title(self, source: int) -> str:
        """``V-07 Kamppi``; a camera's name; what is written on a terminal that nobody carries."""
        if (camera := self.camera(source)) is not None:
            return camera.name
        if (unit := self.unit_of(source)) is not None:
            return f"{unit.callsign} {unit.name}".rstrip()
        terminal = self._picture.terminals.get(source)
        label = "" if terminal is None else terminal.label or terminal.device_id
        return label or translate("video", "Terminal {number}").format(number=source)

    def force(self, source: int) -> Force | None:
        unit = self.unit_of(source)
        return None if unit is None else unit.force

    def offer(self, source: int) -> Offer:
        """What may be shown of it now: nothing of a unit that is off duty."""
        if (camera := self.camera(source)) is not None:
            return Offer.PULL if camera.pulls_from else Offer.NONE
        terminal, unit = self._picture.terminals.get(source), self.unit_of(source)
        if terminal is None or terminal.kind is TerminalKind.GATEWAY or unit is None or not unit.is_on_duty:
            return Offer.NONE
        if source in self._picture.streams:
            return Offer.PUSH
        return Offer.PULL if self._is_fetched(terminal) else Offer.NONE

    def why_none(self, source: int) -> AppError | None:
        """Why there is nothing to see; None when there is an offer."""
        if self.offer(source) is not Offer.NONE:
            return None
        if self.camera(source) is not None:
            return AppError("camera.no_address")
        terminal, unit = self._picture.terminals.get(source), self.unit_of(source)
        if terminal is None or terminal.kind is TerminalKind.GATEWAY:
            return AppError("source.unknown")
        if unit is None:
            return AppError("stream.no_unit")
        if not unit.is_on_duty:
            return AppError("stream.off_duty", callsign=unit.callsign)
        return self._why_absent(terminal, unit)

    def place(self, source: int) -> tuple[float, float] | None:
        """Longitude and latitude, WGS-84 degrees: a camera's, or those of the unit's latest fix."""
        if (camera := self.camera(source)) is not None:
            return camera.lon_deg, camera.lat_deg
        unit = self.unit_of(source)
        fix = None if unit is None else self._scene.fleet.of(unit.number)
        return None if fix is None else (fix.lon_deg, fix.lat_deg)

    def resolve(self, number: int) -> int | None:
        """The source that a number names: a terminal or a camera itself, a unit's best terminal."""
        terminal = self._picture.terminals.get(number)
        if number in self._picture.cameras or (terminal is not None and terminal.kind is not TerminalKind.GATEWAY):
            return number
        return self.of_unit(number)

    def nearest(self, lon: float, lat: float, count: int, within_m: float | None = None) -> list[int]:
        """Sources with an offer, the nearest to a place first.

        At equal distance (to the metre) one that sees the place comes first; one that looks away still counts.
        """
        found = []
        for source in self._offering():
            place = self.place(source)
            if place is None:
                continue
            away_m = distance_m(place, (lon, lat))
            if within_m is None or away_m <= within_m:
                camera = self.camera(source)
                is_blind = camera is not None and not sees(camera, (lon, lat))
                found.append((round(away_m), is_blind, source))
        return [source for _, _, source in sorted(found)[:count]]

    def _why_absent(self, terminal: Terminal, unit: Unit) -> AppError:
        """What the station refused on an earlier duty is no news."""
        fault, at, since_at = terminal.push_fault, terminal.push_fault_at, unit.on_duty_at
        if fault is None or at is None or since_at is None or at < since_at:
            return AppError("stream.absent")
        return AppError("stream.absent", reason=fault.value)

    @property
    def _picture(self) -> Picture:
        return self._scene.picture

    def _is_fetched(self, terminal: Terminal) -> bool:
        """Whether an address of it is known: its own, or one at the media server."""
        server = self._picture.media_server
        return bool(terminal.pulls_from) or (server is not None and server.serves(terminal))

    def _offering(self) -> Iterator[int]:
        """The cameras, and the best terminal of each unit that has one with an offer."""
        yield from (number for number, camera in self._picture.cameras.items() if camera.pulls_from)
        pulled = (t for ts in self._terminals_of().values() for t in ts if self._is_fetched(t))
        terminals = {*self._picture.streams, *(terminal.number for terminal in pulled)}
        units = {unit.number for source in terminals if (unit := self.unit_of(source)) is not None}
        for source in map(self.of_unit, units):
            if source is not None and self.offer(source) is not Offer.NONE:
                yield source

    def _terminals_of(self) -> dict[int, list[Terminal]]:
        """By unit. Sorted out anew only when the picture has moved on: it may hold ten thousand."""
        now = (self._picture, self._picture.seq)
        if now != self._carried_of:
            carried: dict[int, list[Terminal]] = {}
            for terminal in self._picture.terminals.values():
                if terminal.unit is not None and terminal.kind is not TerminalKind.GATEWAY:
                    carried.setdefault(terminal.unit, []).append(terminal)
            self._carried, self._carried_of = carried, now
        return self._carried
