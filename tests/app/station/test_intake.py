from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from app.domain.errors import AppError
from app.domain.fixes import Fixes
from app.domain.report import Report
from app.domain.terminal import Terminal, TerminalKind
from app.station.allowance import PHONE as PHONE_RATE
from app.station.columns import NO_TIME
from app.station.intake import Intake, Outcome
from tests.app.station.field_ports import (
    GATEWAY,
    NOW_MS,
    ON_DUTY_MS,
    OTHER_PHONE,
    OTHER_UNIT,
    PHONE,
    SPARE,
    UNIT,
    FieldPorts,
    token_of,
)

HOME = (24.9384, 60.1699)


def report(after_s: float = 0, lon: float = HOME[0], lat: float = HOME[1], **known: Any) -> Report:
    return Report(at_ms=NOW_MS + round(after_s * 1000), lon_deg=lon, lat_deg=lat, **known)


@pytest.fixture
def ports() -> FieldPorts:
    return FieldPorts()


def send(ports: FieldPorts, *reports: Report, terminal: int = PHONE, intake: Intake | None = None) -> Outcome:
    """Hand the reports over at the time of the last one."""
    ports.now = max([ports.now, *(r.at_ms for r in reports if r.at_ms is not None and r.at_ms < NOW_MS + 10**8)])
    into = intake or ports.intake
    return into.accept(into.admit(token_of(terminal)), [("", r) for r in reports], "osmand")


def refusal(ports: FieldPorts, *reports: Report, terminal: int = PHONE) -> str:
    with pytest.raises(AppError) as raised:
        send(ports, *reports, terminal=terminal)
    return raised.value.code


def shown_at(ports: FieldPorts, unit: int = UNIT) -> tuple[float, float] | None:
    latest = ports.fleet.of(unit)
    return None if latest is None else (latest.lon_deg, latest.lat_deg)


def test_a_report_is_shown_stored_and_counted(ports: FieldPorts) -> None:
    assert send(ports, report(speed_mps=1.5, heading_deg=90, accuracy_m=5, battery=0.8)) is Outcome.ACCEPTED
    latest = ports.fleet.of(UNIT)
    assert latest is not None
    assert (latest.lon_deg, latest.lat_deg, latest.at_ms) == (*HOME, NOW_MS)
    assert (latest.speed_mps, latest.heading_deg, latest.accuracy_m, latest.battery) == (1.5, 90, 5, 0.8)
    assert [len(fixes) for fixes in ports.stored] == [1]
    assert ports.outcomes == {("osmand", "accepted"): 1}
    assert ports.rulings == {"fix.sane": 1}


@pytest.mark.parametrize("token", ["", "1-wrong", "99-secret99", "x" * 10_000, "1-secret1 ", "\ud800", "\x00"])
def test_any_other_token_is_refused(ports: FieldPorts, token: str) -> None:
    with pytest.raises(AppError) as raised:
        ports.intake.admit(token)
    assert raised.value.code == "terminal.unauthorised"


def test_a_retired_terminal_is_refused(ports: FieldPorts) -> None:
    del ports.terminals[PHONE]
    assert refusal(ports, report()) == "terminal.unauthorised"


def test_a_unit_off_duty_is_answered_politely_and_nothing_of_it_is_seen(ports: FieldPorts) -> None:
    ports.duty.clear()
    assert send(ports, report(), report(5)) is Outcome.UNSEEN
    assert not ports.published
    assert not ports.stored
    assert not ports.asked
    assert not ports.rulings


def test_what_was_buffered_off_duty_is_not_seen_when_it_arrives_on_duty(ports: FieldPorts) -> None:
    ports.duty[UNIT] = NOW_MS
    assert send(ports, report(-3600), report(-1), report(1)) is Outcome.ACCEPTED
    assert [fixes.at_ms.tolist() for fixes in ports.stored] == [[NOW_MS + 1000]]


def test_a_terminal_without_a_unit_is_heard_and_nothing_else(ports: FieldPorts) -> None:
    assert send(ports, report(), terminal=SPARE) is Outcome.UNSEEN
    assert ports.heard == [(SPARE, "osmand")]
    assert not ports.published
    assert not ports.stored


def test_a_terminal_is_said_to_be_heard_once_for_each_secret(ports: FieldPorts) -> None:
    for after_s in range(3):
        send(ports, report(after_s))
    assert ports.heard == [(PHONE, "osmand")]
    ports.terminals[PHONE] = ports.terminals[PHONE].model_copy(update={"secret_generation": 2})
    send(ports, report(3))
    assert ports.heard == [(PHONE, "osmand")] * 2


