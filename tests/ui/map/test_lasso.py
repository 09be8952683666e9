"""What has been drawn around, as long as one can talk to it."""

from __future__ import annotations

import pytest

from app.domain.audience import MOST_MEMBERS
from app.domain.event import DutyEnded, VoiceLinked, VoiceUnlinked
from app.domain.talk import VoiceLink, VoicePath
from tests.ui.widgets.fakes import happen, scene_of
from ui.map.lasso import Lasso
from ui.models.selection import Selection


@pytest.fixture
def scene(qapp):
    scene = scene_of()
    happen(scene, VoiceLinked(link=VoiceLink(terminal=11, path=VoicePath.UDP)))
    return scene


@pytest.fixture
def selection(qapp):
    return Selection()


@pytest.fixture
def lasso(scene, selection):
    made = Lasso(scene, selection)
    made.offer_talk("Space")
    made.asked = []
    made.held.connect(lambda *what: made.asked.append(what))
    made.let_go.connect(lambda: made.asked.append("let go"))
    made.called.connect(lambda units: made.asked.append(("call", units)))
    made.call_ended.connect(lambda: made.asked.append("call ended"))
    yield made
    made.deleteLater()


def draw(lasso, selection, *units, is_more=False):
    (selection.add if is_more else selection.set)(units)
    lasso.take(is_more=is_more)


def test_the_card_says_who_hears_and_why_the_others_do_not_and_goes_on_doing_so(lasso, selection, scene, qtbot):
    draw(lasso, selection, 1, 2, 4)
    assert lasso.model()["title"] == "3 units"
    assert lasso.model()["said"] == "1 hears now · 1 off duty · 1 without terminal"
    assert lasso.model()["can_talk"]
    happen(scene, VoiceUnlinked(terminal=11), DutyEnded(unit=1))
    qtbot.waitUntil(lambda: lasso.model()["said"] == "Nobody can hear: 2 off duty · 1 link lost")
    assert not lasso.model()["can_talk"]


def test_without_a_link_nobody_hears_whoever_has_one(lasso, selection):
    lasso.show_link(is_linked=False)
    draw(lasso, selection, 1, 2)
    assert lasso.model()["said"] == "nobody hears while there is no link"
    lasso.hold(False, False)
    assert (lasso.model()["can_talk"], lasso.asked) == (False, [])
    lasso.show_link(is_linked=True)
    assert lasso.model()["can_talk"]


def test_its_units_are_talked_to_and_no_others(lasso, selection):
    draw(lasso, selection, 2)
    draw(lasso, selection, 1, is_more=True)
    lasso.hold(False, False)
    lasso.let_go_of()
    lasso.hold(True, True)
    assert lasso.asked == [((1, 2), False, False), "let go", ((1, 2), True, True)]


def test_it_goes_when_others_are_chosen_but_not_while_the_key_means_it(lasso, selection):
    draw(lasso, selection, 1, 2)
    lasso.call(True)
    lasso.show_talk(is_aimed=True, on_air="")
    selection.set([3])
    assert lasso.units == (1, 2)
    lasso.show_talk(is_aimed=False, on_air="")
    assert lasso.model() is None


def test_more_that_is_drawn_is_meant_too_and_something_else_is_not(lasso, selection):
    draw(lasso, selection, 1)
    lasso.show_talk(is_aimed=True, on_air="")
    draw(lasso, selection, 2, is_more=True)
    assert lasso.asked == [("call", (1, 2))]
    draw(lasso, selection, 3)
    assert lasso.asked[-1] == "call ended"


def test_a_card_that_is_closed_lets_go_and_aims_no_more(lasso, selection):
    draw(lasso, selection, 1, 2)
    lasso.show_talk(is_aimed=True, on_air="")
    lasso.hold(False, False)
    lasso.close()
    assert lasso.asked == [((1, 2), False, False), "call ended", "let go"]
    assert lasso.model() is None


def test_more_units_than_one_call_can_mean_are_not_talked_to(lasso, selection):
    draw(lasso, selection, *range(1, MOST_MEMBERS + 2))
    assert lasso.model()["said"] == f"More than {MOST_MEMBERS} units at once: choose fewer"
    lasso.hold(True, True)
    assert lasso.asked == []


def test_where_nobody_may_talk_there_is_no_card(scene, selection):
    lasso = Lasso(scene, selection)
    draw(lasso, selection, 1, 2)
    assert lasso.model() is None
