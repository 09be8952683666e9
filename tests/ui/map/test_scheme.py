from __future__ import annotations

import pytest
from PySide6.QtCore import QUrl

from app.domain.errors import AppError
from ui.map.scheme import Request


def test_path_and_query_are_read_from_the_address():
    request = Request.of(QUrl("desk://live/card?units=1,20&name=a%20b"))
    assert request.path == "card"
    assert request.numbers("units", 5) == [1, 20]
    assert request.query["name"] == "a b"


@pytest.mark.parametrize("text", ["", "1,", "a", "1,-2", "1,2,3,4", "1;2"])
def test_what_is_not_a_short_list_of_numbers_is_refused(text):
    with pytest.raises(AppError) as raised:
        Request("roster", {"units": text}).numbers("units", 3)
    assert raised.value.code == "request.malformed"


def test_a_missing_number_is_refused_unless_there_is_a_default():
    request = Request("units", {})
    assert request.number("have", default=0) == 0
    with pytest.raises(AppError):
        request.number("have")
