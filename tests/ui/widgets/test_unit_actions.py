from __future__ import annotations

import pytest

from app.domain.command import EndDuty, SetUnitStatus, StartDuty
from app.domain.event import DutyStarted
from app.domain.operator import Role
from app.domain.unit import UnitStatus
from tests.ui.widgets.fakes import FakeOrders, happen, scene_of
from ui.models.selection import Selection
from ui.theme.look import Look
from ui.widgets.unit_actions import UnitActions

ON_DUTY, EN_ROUTE, OFF_DUTY = 1, 2, 4


@pytest.fixture
def desk(qapp):
    scene, selection, orders = scene_of(), Selection(), FakeOrders()
    actions = UnitActions(scene, selection, orders, Look(), Role.DISPATCHER)
    by_name = {action.objectName(): action for action in actions.actions}
    return scene, selection, orders, actions, by_name


def _enabled(by_name):
    return {name for name, action in by_name.items() if action.isEnabled()}


def test_nothing_can_be_ordered_of_nobody(desk):
    *_, by_name = desk
    assert not _enabled(by_name)


def test_a_unit_off_duty_can_only_start(desk):
    _, selection, *_, by_name = desk
    selection.set([OFF_DUTY])
    assert _enabled(by_name) == {"start_duty"}


def test_what_would_change_nothing_is_not_offered(desk):
    _, selection, *_, by_name = desk
    selection.set([EN_ROUTE])
    assert "set_en_route" not in _enabled(by_name)
    assert {"end_duty", "set_available", "set_on_scene", "set_busy", "set_out_of_service"} == _enabled(by_name)


def test_an_order_goes_to_every_chosen_unit_that_it_changes(desk):
    _, selection, orders, *_, by_name = desk
    selection.set([OFF_DUTY, EN_ROUTE, ON_DUTY])
    by_name["set_en_route"].trigger()
    assert orders.sent == [SetUnitStatus(unit=ON_DUTY, status=UnitStatus.EN_ROUTE)]
    by_name["start_duty"].trigger()
    by_name["end_duty"].trigger()
    assert orders.sent[1:] == [StartDuty(unit=OFF_DUTY), EndDuty(unit=EN_ROUTE), EndDuty(unit=ON_DUTY)]


def test_what_the_station_says_changes_what_is_offered(desk):
    scene, selection, *_, by_name = desk
    selection.set([OFF_DUTY])
    happen(scene, DutyStarted(unit=OFF_DUTY))
    assert not by_name["start_duty"].isEnabled()
    assert by_name["set_busy"].isEnabled()


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.AUDITOR, None])
def test_who_only_looks_orders_nothing(desk, role):
    _, selection, _, actions, by_name = desk
    selection.set([ON_DUTY, OFF_DUTY])
    actions.set_role(role)
    assert not _enabled(by_name)


def test_every_status_but_off_duty_has_a_key_of_its_own(desk):
    *_, by_name = desk
    keys = [action.keys for action in by_name.values()]
    assert len(set(keys)) == len(keys) == 2 + len(UnitStatus) - 1
