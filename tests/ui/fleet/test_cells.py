from __future__ import annotations

import pytest

from app.domain.terminal import Terminal, TerminalKind
from tests.ui.models.crowd import a_unit
from ui.fleet.cells import (
    accuracy_text,
    battery_text,
    cell_text,
    heading_text,
    place_text,
    speed_text,
    terminal_title,
    title_text,
)
from ui.models.fleet_model import Column, FleetRow
from ui.models.scene import Scene


def test_a_row_reads_as_one_would_say_it(scene: Scene) -> None:
    row = FleetRow(scene.picture.units[1], scene.fleet.of(1), scene.age_s(1))

    assert [cell_text(row, column) for column in Column] == [
        "D-01",
        "Patrol car",
        "Dedicated",
        "Patrol police",
        "Available",
        "Kluuvi",
        "1 s",
        "",
        "",
    ]


def test_no_position_is_said_and_off_duty_nothing_is_said() -> None:
    assert cell_text(FleetRow(a_unit(1), None, None), Column.AGE) == "no fix"
    assert cell_text(FleetRow(a_unit(1, status="off_duty"), None, None), Column.AGE) == ""


def test_figures_have_units_and_what_is_not_known_is_left_away() -> None:
    assert speed_text(1.44) == "5.2 km/h"
    assert speed_text(0.0) == "0.0 km/h"
    assert heading_text(61.6) == "62°"
    assert heading_text(359.8) == "0°"
    assert accuracy_text(4.5) == "± 4 m"
    assert accuracy_text(0.2) == "± 1 m"
    assert battery_text(0.71) == "71 %"
    assert [speed_text(None), heading_text(None), accuracy_text(None), battery_text(None)] == [""] * 4


@pytest.mark.parametrize(
    ("label", "title"), [("Pixel 7", "Phone Pixel 7"), ("D-09 phone", "D-09 phone"), ("", "Phone")]
)
def test_a_terminals_kind_is_not_said_twice(label: str, title: str) -> None:
    assert terminal_title(Terminal(number=1, kind=TerminalKind.PHONE, label=label)) == title


def test_a_title_and_a_place_leave_no_loose_ends() -> None:
    assert title_text(a_unit(7, "V-07", name="Kamppi foot patrol")) == "V-07 Kamppi foot patrol"
    assert title_text(a_unit(7, "V-07")) == "V-07"
    assert place_text(a_unit(7, agency="Volunteers", beat="Kamppi")) == "Volunteers · Kamppi"
    assert place_text(a_unit(7, agency="Volunteers")) == "Volunteers"
