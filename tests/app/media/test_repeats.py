from __future__ import annotations

from app.media.repeats import Repeats

URL = "http://192.0.2.1/live.m3u8"


def shown(repeats: Repeats, *times_s: float) -> list[float]:
    return [time_s for time_s in times_s if not repeats.has(time_s)]


def test_a_playlist_that_stands_still_shows_nothing_twice() -> None:
    repeats = Repeats()
    repeats.begin(URL)
    assert shown(repeats, 100.0, 101.0, 102.0) == [100.0, 101.0, 102.0]
    repeats.begin(URL)
    assert shown(repeats, 101.0, 102.0) == []
    repeats.begin(URL)
    assert shown(repeats, 101.0, 102.0, 103.0) == [103.0]


def test_within_one_opening_pictures_out_of_order_are_shown() -> None:
    repeats = Repeats()
    repeats.begin(URL)
    assert shown(repeats, 100.2, 100.0, 100.1) == [100.2, 100.0, 100.1]


def test_a_source_that_begins_anew_is_shown_and_so_is_another_address() -> None:
    repeats = Repeats()
    repeats.begin(URL)
    assert shown(repeats, 500.0) == [500.0]
    repeats.begin(URL)
    assert shown(repeats, 1.4, 1.5) == [1.4, 1.5]
    repeats.begin(URL + "?sub")
    assert shown(repeats, 1.45) == [1.45]


def test_pictures_without_a_time_are_shown() -> None:
    repeats = Repeats()
    repeats.begin(URL)
    assert not repeats.has(None)
