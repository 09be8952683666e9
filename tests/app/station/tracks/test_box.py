from hypothesis import given
from hypothesis import strategies as st

from app.domain.fixes import Fixes
from app.station.tracks.box import Box
from tests.app.station.tracks.made import batches, places

boxes = st.builds(Box, places, places, places, places)


@given(boxes, batches)
def test_a_box_that_holds_a_fix_meets_every_box_around_it(box: Box, fixes: Fixes) -> None:
    around = Box(
        int(fixes.lon_e7.min()), int(fixes.lat_e7.min()), int(fixes.lon_e7.max()), int(fixes.lat_e7.max())
    )
    if box.holds(fixes).any():
        assert box.meets(around)


def test_both_edges_belong_to_a_box() -> None:
    box = Box.of_degrees(24.0, 60.0, 25.0, 61.0)
    fixes = Fixes.of([(1, 0, 24.0, 60.0), (1, 1, 25.0, 61.0), (1, 2, 25.0000001, 61.0), (1, 3, 24.5, 59.9999999)])
    assert box.holds(fixes).tolist() == [True, True, False, False]


def test_a_box_across_the_date_line_holds_both_of_its_sides() -> None:
    box = Box.of_degrees(179.0, -20.0, -179.0, -10.0)
    fixes = Fixes.of([(1, 0, 179.5, -15.0), (1, 1, -179.5, -15.0), (1, 2, 0.0, -15.0)])
    assert box.holds(fixes).tolist() == [True, True, False]
    assert box.meets(Box.of_degrees(179.5, -15.0, 179.6, -14.0))
    assert not box.meets(Box.of_degrees(-10.0, -15.0, 10.0, -14.0))
