"""The rules of sane fixes, one by one; their laws are in ``test_sanity_laws``."""

from __future__ import annotations

import numpy as np
import pytest

from app.domain.fixes import BATTERY_UNKNOWN, FLAG_STATION_TIME, UNKNOWN, Fixes
from app.station.columns import NO_TIME
from app.station.ruling import Ruling, Verdict
from app.station.sanity import TURNS, Sanity
from tests.app.station.fix_watch import HOME, NOW_MS, ON_DUTY_MS, UNIT, Watch, fix


@pytest.fixture
def watch() -> Watch:
    return Watch()


def test_the_first_fix_shows_wherever_it_is(watch: Watch) -> None:
    assert watch.take(watch.fix()) is Ruling.SANE
    assert Ruling.SANE.verdict is Verdict.SHOW


def test_a_walk_shows_at_every_step_at_its_own_time(watch: Watch) -> None:
    for step in range(10):
        sent_ms = watch.now_ms + 1000 - 300
        assert watch.take(fix(sent_ms, HOME[0], HOME[1] + step * 1e-5)) is Ruling.SANE
        assert watch.lane[-1][0] == sent_ms


@pytest.mark.parametrize(("lon", "lat"), [(0.0, 0.0), (-214.0, 1.0), (214.0, 1.0), (1.0, 90.1), (1.0, -90.1)])
def test_no_fix_and_no_place_on_the_globe_are_dropped(watch: Watch, lon: float, lat: float) -> None:
    watch.take(watch.fix())
    row = watch.fix()
    row.lon_e7[0], row.lat_e7[0] = round(lon * 1e7), round(lat * 1e7)
    assert watch.take(row) is Ruling.NOWHERE
    assert watch.take(watch.fix()) is Ruling.SANE


def test_what_was_taken_before_duty_is_dropped_and_not_even_tracked(watch: Watch) -> None:
    watch.since_ms = watch.now_ms - 5_000
    judged = watch.judge(watch.fix(age_s=6))
    assert judged.rulings.tolist() == [Ruling.BEFORE_DUTY]
    assert len(judged.kept()) == 0
    assert watch.take(watch.fix(age_s=1)) is Ruling.SANE


def test_what_an_earlier_duty_showed_counts_no_more(watch: Watch) -> None:
    watch.take(watch.fix())
    watch.now_ms += 60_000
    watch.since_ms = watch.now_ms
    assert watch.take(watch.fix(north_km=500, age_s=-1)) is Ruling.SANE


def test_the_same_time_and_place_again_is_a_duplicate(watch: Watch) -> None:
    row = watch.fix()
    watch.take(row)
    assert watch.take(row) is Ruling.DUPLICATE
    assert len(watch.lane) == 1


def test_an_older_fix_is_kept_for_the_track_with_its_own_time_and_moves_nothing(watch: Watch) -> None:
    watch.take(watch.fix())
    old = watch.fix(north_km=0.02, age_s=20)
    judged = watch.judge(old)
    assert judged.rulings.tolist() == [Ruling.LATE]
    assert judged.kept().at_ms.tolist() == old.at_ms.tolist()
    assert len(judged.shown()) == 0


def test_a_buffer_that_is_emptied_oldest_first_goes_to_the_track_until_it_is_newer_than_what_is_shown(
    watch: Watch,
) -> None:
    watch.take(watch.fix())
    buffered = [watch.now_ms + 5_000 * n for n in range(1, 61)]
    watch.now_ms += 300_000
    for n, at_ms in enumerate(buffered):
        assert watch.take(fix(at_ms, HOME[0], HOME[1] + n * 1e-5), after_s=0.1) is Ruling.SANE
        assert watch.lane[-1][0] == at_ms
    assert watch.take(watch.fix(age_s=-1)) is Ruling.SANE


