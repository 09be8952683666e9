from __future__ import annotations

import pytest
from av import Packet

from app.media.repeats import Repeats

PLAYLIST, CAMERA = "hls,applehttp", "live_flv,flv"
NOW = 1000.0


def group(repeats: Repeats, key: bytes, *times_s: float, now: float = NOW) -> list[float]:
    """What is shown of the pictures of one key frame."""
    packet = Packet(key)
    packet.pts = round(1000 * times_s[0])
    repeats.note_key(packet)
    return [time_s for time_s in times_s if not repeats.has(time_s, now)]


@pytest.fixture
def repeats() -> Repeats:
    """Of a reader that has seen two groups of pictures."""
    repeats = Repeats()
    assert repeats.begin(PLAYLIST, NOW)
    assert group(repeats, b"first", 100.0, 100.5) == [100.0, 100.5]
    assert group(repeats, b"second", 101.0, 101.5) == [101.0, 101.5]
    return repeats


@pytest.mark.parametrize("form", [PLAYLIST, "hls", "flv", CAMERA])
def test_what_stands_still_shows_nothing_twice_but_what_follows(repeats: Repeats, form: str) -> None:
    assert repeats.begin(form, NOW)
    assert group(repeats, b"first", 100.0, 100.5) == []
    assert repeats.begin(form, NOW)
    assert group(repeats, b"second", 101.0, 101.5, 101.6) == [101.6]
    assert group(repeats, b"third", 102.0) == [102.0]


def test_within_one_opening_everything_is_shown(repeats: Repeats) -> None:
    assert group(repeats, b"third", 102.0, 102.2, 102.1, 102.1) == [102.0, 102.2, 102.1, 102.1]
    assert group(repeats, b"third", 102.0) == [102.0]


def test_a_source_that_begins_anew_is_shown_though_it_comes_to_the_same_times(repeats: Repeats) -> None:
    repeats.begin(PLAYLIST, NOW)
    assert group(repeats, b"another", 100.0, 100.5) == [100.0, 100.5]
    assert group(repeats, b"first", 50.0) == [50.0]


def test_old_pictures_come_at_once_from_a_server_and_at_their_own_speed_from_a_playlist(repeats: Repeats) -> None:
    repeats.begin(CAMERA, NOW)
    assert group(repeats, b"first", 100.0, now=NOW + 1.9) == []
    assert group(repeats, b"first", 100.0, now=NOW + 2.1) == [100.0]
    repeats.begin(PLAYLIST, NOW)
    assert group(repeats, b"first", 100.0, now=NOW + 29) == []
    assert group(repeats, b"first", 100.0, now=NOW + 31) == [100.0]


def test_a_form_that_keeps_no_pictures_is_not_looked_at(repeats: Repeats) -> None:
    assert not repeats.begin("mpegts", NOW)
    assert not repeats.begin("rtsp", NOW)


def test_pictures_without_a_time_are_shown(repeats: Repeats) -> None:
    repeats.begin(PLAYLIST, NOW)
    assert not repeats.has(None, NOW)


def test_a_thread_that_goes_on_in_the_place_of_another_knows_what_that_one_has_shown(repeats: Repeats) -> None:
    heir = repeats.heir()
    heir.begin(CAMERA, NOW)
    assert group(heir, b"second", 101.0, 101.5, 101.6) == [101.6]
    assert group(repeats, b"second", 101.6) == [101.6]


def test_days_of_one_opening_are_not_kept(repeats: Repeats) -> None:
    for at in range(5000):
        group(repeats, b"%d" % at, float(at))
    assert len(repeats._shown) == 1000
    repeats.begin(PLAYLIST, NOW)
    assert group(repeats, b"4999", 4999.0) == []
    for at in range(5000, 6500):
        group(repeats, b"%d" % at, float(at))
    repeats.begin(PLAYLIST, NOW)
    assert len(repeats._old) == 1000
    assert group(repeats, b"6499", 6499.0) == []
