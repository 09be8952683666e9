from __future__ import annotations

import pytest

from app.domain.fixes import Fixes
from tests.ui.map.conftest import small_scene, snapshot, unit
from ui.map.card import NAMED, card
from ui.map.measures import area_text, length_text
from ui.theme.tokens import DARK


def test_one_unit_is_told_in_full(qapp):
    scene = small_scene()
    fixes = Fixes.of([(2, scene.clock.now_ms() - 500, 24.9, 60.1)])
    fixes.speed_cmps[0], fixes.heading_cdeg[0], fixes.flags[0] = 144, 6_200, 71
    scene.apply_fixes(fixes)
    told = card(scene, DARK, [2])
    values = {value for _, value in told["lines"]}
    assert told["title"] == "S-02 Crew 2"
    assert {"■ On scene", "0 s ago", "5.2 km/h · 62°", "71 %"} <= values


def test_of_many_units_the_first_are_named_and_the_rest_counted(qapp):
    scene = small_scene()
    scene.replace(snapshot(tuple(unit(n) for n in range(1, NAMED + 4))))
    told = card(scene, DARK, range(1, NAMED + 4))
    assert told["title"] == f"{NAMED + 3} units"
    assert len(told["lines"]) == NAMED + 1
    assert told["lines"][-1][1] == "and 3 more"


def test_a_unit_that_has_gone_is_passed_over(qapp):
    assert card(small_scene(), DARK, [1, 77])["title"] == "D-01 Crew 1"


@pytest.mark.parametrize(
    ("metres", "text"),
    [(0, "0 m"), (840.4, "840 m"), (2_461, "2.46 km"), (24_610, "24.6 km"), (132_400, "132 km")],
)
def test_lengths_have_three_figures(metres, text):
    assert length_text(metres) == text


@pytest.mark.parametrize(
    ("square_metres", "text"), [(420, "420 m²"), (42_100, "4.21 ha"), (3_080_000, "3.08 km²")]
)
def test_areas_have_the_unit_that_fits(square_metres, text):
    assert area_text(square_metres) == text