def test_a_second_terminal_that_is_behind_does_not_pull_the_unit_back(watch: Watch) -> None:
    watch.take(watch.fix(north_km=1))
    for _ in range(100):
        assert watch.take(watch.fix(north_km=0.9, age_s=9), after_s=1) is Ruling.LATE
        assert watch.take(watch.fix(north_km=1, age_s=-1), after_s=1) is Ruling.SANE


@pytest.mark.parametrize("ahead_s", [31, 3600, 86_400 * 365, 10**9])
def test_a_clock_in_the_future_is_replaced_by_the_stations_and_flagged(watch: Watch, ahead_s: int) -> None:
    judged = watch.judge(watch.fix(age_s=-ahead_s))
    assert judged.rulings.tolist() == [Ruling.CLOCK]
    assert judged.fixes.at_ms.tolist() == [watch.now_ms]
    assert judged.fixes.flags.tolist() == [BATTERY_UNKNOWN | FLAG_STATION_TIME]


def test_a_little_future_is_ordinary_skew_and_becomes_now(watch: Watch) -> None:
    judged = watch.judge(watch.fix(age_s=-29))
    assert judged.rulings.tolist() == [Ruling.SANE]
    assert judged.fixes.at_ms.tolist() == [watch.now_ms]
    assert judged.fixes.flags.tolist() == [BATTERY_UNKNOWN]


@pytest.mark.parametrize("at_ms", [NO_TIME, 0, 946_684_800_000, NOW_MS - 1024 * 7 * 86_400_000, -(2**62)])
def test_no_time_a_reset_clock_and_a_lost_gps_epoch_get_the_stations_time(watch: Watch, at_ms: int) -> None:
    for _ in range(3):
        assert watch.take(fix(at_ms, *HOME)) in (Ruling.CLOCK, Ruling.DUPLICATE)
    assert watch.lane[0][0] == NOW_MS + 1000


def test_a_device_without_a_clock_shows_every_time_even_where_it_stands(watch: Watch) -> None:
    for _ in range(3):
        assert watch.take(fix(NO_TIME, *HOME)) is Ruling.CLOCK


def test_a_fix_stamped_hours_ahead_does_not_block_the_right_ones_after_it(watch: Watch) -> None:
    watch.take(watch.fix())
    assert watch.take(watch.fix(age_s=-7200)) is Ruling.CLOCK
    assert watch.take(watch.fix(age_s=-0.8)) is Ruling.SANE


def test_a_right_fix_that_is_older_than_a_time_that_stood_in_shows_and_no_time_goes_back(watch: Watch) -> None:
    watch.take(watch.fix(age_s=-7200), after_s=1)
    stood_in = watch.lane[-1][0]
    assert watch.take(watch.fix(age_s=10), after_s=1) is Ruling.SANE
    assert watch.lane[-1][0] == stood_in


def test_a_buffer_from_before_a_time_that_stood_in_is_late(watch: Watch) -> None:
    watch.take(watch.fix(age_s=-7200))
    assert watch.take(watch.fix(age_s=300)) is Ruling.LATE


def test_a_clock_that_was_set_back_an_hour_freezes_the_unit_for_a_minute_at_most(watch: Watch) -> None:
    watch.take(watch.fix())
    rulings = []
    for step in range(1, 25):
        row = fix(watch.now_ms + 5_000 - 3_600_000, HOME[0], HOME[1] + step * 1e-5)
        rulings.append(watch.take(row, after_s=5))
    frozen = [r for r in rulings if r is Ruling.LATE]
    assert len(frozen) <= 13
    assert set(rulings[len(frozen) :]) == {Ruling.CLOCK}


def test_once_the_clock_is_right_again_its_first_fix_shows(watch: Watch) -> None:
    test_a_clock_that_was_set_back_an_hour_freezes_the_unit_for_a_minute_at_most(watch)
    assert watch.take(watch.fix(age_s=-4.5), after_s=5) is Ruling.SANE