def test_a_terminal_that_the_picture_knows_as_heard_is_not_said_again(ports: FieldPorts) -> None:
    known = Terminal.model_validate(
        {"number": PHONE, "kind": TerminalKind.PHONE, "unit": UNIT, "first_heard_at": "2026-01-01T00:00:00Z"}
    )
    ports.terminals[PHONE] = known
    send(ports, report())
    assert not ports.heard


def test_a_refused_report_is_not_heard(ports: FieldPorts) -> None:
    with pytest.raises(AppError):
        ports.intake.admit("1-wrong")
    assert not ports.heard


def test_a_retry_of_the_last_report_is_welcome_and_has_the_effect_of_one(ports: FieldPorts) -> None:
    send(ports, report())
    for _ in range(5):
        assert send(ports, report()) is Outcome.REPEATED
    assert len(ports.published) == len(ports.stored) == 1


def test_a_replayed_report_is_refused_and_changes_nothing(ports: FieldPorts) -> None:
    send(ports, report())
    send(ports, report(5, lat=HOME[1] + 1e-4))
    assert refusal(ports, report()) == "report.replayed"
    assert len(ports.published) == len(ports.stored) == 2


def test_a_replay_of_a_whole_buffer_is_refused_and_its_retry_is_not(ports: FieldPorts) -> None:
    buffer = [report(s) for s in range(5)]
    send(ports, *buffer)
    assert send(ports, *buffer) is Outcome.REPEATED
    send(ports, report(6))
    assert refusal(ports, *buffer) == "report.replayed"


def test_a_replay_is_refused_also_after_a_restart(ports: FieldPorts) -> None:
    send(ports, report())
    send(ports, report(5))
    restarted = ports.open()
    restarted.restore(ports.fleet.fixes())
    assert send(ports, report(5), intake=restarted) is Outcome.REPEATED
    with pytest.raises(AppError) as raised:
        send(ports, report(), intake=restarted)
    assert raised.value.code == "report.replayed"


def test_a_replay_after_the_duty_ended_is_not_seen(ports: FieldPorts) -> None:
    send(ports, report())
    ports.duty.clear()
    ports.intake.forget([UNIT])
    assert send(ports, report()) is Outcome.UNSEEN


def test_a_terminal_that_reports_too_fast_is_told_when_to_come_back(ports: FieldPorts) -> None:
    send(ports, *(report(n - PHONE_RATE.burst) for n in range(PHONE_RATE.burst)))
    phone = ports.intake.admit(token_of(PHONE))
    with pytest.raises(AppError) as raised:
        ports.intake.accept(phone, [("", report(1))], "osmand")
    assert raised.value.code == "report.too_many"
    assert raised.value.params == {"retry_after_s": 1}
    ports.now += 1000
    assert send(ports, report(10)) is Outcome.ACCEPTED
    assert send(ports, report(), terminal=OTHER_PHONE) is Outcome.ACCEPTED


def test_a_battery_alone_changes_the_battery_and_not_the_age(ports: FieldPorts) -> None:
    send(ports, report(battery=0.8))
    assert send(ports, Report(at_ms=NOW_MS + 60_000, battery=0.5)) is Outcome.ACCEPTED
    latest = ports.fleet.of(UNIT)
    assert latest is not None
    assert (latest.battery, latest.at_ms, latest.lat_deg) == (0.5, NOW_MS, HOME[1])
    assert len(ports.stored) == 1


def test_a_battery_of_a_unit_that_shows_nothing_is_taken_politely(ports: FieldPorts) -> None:
    assert send(ports, Report(at_ms=NOW_MS, battery=0.5)) is Outcome.ACCEPTED
    assert send(ports, Report(at_ms=None)) is Outcome.ACCEPTED
    assert not ports.published


def test_a_battery_does_not_bring_back_a_place_of_an_earlier_duty(ports: FieldPorts) -> None:
    send(ports, report(battery=0.8))
    ports.now += 60_000
    ports.duty[UNIT] = ports.now
    send(ports, Report(at_ms=ports.now, battery=0.5))
    assert len(ports.published) == 1


def test_a_jump_is_held_back_and_neither_shown_nor_stored(ports: FieldPorts) -> None:
    send(ports, report())
    send(ports, report(1, lat=61.0))
    assert shown_at(ports) == HOME
    assert len(ports.stored) == 1
    assert ports.rulings == {"fix.sane": 1, "fix.jump": 1}


def test_a_late_report_is_stored_and_not_shown(ports: FieldPorts) -> None:
    send(ports, report(60, lat=HOME[1] + 1e-3))
    send(ports, report())
    assert shown_at(ports) == (HOME[0], 60.1709)
    assert [fixes.at_ms.tolist() for fixes in ports.stored] == [[NOW_MS + 60_000], [NOW_MS]]


def test_an_empty_message_is_ignored_politely(ports: FieldPorts) -> None:
    assert send(ports) is Outcome.IGNORED
    assert not ports.heard


