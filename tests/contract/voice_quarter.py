"""A part of a town, for a test that shares a station with others."""

from __future__ import annotations

import itertools
from typing import Any

from tests.contract.voice_end import Town

_names = itertools.count(1)


class Quarter(Town):
    """A part of a town whose units, agencies and talkgroups are its own, so that tests share a station."""

    def __init__(self, town: Town) -> None:
        self.station, self.headers, self._name = town.station, town.headers, f"{next(_names)}"
        self._since = int(self.get("/v1/snapshot")["seq"])

    def unit(self, callsign: str, agency: str = "Patrol") -> int:
        return super().unit(f"{callsign} {self._name}", f"{agency} {self._name}")

    def talkgroup(self, agency: str = "Patrol") -> int:
        return super().talkgroup(f"{agency} {self._name}")

    def audience(self, agency: str) -> dict[str, Any]:
        """Of the talkgroup that the agency has by itself."""
        return {"kind": "agency", "agency": f"{agency} {self._name}"}

    def events(self, kind: str, after: int = 0) -> list[dict[str, Any]]:
        """Since it is there; what belongs to another may be among them, and come late."""
        return super().events(kind, after=max(after, self._since))

    def link(self, terminal: int) -> dict[str, Any] | None:
        """As the picture has it."""
        links = self.get("/v1/snapshot")["voice_links"]
        return next((link for link in links if link["terminal"] == terminal), None)
