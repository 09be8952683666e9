"""The field: what the intake asks of the station, with the real store, lane and log behind it."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path

import pytest

from app.domain import command as orders
from app.domain.errors import AppError
from app.domain.report import Report
from app.domain.terminal import TerminalFields, TerminalKind
from app.domain.unit import Force, UnitFields
from app.settings import Settings
from app.station.station import Station

BY = "operator:1"


async def with_a_phone(station: Station) -> tuple[int, int]:
    """Numbers of a unit, off duty, and of its phone."""
    fields = UnitFields(callsign="D-01", force=Force.DEDICATED, agency="Patrol police")
    made = await station.commands.order(orders.RegisterUnit(unit=fields), by=BY, key="u")
    unit = made.events[0].fact.unit.number  # type: ignore[union-attr]
    phone = TerminalFields(kind=TerminalKind.PHONE, unit=unit)
    made = await station.commands.order(orders.RegisterTerminal(terminal=phone), by=BY, key="t")
    return unit, made.events[0].fact.terminal.number  # type: ignore[union-attr]


def here_now(lat_deg: float = 60.17) -> Report:
    return Report(at_ms=int(time.time() * 1000), lon_deg=24.94, lat_deg=lat_deg)


def test_a_first_report_that_a_full_disk_kept_off_the_log_is_noted_with_a_later_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def run() -> int:
        station = Station(Settings(data=tmp_path, port=0))
        await station.start()
        try:
            _, number = await with_a_phone(station)
            note = station.commands.note
            tried = asyncio.Event()

            async def full(*_: object, **__: object) -> None:
                tried.set()
                raise AppError("storage.full")

            monkeypatch.setattr(station.commands, "note", full)
            for _ in range(2):
                tried.clear()
                station.field.intake.accept(station.state.picture.terminals[number], [("", here_now())], "osmand")
                await asyncio.wait_for(tried.wait(), 60)
                await asyncio.sleep(0)
            monkeypatch.setattr(station.commands, "note", note)
            station.field.intake.accept(station.state.picture.terminals[number], [("", here_now())], "osmand")
            async with asyncio.timeout(60):
                while station.state.picture.terminals[number].first_heard_by != "osmand":
                    await asyncio.sleep(0.01)
        finally:
            await station.stop()
        return number

    number = asyncio.run(run())
    assert [record.message for record in caplog.records if "not noted" in record.message] == [
        f"first report of terminal {number} not noted: storage.full"
    ]


def test_nothing_of_a_unit_off_duty_is_kept_anywhere(tmp_path: Path) -> None:
    async def run() -> bytes:
        station = Station(Settings(data=tmp_path, port=0))
        await station.start()
        try:
            unit, number = await with_a_phone(station)
            terminal = station.state.picture.terminals[number]
            station.field.intake.accept(terminal, [("", here_now(61.234567))], "osmand")
            await station.commands.order(orders.StartDuty(unit=unit), by=BY, key="s")
            station.field.intake.accept(terminal, [("", here_now())], "osmand")
            station.lane.all_frame()
            assert len(station.lane.fleet) == 1
            await station.commands.order(orders.EndDuty(unit=unit), by=BY, key="e")
            station.field.intake.accept(terminal, [("", here_now(61.234567))], "osmand")
            station.lane.all_frame()
            assert len(station.lane.fleet) == 0
            stored = station.tracks.track(unit, 0, 2**45)
            assert stored.lat_e7.tolist() == [pytest.approx(601_700_000, abs=20)]
            log = [event.model_dump_json() for event in station.log.after(0, 100)]
            return station.metrics.page() + "".join(log).encode()
        finally:
            await station.stop()

    said = asyncio.run(run())
    assert b"61.2345" not in said and b"612345" not in said


def test_a_unit_is_shown_although_the_stations_clock_was_set_back_after_duty_began(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def run() -> None:
        station = Station(Settings(data=tmp_path, port=0))
        await station.start()
        try:
            unit, _ = await with_a_phone(station)
            await station.commands.order(orders.StartDuty(unit=unit), by=BY, key="d")
            began_ms = int(time.time() * 1000)
            monkeypatch.setattr("app.station.field.now_ms", lambda: began_ms - 3_600_000)
            since_ms = station.field.on_duty_since_ms(unit)
            assert since_ms is not None
            assert since_ms <= began_ms - 3_600_000
        finally:
            await station.stop()

    asyncio.run(run())
