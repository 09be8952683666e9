from __future__ import annotations

import pytest

from app.domain.command import ChangePassword
from app.domain.operator import Operator, Role
from tests.ui.widgets.fakes import scene_of
from ui.dialogs.desk_dialogs import DeskDialogs
from ui.dialogs.password import PasswordDialog

ADMIN = Operator(number=21, login="admin", name="A", role=Role.ADMINISTRATOR)


@pytest.fixture
def dialog(orders, qtbot):
    dialog = PasswordDialog(ADMIN, orders)
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def test_a_new_password_is_typed_twice_and_proved_with_the_present_one(dialog, orders, qtbot):
    qtbot.keyClicks(dialog._new_line, "new horse battery")
    qtbot.keyClicks(dialog._again_line, "new horse batterx")
    dialog.submit()
    assert orders.sent == []
    assert dialog._current._note.text() == "Type the password you signed in with."
    assert dialog._again._note.text() == "The two are not the same."
    qtbot.keyClicks(dialog._current_line, "old horse")
    qtbot.keyClicks(dialog._again_line, "\by")
    dialog.submit()
    assert orders.sent == [ChangePassword(number=21, current="old horse", password="new horse battery")]


def test_a_wrong_present_password_is_told_at_its_field(dialog, orders, qtbot):
    _type_all(dialog, qtbot)
    orders.refuse("password.wrong")
    assert dialog._current.fault().startswith("This is not the present password.")
    qtbot.keyClicks(dialog._current_line, "!")
    dialog.submit()
    assert len(orders.sent) == 2


def test_it_closes_once_the_station_has_taken_it(orders, qtbot):
    # Not given to qtbot, which would close it a second time.
    dialog = PasswordDialog(ADMIN, orders)
    dialog.show()
    _type_all(dialog, qtbot)
    with qtbot.waitSignal(dialog.destroyed):
        orders.carry_out(scene_of())


def test_a_refusal_is_shown_here_and_not_in_the_notices(dialog, orders, qtbot):
    _type_all(dialog, qtbot)
    orders.refuse("role.not_allowed", role="dispatcher")
    assert "Dispatcher may not" in dialog._note.text()
    assert orders.pending == ()
    assert dialog._button.isEnabled()


def _type_all(dialog, qtbot):
    qtbot.keyClicks(dialog._current_line, "old horse")
    for line in (dialog._new_line, dialog._again_line):
        qtbot.keyClicks(line, "new horse battery")
    dialog.submit()


@pytest.fixture
def make_dialogs(scene, orders, addresses, trials, map_place, look):
    def make(operator):
        return DeskDialogs(
            scene=scene,
            orders=orders,
            addresses=addresses,
            trials=trials,
            map_place=map_place,
            look=look,
            operator=operator,
        )

    return make


@pytest.mark.parametrize("role", list(Role))
def test_every_role_may_look_at_the_registry_and_changes_its_own_password(make_dialogs, role):
    dialogs = make_dialogs(ADMIN.model_copy(update={"role": role}))
    enabled = {action.objectName() for action in dialogs.actions if action.isEnabled()}
    pages = {"open_units", "open_terminals", "open_cameras", "open_talkgroups", "open_operators"}
    assert enabled == {*pages, "change_password"}


def test_the_registry_opens_at_the_page_that_was_asked_for_and_there_is_one(make_dialogs, qtbot):
    dialogs = make_dialogs(ADMIN)
    actions = {action.objectName(): action for action in dialogs.actions}
    actions["open_terminals"].trigger()
    registry = dialogs._registry
    qtbot.addWidget(registry)
    assert registry.terminals.isVisible()
    actions["open_operators"].trigger()
    assert dialogs._registry is registry
    assert registry.operators.isVisible()
    actions["open_cameras"].trigger()
    assert registry.cameras.isVisible()
    actions["open_talkgroups"].trigger()
    assert registry.talkgroups.isVisible()