def test_a_gateways_report_is_its_devices(ports: FieldPorts) -> None:
    gateway = ports.intake.admit(token_of(GATEWAY))
    message = [("device-1", report()), ("device-2", report(lat=60.2)), ("nobody", report()), ("", report())]
    assert ports.intake.accept(gateway, message, "traccar") is Outcome.ACCEPTED
    assert shown_at(ports) == HOME
    assert shown_at(ports, OTHER_UNIT) == (HOME[0], 60.2)
    assert ports.heard == [(GATEWAY, "traccar"), (PHONE, "traccar"), (OTHER_PHONE, "traccar")]


def test_a_phone_speaks_for_itself_whatever_identifier_it_sends(ports: FieldPorts) -> None:
    phone = ports.intake.admit(token_of(PHONE))
    ports.intake.accept(phone, [("device-2", report())], "osmand")
    assert shown_at(ports) == HOME
    assert shown_at(ports, OTHER_UNIT) is None


def batch(ports: FieldPorts, fixes: Fixes, devices: list[str] | None = None, terminal: int = GATEWAY) -> Outcome:
    return ports.intake.accept_fixes(ports.intake.admit(token_of(terminal)), fixes, devices, "batch")


def test_a_batch_is_shown_by_unit_and_by_device(ports: FieldPorts) -> None:
    fixes = Fixes.of(
        [(UNIT, NOW_MS, *HOME), (0, NOW_MS, 24.9, 60.2), (0, NOW_MS, 24.9, 60.3), (999, NOW_MS, 1, 2)]
    )
    assert batch(ports, fixes, ["", "device-2", "nobody", ""]) is Outcome.ACCEPTED
    assert shown_at(ports) == HOME
    assert shown_at(ports, OTHER_UNIT) == (24.9, 60.2)
    assert len(ports.fleet) == 2


def test_a_batch_of_a_phone_is_refused(ports: FieldPorts) -> None:
    with pytest.raises(AppError) as raised:
        batch(ports, Fixes.of([(OTHER_UNIT, NOW_MS, *HOME)]), terminal=PHONE)
    assert raised.value.code == "terminal.not_a_gateway"


def test_of_a_batch_only_units_on_duty_are_seen(ports: FieldPorts) -> None:
    del ports.duty[OTHER_UNIT]
    batch(ports, Fixes.of([(UNIT, NOW_MS, *HOME), (OTHER_UNIT, NOW_MS, *HOME)]))
    assert [fixes.unit.tolist() for fixes in ports.stored] == [[UNIT]]


def test_a_batch_may_come_again_and_a_replayed_one_is_refused(ports: FieldPorts) -> None:
    first = Fixes.of([(UNIT, NOW_MS, *HOME), (OTHER_UNIT, NOW_MS, *HOME)])
    batch(ports, first)
    assert batch(ports, first) is Outcome.REPEATED
    ports.now += 5_000
    batch(ports, Fixes.of([(UNIT, NOW_MS + 5_000, *HOME)]))
    with pytest.raises(AppError) as raised:
        batch(ports, first)
    assert raised.value.code == "report.replayed"


def test_an_empty_batch_is_taken(ports: FieldPorts) -> None:
    assert batch(ports, Fixes.empty()) is Outcome.UNSEEN


def test_no_unit_number_off_duty_makes_the_memory_grow(ports: FieldPorts) -> None:
    fixes = Fixes.of([(2**32 - 1, NOW_MS, *HOME)])
    assert batch(ports, fixes) is Outcome.UNSEEN


def test_twenty_thousand_fixes_of_as_many_units_are_all_shown(ports: FieldPorts) -> None:
    count = 20_000
    ports.duty = dict.fromkeys(range(1, count + 1), ON_DUTY_MS)
    fixes = Fixes.zeros(count)
    fixes.unit[:] = np.arange(1, count + 1)
    fixes.at_ms[:] = NOW_MS
    fixes.lon_e7[:], fixes.lat_e7[:] = 249_000_000, 601_000_000
    batch(ports, fixes)
    assert len(ports.fleet) == count
    assert ports.rulings == {"fix.sane": count}


def test_reports_without_a_time_show_at_the_stations(ports: FieldPorts) -> None:
    fixes = Fixes.of([(UNIT, 0, *HOME)])
    fixes.at_ms[:] = NO_TIME
    batch(ports, fixes)
    latest = ports.fleet.of(UNIT)
    assert latest is not None
    assert (latest.at_ms, latest.is_station_time) == (NOW_MS, True)


def test_the_picture_goes_on_when_the_track_cannot_be_written(
    ports: FieldPorts, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: Fixes) -> None:
        raise AppError("tracks.not_writable")

    monkeypatch.setattr(ports, "append", full)
    assert refusal(ports, report()) == "tracks.not_writable"
    assert shown_at(ports) == HOME
