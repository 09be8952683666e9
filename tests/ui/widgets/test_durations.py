from __future__ import annotations

import time
from datetime import UTC, datetime

import pytest
from PySide6.QtCore import QLocale

from ui.widgets.durations import age_text, ago_text, clock_text, date_text, lag_text, offset_text, span_text

AT = datetime(2025, 11, 21, 19, 48, 24, tzinfo=UTC)


@pytest.fixture
def zone(monkeypatch):
    if not hasattr(time, "tzset"):
        pytest.skip("this system has no time zone to set for one process")

    def put(name: str) -> None:
        monkeypatch.setenv("TZ", name)
        time.tzset()

    yield put
    monkeypatch.undo()
    time.tzset()


@pytest.fixture(autouse=True)
def _english(qapp):
    before = QLocale()
    QLocale.setDefault(QLocale(QLocale.Language.English))
    yield
    QLocale.setDefault(before)


@pytest.mark.parametrize(
    ("age_s", "text"), [(0, "0 s"), (3.9, "3 s"), (99.9, "99 s"), (100, "1 min"), (3600, "1 h"), (90_000, "1 d")]
)
def test_an_age_is_told_in_one_unit_rounded_down(age_s, text):
    assert age_text(age_s) == text


def test_the_present_is_just_now():
    assert ago_text(0.4) == "just now"
    assert ago_text(12) == "12 s ago"


@pytest.mark.parametrize(
    ("span_s", "text"), [(59, "59 s"), (2880, "48 min"), (13_680, "3 h 48 min"), (190_800, "2 d 5 h")]
)
def test_a_span_is_told_in_two_units(span_s, text):
    assert span_text(span_s) == text


def test_a_lag_has_tenths_until_it_is_long():
    assert lag_text(0.12) == "0.1 s"
    assert lag_text(12.3) == "12 s"


def test_moments_are_told_in_local_time_with_their_distance_to_utc(zone):
    zone("Europe/Helsinki")
    assert clock_text(AT) == "21:48:24"
    assert date_text(AT) == "Fri 21 Nov"
    assert offset_text(AT) == "UTC+2"
    zone("Asia/Kolkata")
    assert offset_text(AT) == "UTC+5:30"
    zone("America/New_York")
    assert offset_text(AT) == "UTC−5"
    zone("UTC")
    assert offset_text(AT) == "UTC"
