from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from app.domain.errors import AppError
from ui.shell import notices as notices_module
from ui.shell.notice_card import NoticeCard
from ui.shell.notices import MOST_KEPT, MOST_SHOWN, Notices, Severity
from ui.theme.look import Look


class Pointer:
    """Where the test says that it is, in coordinates of the window."""

    def __init__(self, window):
        self._window, self.at = window, QPoint(5, 5)

    def __call__(self):
        return self._window.mapToGlobal(self.at)


@pytest.fixture
def pointer(notices):
    return notices._pointer


@pytest.fixture
def notices(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(800, 600)
    window.show()
    return Notices(window, Look(), pointer=Pointer(window))


def _cards(notices):
    return [card for card in notices.findChildren(NoticeCard) if not card.isHidden()]


def test_an_error_says_what_happened_and_what_to_do(notices):
    notices.failed(AppError("callsign.taken", callsign="D-03"))
    assert notices.texts == ["Another unit has the callsign D-03."]
    assert notices.history[-1].detail == "Choose another callsign."


def test_the_same_again_is_counted_and_takes_one_place(notices):
    for _ in range(50):
        notices.warning("The disk is nearly full.")
    assert len(_cards(notices)) == 1
    assert _cards(notices)[0]._count.text() == "50×"


def test_a_flood_shows_the_latest_and_keeps_the_rest_to_be_read(notices):
    for i in range(MOST_KEPT + 20):
        notices.error(f"Failure {i}.")
    assert len(notices.texts) == MOST_SHOWN
    assert notices.texts[-1] == f"Failure {MOST_KEPT + 19}."
    assert len(notices.history) == MOST_KEPT


def test_information_goes_by_itself_and_an_error_stays(notices, qtbot, monkeypatch):
    monkeypatch.setitem(notices_module._STAYS_MS, Severity.INFO, 10)
    notices.error("It failed.")
    notices.info("It is done.")
    qtbot.waitUntil(lambda: notices.texts == ["It failed."])


def test_a_notice_is_closed_by_hand_and_the_place_is_free_again(notices):
    notices.error("It failed.")
    _cards(notices)[0].closed.emit()
    assert notices.texts == []
    assert not notices.isVisible()
    notices.error("It failed.")
    assert _cards(notices)[0]._count.text() == ""


def test_its_button_does_what_it_says_and_closes_it(notices):
    done = []
    notices.info("3 units went off duty.", ("Undo", lambda: done.append("undone")))
    _cards(notices)[0].findChild(QPushButton).click()
    assert done == ["undone"]
    assert notices.texts == []


def test_notices_lie_in_the_corner_of_their_window_whole(notices, qtbot):
    notices.error("It failed.", "A long sentence about what to do, which is broken over several lines of text.")
    notices.info("It is done.")
    corner = notices.geometry().bottomRight()
    qtbot.waitUntil(lambda: notices.geometry().bottomRight().y() > 560)
    assert corner.x() < 800
    for card in _cards(notices):
        assert card.height() >= card.layout().heightForWidth(card.width())
    notices.parentWidget().resize(640, 480)
    qtbot.waitUntil(lambda: notices.geometry().right() < 640 and notices.geometry().bottom() < 480)


def _button_in(notices, x, y):
    button = QPushButton("Talk", notices.parentWidget())
    button.setGeometry(x, y, 90, 30)
    button.show()
    return button


def test_a_notice_lies_over_no_button(notices, qtbot):
    low, high = _button_in(notices, 700, 560), _button_in(notices, 600, 300)
    for at in range(3):
        notices.error(f"It failed, {at}.")
        qtbot.waitUntil(lambda: all(card.height() >= card.sizeHint().height() for card in _cards(notices)))
        assert not notices.geometry().intersects(low.geometry())
        assert not notices.geometry().intersects(high.geometry())


def test_a_notice_gives_way_to_a_button_that_comes_beneath_it(notices, qtbot):
    notices.error("It failed.")
    button = _button_in(notices, 700, notices.geometry().center().y())
    qtbot.waitUntil(lambda: not notices.geometry().intersects(button.geometry()), timeout=30_000)


def test_a_notice_does_not_come_under_the_hand(notices, pointer):
    pointer.at = QPoint(700, 570)
    notices.error("It failed.")
    assert not notices.geometry().contains(pointer.at)


def test_under_the_hand_no_notice_moves_or_goes_by_itself(notices, pointer, qtbot, monkeypatch):
    monkeypatch.setitem(notices_module._STAYS_MS, Severity.INFO, 1)
    notices.error("It failed.")
    (first,) = _cards(notices)
    pointer.at = first.mapTo(notices.parentWidget(), first.rect().center())
    button = _button_in(notices, 700, pointer.at.y())

    def place():
        return first.mapTo(notices.parentWidget(), first.rect().bottomRight())

    before = place()
    notices.info("It is done.")
    for at in range(MOST_SHOWN):
        notices.warning(f"The disk is nearly full, {at}.")
        qtbot.waitUntil(lambda: place() == before)
    assert first in _cards(notices)
    assert len(notices.texts) == MOST_SHOWN
    notices._give_way()
    assert place() == before
    pointer.at = QPoint(5, 5)
    qtbot.waitUntil(lambda: not notices.geometry().intersects(button.geometry()), timeout=30_000)


def test_news_under_the_hand_stays_until_the_hand_is_gone(notices, pointer, qtbot, monkeypatch):
    monkeypatch.setitem(notices_module._STAYS_MS, Severity.INFO, 10)
    notices.info("It is done.")
    (card,) = _cards(notices)
    pointer.at = notices.geometry().center()
    with qtbot.waitSignals([card.expired, card.expired], timeout=30_000):
        pass
    assert notices.texts == ["It is done."]
    pointer.at = QPoint(5, 5)
    qtbot.waitUntil(lambda: notices.texts == [], timeout=30_000)


def test_a_long_name_is_told_to_its_end(notices, qtbot):
    notices.info("Picture kept as 20261122T091427980Z_D-03_Patrol_car_76_d4f59d89.png")
    told = max(_cards(notices)[0].findChildren(QLabel), key=lambda one: len(one.text()))
    qtbot.waitUntil(lambda: told.height() >= told.heightForWidth(told.width()) > told.fontMetrics().height())
    assert told.minimumSizeHint().width() <= told.width()


def test_a_notice_takes_nobody_s_focus(notices, qtbot):
    button = QPushButton(notices.parentWidget())
    button.show()
    button.setFocus()
    notices.error("It failed.")
    assert notices.parentWidget().focusWidget() is button
