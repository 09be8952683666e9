"""A box on the earth, and what lies in it."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.fixes import Column, Fixes


@dataclass(frozen=True, slots=True)
class Box:
    """Degrees × 1e7, all bounds included; across the date line when west is greater than east."""

    west_e7: int
    south_e7: int
    east_e7: int
    north_e7: int

    @classmethod
    def of_degrees(cls, west: float, south: float, east: float, north: float) -> Box:
        return cls(*(round(degrees * 1e7) for degrees in (west, south, east, north)))

    @property
    def _is_across_date_line(self) -> bool:
        return self.west_e7 > self.east_e7

    def holds(self, fixes: Fixes) -> Column:
        """Which of the fixes lie in it, as a mask."""
        past_west, before_east = fixes.lon_e7 >= self.west_e7, fixes.lon_e7 <= self.east_e7
        is_between = past_west | before_east if self._is_across_date_line else past_west & before_east
        return is_between & (fixes.lat_e7 >= self.south_e7) & (fixes.lat_e7 <= self.north_e7)

    def meets(self, other: Box) -> bool:
        """Whether the two have a point in common; the other one is not across the date line."""
        past_west, before_east = other.east_e7 >= self.west_e7, other.west_e7 <= self.east_e7
        is_between = (past_west or before_east) if self._is_across_date_line else (past_west and before_east)
        return is_between and other.north_e7 >= self.south_e7 and other.south_e7 <= self.north_e7
