from __future__ import annotations

import pytest
from PySide6.QtWidgets import QLabel

from app.domain.errors import AppError
from ui.theme.look import Look
from ui.theme.tokens import Mode
from ui.widgets.state_pane import State, Stateful


@pytest.fixture
def pane(qtbot):
    stateful = Stateful(QLabel("content"), Look())
    qtbot.addWidget(stateful)
    stateful.resize(400, 300)
    stateful.show()
    return stateful


def test_content_is_shown_until_there_is_none(pane):
    assert pane.currentWidget().text() == "content"
    pane.show_state(State.EMPTY, "No units on duty.", "Connect a phone.")
    assert pane.currentWidget() is pane.pane
    pane.show_content()
    assert pane.currentWidget().text() == "content"


def test_an_error_says_what_happened_and_what_to_do_and_offers_to_do_it(pane):
    tries = []
    pane.show_error(AppError("station.unreachable"), ("Try now", lambda: tries.append(1)))
    assert pane.pane._what.text() == "The station cannot be reached."
    assert pane.pane._do.text().startswith("Check its address")
    pane.pane._button.click()
    assert tries == [1]


def test_without_anything_to_do_there_is_no_button(pane):
    pane.show_state(State.STALE, "The latest is 82 s old.")
    assert not pane.pane._button.isVisible()
    assert not pane.pane._do.isVisible()


@pytest.mark.parametrize("state", list(State))
def test_every_state_is_drawn_differently(pane, state):
    pane.show_state(state, "What is so.")
    mine = pane.grab().toImage()
    for other in State:
        if other is not state:
            pane.show_state(other, "What is so.")
            assert pane.grab().toImage() != mine


def test_loading_shows_rows_that_follow_the_theme(qtbot, qapp):
    look = Look()
    stateful = Stateful(QLabel(), look)
    qtbot.addWidget(stateful)
    stateful.resize(300, 200)
    stateful.show_loading()
    dark = stateful.grab().toImage()
    look.set_mode(Mode.LIGHT)
    assert stateful.grab().toImage() != dark
