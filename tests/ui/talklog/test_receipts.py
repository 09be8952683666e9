"""Who heard a burst, in words."""

from __future__ import annotations

import pytest

from app.domain.talk import Hearing, Missed, Receipt, ReceiptRow
from tests.ui.talklog.conftest import ADMIN, TERMINAL, older
from tests.ui.widgets.fakes import AT
from ui.talklog.receipts import receipt_lines
from ui.widgets.durations import clock_text
from ui.widgets.receipt_words import best_of, receipt_words, receipts_figure

CLOCK = clock_text(AT)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"hearing": "played", "share": 0.98}, "played 98 %"),
        ({"hearing": "played", "share": 0.9999}, "played 99 %"),
        ({"hearing": "played"}, "played"),
        ({"hearing": "acknowledged", "share": 1.0, "at": AT}, f"played 100 %, acknowledged {CLOCK}"),
        ({"hearing": "failed", "reason": "link_lost"}, "failed: link lost"),
        ({"hearing": "failed", "reason": "hearing.muted"}, "failed: muted there"),
        ({"hearing": "failed", "reason": "battery flat"}, "failed: battery flat"),
        ({"hearing": "sent"}, "sent, not confirmed"),
    ],
)
def test_what_became_of_it_at_one_end_is_said_in_few_words(fields, words):
    assert receipt_words(ReceiptRow(number=1, **fields)) == words


def test_all_ends_are_one_figure_and_several_terminals_of_a_unit_its_best():
    hearings = [Hearing.FAILED, *[Hearing.PLAYED] * 11, *[Hearing.ACKNOWLEDGED] * 2]
    receipts = [ReceiptRow(number=number, hearing=hearing) for number, hearing in enumerate(hearings)]
    assert receipts_figure(receipts) == "11 played · 2 acknowledged · 1 failed"
    assert best_of(receipts[:2]).hearing is Hearing.PLAYED
    assert best_of([]) is None


def test_ends_stand_by_outcome_with_what_went_wrong_first_and_follow_the_news(stand):
    stand.say(901, by=ADMIN, units=(1, 2, 4))
    stand.log.choose(901)
    stand.receive(901, Receipt(number=TERMINAL, hearing=Hearing.SENT))
    stand.log._follow_chosen()
    told = [(line.name, line.told) for line in stand.log.receipts.model.lines]
    assert told == [("Sent, not confirmed", "1"), ("V-07 · Phone", "")]
    played = Receipt(number=TERMINAL, hearing=Hearing.PLAYED, share=0.98)
    stand.end(901, played, Receipt(number=12, hearing=Hearing.FAILED, reason="link_lost"))
    lines = receipt_lines(stand.log.model.burst(901), stand.scene.picture)
    assert [(line.name, line.told) for line in lines] == [
        ("No terminal to hear it", "1"),
        ("D-03", ""),
        ("Failed", "1"),
        ("S-09 · Phone", "link lost"),
        ("Played", "1"),
        ("V-07 · Phone", "98 %"),
    ]
    assert lines[-1].unit == 2


def test_what_the_picture_left_out_is_asked_for_once_when_somebody_looks(make_stand, qtbot):
    (whole,) = older(1, before=901)
    short = whole.model_copy(update={"is_short": True, "units": (), "receipts": ()})
    stand = make_stand(bursts=[short])
    assert not stand.past.asked
    stand.log.choose(900)
    stand.log.choose(900)
    (asked,) = stand.past.asked
    assert asked.before == 901
    missed = (Missed(reason="link_lost", ends=tuple(range(5000, 5300))),)
    asked.on_ok([whole.model_copy(update={"missed": missed})])
    qtbot.waitUntil(lambda: bool(stand.log.receipts.model.lines))
    lines = [(line.name, line.told) for line in stand.log.receipts.model.lines]
    assert lines[-2:] == [("Failed", "300"), ("300 terminals", "link lost")]
