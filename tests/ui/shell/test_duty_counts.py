from __future__ import annotations

import pytest

from app.domain.event import DutyEnded, DutyStarted, UnitStatusSet
from app.domain.unit import UnitStatus
from tests.ui.widgets.fakes import happen, scene_of
from ui.shell.duty_counts import DutyCounts
from ui.theme.look import Look


@pytest.fixture
def scene(qapp):
    return scene_of()


@pytest.fixture
def counts(scene, qtbot):
    counts = DutyCounts(scene, Look())
    qtbot.addWidget(counts)
    return counts


def test_units_on_duty_are_counted_by_status(counts):
    assert counts.text == "3 on duty, 1 available, 1 en route, 1 on scene"


def test_the_counts_follow_the_picture(scene, counts):
    happen(scene, DutyStarted(unit=4), UnitStatusSet(unit=1, status=UnitStatus.EN_ROUTE), DutyEnded(unit=3))
    assert counts.text == "3 on duty, 1 available, 2 en route"


def test_a_new_picture_is_counted_anew(scene, counts):
    scene.replace(
        scene.picture.to_snapshot(at=scene.picture.units[1].status_at, station="x").model_copy(
            update={"units": ()}
        )
    )
    assert counts.text == "0 on duty"


def test_what_is_drawn_is_as_wide_as_was_asked_for_and_narrower_without_words(counts):
    wide = counts.sizeHint().width()
    counts.resize(counts.sizeHint())
    full = counts.grab().toImage()
    counts.set_compact(True)
    assert counts.sizeHint().width() < wide
    assert counts.grab().toImage() != full
    assert counts.text.endswith("on scene"), "what a screen reader says keeps its words"