def test_a_clock_that_is_behind_since_before_duty_shows_the_unit_after_a_minute(watch: Watch) -> None:
    watch.since_ms = watch.now_ms
    rulings = [watch.take(watch.fix(age_s=7200), after_s=10) for _ in range(8)]
    assert rulings[:6] == [Ruling.BEFORE_DUTY] * 6
    assert rulings[7] is Ruling.CLOCK


def test_a_buffer_is_never_taken_for_a_wrong_clock_however_long_it_takes_to_empty(watch: Watch) -> None:
    """Ten fixes of 5 s each arrive in 25 s, for two hours: the lag shrinks all the time."""
    watch.take(watch.fix())
    at_ms = watch.now_ms
    watch.now_ms += 7_200_000
    for _ in range(1_000):
        at_ms += 5_000
        assert watch.take(fix(at_ms, *HOME), after_s=2.5) is Ruling.SANE
        assert watch.lane[-1][0] == at_ms


def test_an_impossible_jump_is_held_and_an_outlier_is_never_seen(watch: Watch) -> None:
    watch.take(watch.fix())
    assert watch.take(watch.fix(north_km=20)) is Ruling.JUMP
    assert watch.take(watch.fix(age_s=-1)) is Ruling.SANE
    assert len(watch.lane) == 2
    assert Ruling.JUMP.verdict is Verdict.HOLD


def test_outliers_that_agree_with_nothing_are_never_seen(watch: Watch) -> None:
    watch.take(watch.fix())
    for km in (20, -30, 50, -80, 120, 20):
        assert watch.take(watch.fix(north_km=km)) is Ruling.JUMP


def test_a_fix_at_the_shown_place_in_between_makes_the_next_far_one_an_outlier_again(watch: Watch) -> None:
    watch.take(watch.fix())
    for _ in range(5):
        assert watch.take(watch.fix(north_km=20, age_s=-1)) is Ruling.JUMP
        assert watch.take(watch.fix(age_s=-1)) is Ruling.SANE


def test_degrees_of_longitude_are_shorter_in_the_north(watch: Watch) -> None:
    watch.take(watch.fix())
    assert watch.take(fix(watch.now_ms + 1000, HOME[0] + 0.003, HOME[1])) is Ruling.SANE


def test_a_real_move_shows_with_the_second_fix_at_the_new_place(watch: Watch) -> None:
    watch.take(watch.fix())
    assert watch.take(watch.fix(north_km=20, age_s=-1)) is Ruling.JUMP
    assert watch.take(watch.fix(north_km=20.01, age_s=-1)) is Ruling.MOVED
    assert watch.take(watch.fix(north_km=20.02, age_s=-1)) is Ruling.SANE


def test_a_move_that_the_time_in_between_explains_shows_at_once(watch: Watch) -> None:
    watch.take(watch.fix())
    assert watch.take(watch.fix(north_km=20, age_s=-180), after_s=180) is Ruling.SANE


def test_poor_accuracy_explains_a_jump(watch: Watch) -> None:
    watch.take(watch.fix(accuracy_dm=8_000))
    assert watch.take(watch.fix(north_km=0.9, age_s=-1)) is Ruling.SANE


def test_the_date_line_is_no_jump(watch: Watch) -> None:
    watch.take(fix(watch.now_ms, 179.9999, 60.0))
    assert watch.take(fix(watch.now_ms + 900, -179.9999, 60.0)) is Ruling.SANE


def test_a_cell_tower_does_not_replace_a_fresh_fix_but_does_a_stale_one(watch: Watch) -> None:
    watch.take(watch.fix())
    assert watch.take(watch.fix(age_s=-5, accuracy_dm=20_000), after_s=5) is Ruling.COARSE
    assert watch.take(watch.fix(age_s=-61, accuracy_dm=20_000), after_s=61) is Ruling.SANE
    assert watch.take(watch.fix(age_s=-5, accuracy_dm=20_000), after_s=5) is Ruling.SANE
    assert watch.take(watch.fix(age_s=-5), after_s=5) is Ruling.SANE


