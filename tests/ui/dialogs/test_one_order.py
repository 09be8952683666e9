"""The order of a form that is on its way."""

from __future__ import annotations

import pytest

from app.domain.command import StartDuty
from app.domain.errors import AppError
from tests.ui.widgets.fakes import FakeOrders, scene_of
from ui.dialogs.one_order import OneOrder


@pytest.fixture
def orders(qapp):
    return FakeOrders()


@pytest.fixture
def told():
    return []


@pytest.fixture
def order(orders, told):
    made = OneOrder(orders)
    made.held.connect(lambda: told.append("held"))
    made.done.connect(lambda receipt: told.append(receipt.seq))
    made.refused.connect(lambda refusal: told.append(refusal.code))
    return made


def test_it_waits_until_it_is_carried_out_and_is_told_of_that_alone(order, orders, told):
    orders.held.emit("another", AppError("station.unreachable"))
    order.send(StartDuty(unit=1))
    orders.held.emit("another", AppError("station.unreachable"))
    orders.refuse_order("another", AppError("unit.unknown"))
    assert order.is_waiting
    scene = scene_of()
    orders.carry_out(scene)
    assert not order.is_waiting
    orders.held.emit("another", AppError("station.unreachable"))
    assert told == ["held", scene.picture.seq]


def test_a_refusal_is_acknowledged_before_it_is_told_and_that_of_another_is_not(order, orders, told):
    order.send(StartDuty(unit=1))
    orders.refuse_order("another", AppError("unit.unknown"))
    order.refused.connect(lambda _: told.append([one.key for one in orders.pending]))
    orders.refuse("unit.retired")
    assert told == ["unit.retired", ["another"]]
    assert not order.is_waiting


def test_one_that_is_forgotten_is_told_elsewhere(order, orders, told):
    order.send(StartDuty(unit=1))
    order.forget()
    orders.refuse("unit.retired")
    assert told == []
    assert [one.key for one in orders.pending] == [orders.key]
