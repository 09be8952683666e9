from __future__ import annotations

from app.station.voice.bucket import Bucket


def test_who_presses_five_times_in_two_seconds_is_never_refused() -> None:
    bucket = Bucket()
    assert all(bucket.take(5_000 + press * 0.4) for press in range(1_500))


def test_who_bounces_like_a_bad_contact_is_served_at_first_and_soon_again() -> None:
    bucket = Bucket()
    bounced = [bucket.take(5_000.0) for _ in range(300)]
    assert bounced == [True] * 20 + [False] * 280
    assert bucket.take(5_000.5)


def test_in_the_long_run_there_are_three_a_second() -> None:
    bucket = Bucket()
    taken = sum(bucket.take(5_000 + try_ / 100) for try_ in range(60 * 100))
    assert 20 + 60 * 3 - 2 <= taken <= 20 + 60 * 3


def test_no_pause_saves_up_for_more_than_is_taken_at_once() -> None:
    bucket = Bucket()
    bucket.take(0.0)
    assert sum(bucket.take(100_000.0) for _ in range(100)) == 20
