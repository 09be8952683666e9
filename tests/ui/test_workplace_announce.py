"""Announcements as the workplace has them: what fails is told even when nobody looks at their dialog."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QWidget

from app.domain.audience import UnitsAudience
from app.domain.errors import AppError
from app.domain.talk import CallKind
from tests.ui.announce.conftest import FakeBooth
from tests.ui.announce.fakes import HUM, FakeMouth
from tests.ui.widgets.fakes import scene_of
from ui.announce.series import Plan
from ui.bridge.jobs import Jobs
from ui.models.selection import Selection
from ui.theme.look import Look
from ui.widgets.talk_port import NewCall
from ui.workplace_announce import WorkplaceAnnounce

TO_TWO = NewCall(CallKind.SHOUT, UnitsAudience(units=(2,)))


@pytest.fixture
def announce(qapp, tmp_path, qtbot):
    voice, jobs, window = FakeBooth(), Jobs(1), QWidget()
    voice.announcer = FakeMouth()
    voice.announcer.refusal = AppError("announcement.busy")
    kept = QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat)
    made = WorkplaceAnnounce(voice, scene_of(), Selection(), jobs, tmp_path / "kept", kept, Look())
    qtbot.addWidget(window)
    made.set_window(window)
    yield made
    made.stop()
    jobs.shutdown()


def test_a_failure_is_told_where_it_is_seen_and_only_there(announce, qtbot):
    with qtbot.waitSignal(announce.failed) as told:
        announce.programme.begin("Road closed", "V-07", TO_TWO, HUM, Plan())
    what, why = told.args
    assert what == "“Road closed” was not announced to V-07"
    assert why.startswith("Nobody could hear it; it was not sent.")
    [action] = announce.actions
    action.trigger()
    qtbot.waitUntil(announce.dialog.isVisible)
    with qtbot.assertNotEmitted(announce.failed):
        announce.programme.begin("Road closed", "V-07", TO_TWO, HUM, Plan())
    announce.dialog.hide()