def test_a_sender_cannot_set_flags_that_are_the_stations(watch: Watch) -> None:
    judged = watch.judge(watch.fix(flags=0xFFFF))
    assert judged.fixes.flags.tolist() == [BATTERY_UNKNOWN]


@pytest.mark.parametrize(("sent", "read"), [(35_999, 35_999), (36_000, UNKNOWN), (UNKNOWN, UNKNOWN)])
def test_a_heading_beyond_the_circle_is_unknown(watch: Watch, sent: int, read: int) -> None:
    assert watch.judge(watch.fix(heading_cdeg=sent)).fixes.heading_cdeg.tolist() == [read]


def test_the_latest_fix_is_what_was_shown_last(watch: Watch) -> None:
    assert watch.sanity.latest(UNIT) is None
    shown = watch.fix(speed_cmps=120, heading_cdeg=9000, flags=55)
    watch.take(shown)
    watch.take(watch.fix(north_km=20))
    latest = watch.sanity.latest(UNIT)
    assert latest is not None
    assert all(getattr(latest, name).tolist() == getattr(shown, name).tolist() for name in Fixes.__slots__)


def test_a_battery_changes_the_shown_fix_and_not_its_time(watch: Watch) -> None:
    assert watch.sanity.set_battery(UNIT, 40, ON_DUTY_MS) is None
    watch.take(watch.fix(age_s=5, flags=90))
    changed = watch.sanity.set_battery(UNIT, 40, ON_DUTY_MS)
    assert changed is not None
    assert (changed.flags.tolist(), changed.at_ms.tolist()) == ([40], [watch.lane[-1][0]])
    assert watch.sanity.set_battery(UNIT, 30, watch.now_ms) is None


def test_after_a_restart_an_older_fix_is_still_late_and_a_jump_still_held(watch: Watch) -> None:
    watch.take(watch.fix())
    latest = watch.sanity.latest(UNIT)
    assert latest is not None
    again = Watch(now_ms=watch.now_ms)
    again.sanity.restore(latest)
    assert again.take(again.fix(age_s=20)) is Ruling.LATE
    assert again.take(again.fix(north_km=20)) is Ruling.JUMP
    assert again.take(again.fix()) is Ruling.SANE


def test_a_forgotten_unit_starts_anew(watch: Watch) -> None:
    watch.take(watch.fix())
    watch.sanity.forget([UNIT, 10**6])
    assert watch.sanity.latest(UNIT) is None
    assert watch.take(watch.fix(north_km=500, age_s=600)) is Ruling.SANE


def test_of_very_many_fixes_of_one_unit_in_a_batch_the_newest_shows_and_all_are_kept(watch: Watch) -> None:
    rows = [watch.fix(north_km=n * 1e-3, age_s=5 * n) for n in range(TURNS * 4)]
    judged = watch.judge(*rows)
    assert len(judged.kept()) == len(rows)
    assert watch.lane[-1][0] == watch.now_ms
    assert judged.counts() == {"fix.sane": TURNS, "fix.late": TURNS * 3}


def test_in_a_batch_what_is_before_duty_or_nowhere_is_dropped_however_many_there_are(watch: Watch) -> None:
    watch.since_ms = watch.now_ms - 1_000
    nowhere = fix(watch.now_ms - 500, 0, 0)
    judged = watch.judge(*[watch.fix(age_s=5)] * TURNS * 2, *[nowhere] * TURNS * 2, watch.fix())
    assert judged.counts() == {"fix.sane": 1, "fix.before_duty": TURNS * 2, "fix.nowhere": TURNS * 2}


def test_an_empty_batch_is_judged() -> None:
    assert Sanity().judge(Fixes.empty(), np.empty(0, np.int64), NOW_MS).counts() == {}


# Laws, for any garbage. A step is (seconds since the last one, rows: seconds off, kilometres off, accuracy).
