"""Talkgroups in the registry, by keyboard."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox

from app.domain.audience import AgencyAudience, TerminalsAudience, UnitsAudience
from app.domain.command import ChangeTalkgroup, RegisterTalkgroup, RetireTalkgroup
from app.domain.event import TalkgroupRegistered
from app.domain.operator import Role
from app.domain.talk import Talkgroup, TalkgroupFields
from tests.ui.dialogs.keys import focused, new, tab_to
from tests.ui.widgets.fakes import happen
from ui.dialogs.registry import RegistryTab

Key = Qt.Key
PATROL = Talkgroup(number=31, name="Patrol police", audience=AgencyAudience(agency="Patrol police"))


@pytest.fixture
def page(open_registry, scene):
    happen(scene, TalkgroupRegistered(talkgroup=PATROL))
    return open_registry(RegistryTab.TALKGROUPS).talkgroups


def checks(page):
    return page._entry._checks


def test_a_free_talkgroup_is_registered_by_keyboard_alone(page, orders, scene, qtbot):
    new(qtbot, page)
    qtbot.keyClicks(focused(), "Harbour")
    qtbot.keyClick(focused(), Key.Key_Return)
    assert orders.sent == [] and "at least one unit" in page._entry._for._note.text()
    tab_to(qtbot, checks(page).search)
    qtbot.keyClicks(focused(), "patrol")
    tab_to(qtbot, checks(page).list)
    qtbot.keyClick(focused(), Key.Key_Space)
    qtbot.keyClick(focused(), Key.Key_Down)
    qtbot.keyClick(focused(), Key.Key_Space)
    assert len(checks(page).units) == 2
    page.save()
    (sent,) = orders.sent
    fields = TalkgroupFields(name="Harbour", audience=UnitsAudience(units=checks(page).units))
    assert sent == RegisterTalkgroup(talkgroup=fields)
    orders.carry_out(scene, TalkgroupRegistered(talkgroup=Talkgroup(number=40, **dict(fields))))
    assert (page.number, page.note) == (40, "Done.")
    checks(page).search.setText("d-11")
    checks(page).none_button.click()
    assert len(checks(page).units) == 1, "only what is found was unchecked"


def test_an_agencys_group_is_renamed_and_what_cannot_be_chosen_here_stays(page, orders, scene, qtbot):
    assert not checks(page).isVisible()
    page._entry._name.line.setText("Patrol")
    page.save()
    fields = TalkgroupFields(name="Patrol", audience=PATROL.audience)
    assert orders.sent == [ChangeTalkgroup(number=31, talkgroup=fields)]
    booths = Talkgroup(number=41, name="Booths", audience=TerminalsAudience(terminals=(11, 12)))
    happen(scene, TalkgroupRegistered(talkgroup=booths))
    page.show_number(41)
    assert page._entry._for.text == "2 terminals"
    page._entry._name.line.setText("All booths")
    assert page._entry.command(41).talkgroup.audience == booths.audience
    page._entry._name.line.setText("PATROL police")
    assert "is called PATROL police already" in page._entry._name._note.text()


def test_retiring_is_asked_twice_and_refusals_are_told(page, orders, qtbot):
    page.ask_to_retire()
    box = page.findChild(QMessageBox)
    assert "Patrol police" in box.text()
    next(b for b in box.buttons() if box.buttonRole(b) is QMessageBox.ButtonRole.DestructiveRole).click()
    assert orders.sent == [RetireTalkgroup(number=31)]
    orders.refuse("talkgroup.of_agency", agency="Patrol police")
    assert "stays as long as the agency has units" in page.note


def test_who_may_not_change_talkgroups_may_look(open_registry, scene):
    happen(scene, TalkgroupRegistered(talkgroup=PATROL))
    page = open_registry(RegistryTab.TALKGROUPS, Role.DISPATCHER).talkgroups
    assert "look at this, but not change it" in page.note and not page._save.isEnabled()
