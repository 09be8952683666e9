from __future__ import annotations

import asyncio

import pytest
import sqlalchemy as sa

from app.domain import command as orders
from app.domain.camera import CameraFields
from app.domain.errors import AppError
from app.domain.operator import OperatorFields, Role
from app.domain.pull import Pull
from app.domain.terminal import TerminalFields, TerminalKind
from app.domain.unit import Force, UnitFields, UnitStatus
from app.station.database import Database, event_table, metadata, password_table
from app.station.log import Entry, Log
from tests.app.station.conftest import OpenCommands

ALICE = "operator:1"


def patrol(callsign: str = "D-03") -> orders.RegisterUnit:
    fields = UnitFields(callsign=callsign, name="Patrol car", force=Force.DEDICATED, agency="Patrol police")
    return orders.RegisterUnit(unit=fields)


def refusal_of(result: object) -> str:
    assert isinstance(result, AppError)
    return result.code


def test_a_command_delivered_many_times_has_the_effect_of_one(
    open_commands: OpenCommands, told: list[Entry]
) -> None:
    async def run() -> None:
        async with open_commands() as commands:
            receipts = [await commands.order(patrol(), by=ALICE, key="k1") for _ in range(3)]
            # And all at once, within one commit.
            receipts += await asyncio.gather(*(commands.order(patrol(), by=ALICE, key="k1") for _ in range(20)))
            assert len({receipt.model_dump_json() for receipt in receipts}) == 1
            assert [u.callsign for u in commands.state.picture.units.values()] == ["D-03"]
        async with open_commands() as commands:
            again = await commands.order(patrol(), by=ALICE, key="k1")
            assert again == receipts[0]
            assert len(commands.state.picture.units) == 1

    asyncio.run(run())
    assert len(told) == 1


def test_many_copies_of_one_command_in_the_same_commit_get_the_same_receipt(open_commands: OpenCommands) -> None:
    async def run() -> None:
        async with open_commands() as commands:
            receipts = await asyncio.gather(*(commands.order(patrol(), by=ALICE, key="k") for _ in range(50)))
            assert len({receipt.model_dump_json() for receipt in receipts}) == 1
            assert commands.state.picture.seq == 1

    asyncio.run(run())


def test_the_receipt_of_an_order_that_changed_nothing_stays_the_same(open_commands: OpenCommands) -> None:
    async def run() -> None:
        async with open_commands() as commands:
            await commands.order(patrol(), by=ALICE, key="k")
            await commands.order(orders.StartDuty(unit=1), by=ALICE, key="d1")
            # Together with one that does change something, in the same commit.
            again, _ = await asyncio.gather(
                commands.order(orders.StartDuty(unit=1), by=ALICE, key="d2"),
                commands.order(patrol("D-04"), by=ALICE, key="k2"),
            )
            assert again.events == ()
            await commands.order(patrol("D-05"), by=ALICE, key="k3")
            assert await commands.order(orders.StartDuty(unit=1), by=ALICE, key="d2") == again

    asyncio.run(run())


def test_an_order_that_comes_while_the_station_stops_is_refused_and_does_not_wait_for_ever(
    open_commands: OpenCommands,
) -> None:
    async def run() -> None:
        async with open_commands() as commands:
            stopping = asyncio.create_task(commands.stop())
            orders_at_any_moment = []
            while not stopping.done():
                await asyncio.sleep(0)
                key = f"k{len(orders_at_any_moment)}"
                orders_at_any_moment.append(asyncio.create_task(commands.order(patrol(key), by=ALICE, key=key)))
            async with asyncio.timeout(60):
                results = await asyncio.gather(*orders_at_any_moment, return_exceptions=True)
            refused = [result for result in results if isinstance(result, AppError)]
            assert refused and {refusal_of(error) for error in refused} == {"station.stopping"}

    asyncio.run(run())


def test_a_key_used_for_another_command_is_refused(open_commands: OpenCommands) -> None:
    async def run() -> None:
        async with open_commands() as commands:
            await commands.order(patrol("D-03"), by=ALICE, key="k")
            with pytest.raises(AppError, match="idempotency.key_reused"):
                await commands.order(patrol("D-04"), by=ALICE, key="k")
            # Another operator's key is another key.
            await commands.order(patrol("D-04"), by="operator:2", key="k")
            assert len(commands.state.picture.units) == 2

    asyncio.run(run())


def test_what_was_acknowledged_is_there_after_a_restart_in_the_same_numbers(open_commands: OpenCommands) -> None:
    async def run() -> None:
        async with open_commands() as commands:
            for i in range(5):
                await commands.order(patrol(f"D-0{i}"), by=ALICE, key=f"k{i}")
            await commands.order(orders.RetireUnit(number=5), by=ALICE, key="r")
            before = commands.state.snapshot("test")
        async with open_commands() as commands:
            after = commands.state.snapshot("test")
            assert after.model_copy(update={"at": before.at}) == before
            receipt = await commands.order(patrol("D-99"), by=ALICE, key="new")
            # A retired number is never given again.
            assert receipt.events[0].fact.unit.number == 6  # type: ignore[union-attr]

    asyncio.run(run())


def test_of_two_orders_for_one_callsign_in_the_same_instant_exactly_one_is_carried_out(
    open_commands: OpenCommands,
) -> None:
    async def run() -> None:
        async with open_commands() as commands:
            both = [commands.order(patrol("D-03"), by=f"operator:{i}", key="k") for i in range(2)]
            results = await asyncio.gather(*both, return_exceptions=True)
            refused = [result for result in results if isinstance(result, AppError)]
            assert [refusal_of(error) for error in refused] == ["callsign.taken"]
            assert len(commands.state.picture.units) == 1

    asyncio.run(run())


@pytest.mark.parametrize(
    ("command", "code"),
    [
        (orders.StartDuty(unit=99), "unit.unknown"),
        (orders.SetUnitStatus(unit=1, status=UnitStatus.BUSY), "unit.off_duty"),
        (orders.SetUnitStatus(unit=1, status=UnitStatus.OFF_DUTY), "status.use_duty_end"),
        (orders.RetireTerminal(number=1), "terminal.unknown"),
        (orders.RetireOperator(number=77), "operator.unknown"),
        (orders.RegisterTerminal(terminal=TerminalFields(kind=TerminalKind.PHONE, unit=9)), "unit.unknown"),
        (
            orders.RegisterTerminal(terminal=TerminalFields(kind=TerminalKind.GATEWAY, unit=1)),
            "gateway.has_no_unit",
        ),
    ],
)
def test_an_impossible_command_is_refused_and_changes_nothing(
    open_commands: OpenCommands, command: orders.Command, code: str
) -> None:
    async def run() -> None:
        async with open_commands() as commands:
            await commands.order(patrol(), by=ALICE, key="k")
            seq = commands.state.picture.seq
            with pytest.raises(AppError, match=code):
                await commands.order(command, by=ALICE, key="k2")
            assert commands.state.picture.seq == seq

    asyncio.run(run())


def test_the_last_administrator_stays(open_commands: OpenCommands) -> None:
    async def run() -> None:
        async with open_commands() as commands:
            fields = OperatorFields(login="admin", role=Role.ADMINISTRATOR)
            order = orders.RegisterOperator(operator=fields, password="a long password")
            receipt = await commands.order(order, by="station", key="first")
            number = receipt.events[0].fact.operator.number  # type: ignore[union-attr]
            with pytest.raises(AppError, match="operator.last_administrator"):
                await commands.order(orders.RetireOperator(number=number), by=ALICE, key="r")
            demoted = OperatorFields(login="admin", role=Role.REVIEWER)
            with pytest.raises(AppError, match="operator.last_administrator"):
                await commands.order(orders.ChangeOperator(number=number, operator=demoted), by=ALICE, key="c")

    asyncio.run(run())


def test_no_password_is_on_the_log_or_in_the_receipt(open_commands: OpenCommands, tmp_path: object) -> None:
    password = "correct horse battery"

    async def run() -> str:
        async with open_commands() as commands:
            fields = OperatorFields(login="alice", role=Role.DISPATCHER)
            order = orders.RegisterOperator(operator=fields, password=password)
            receipt = await commands.order(order, by=ALICE, key="k")
            assert password not in repr(order)
            with commands._database.read() as connection:
                rows = [str(row) for row in connection.execute(sa.select(event_table))]
                hashes = list(connection.execute(sa.select(password_table.c.hash)).scalars())
            assert hashes[0].startswith("$argon2id$")
            return receipt.model_dump_json() + "".join(rows)

    assert password not in asyncio.run(run())


def test_ones_own_password_is_changed_by_proving_the_present_one_and_once(open_commands: OpenCommands) -> None:
    async def run() -> None:
        async with open_commands() as commands:
            fields = OperatorFields(login="alice", role=Role.DISPATCHER)
            await commands.order(
                orders.RegisterOperator(operator=fields, password="old password"), by=ALICE, key="k"
            )
            number = next(iter(commands.state.picture.operators))
            wrong = orders.ChangePassword(number=number, current="no idea", password="new password")
            with pytest.raises(AppError, match="password.wrong"):
                await commands.order(wrong, by=ALICE, key="c0")
            right = orders.ChangePassword(number=number, current="old password", password="new password")
            receipt = await commands.order(right, by=ALICE, key="c1")
            assert await commands.order(right, by=ALICE, key="c1") == receipt
            assert commands._passwords.is_right(number, "new password")
            assert not commands._passwords.is_right(number, "old password")

    asyncio.run(run())


def test_what_the_disk_refused_leaves_no_trace_in_what_is_decided_next(
    open_commands: OpenCommands, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def run() -> None:
        async with open_commands() as commands:
            await commands.order(patrol("D-01"), by=ALICE, key="k1")
            with monkeypatch.context() as full:
                full.setattr(commands, "_keep_receipt", _full_disk)
                lost = await asyncio.gather(
                    *(commands.order(patrol(f"D-0{i}"), by=ALICE, key=f"x{i}") for i in (2, 3)),
                    commands.order(orders.StartDuty(unit=1), by=ALICE, key="d"),
                    return_exceptions=True,
                )
            assert [refusal_of(each) for each in lost] == ["storage.full"] * 3
            assert commands.state.picture.seq == 1
            # The same callsign and the same number are free, and unit 1 is not on duty.
            again = await commands.order(patrol("D-02"), by=ALICE, key="k2")
            assert (again.seq, again.events[0].fact.unit.number) == (2, 2)
            assert len((await commands.order(orders.StartDuty(unit=1), by=ALICE, key="d2")).events) == 1
        async with open_commands() as commands:
            assert commands.state.picture.seq == 3
            assert Log(commands._database).verify() == 3

    asyncio.run(run())


def _full_disk(*_: object) -> None:
    raise sa.exc.OperationalError("INSERT", {}, Exception("database or disk is full"))


def test_an_address_with_a_password_goes_to_the_records_and_nowhere_else(
    open_commands: OpenCommands, told: list[Entry], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    fields = CameraFields(name="Gate", lon_deg=24.9, lat_deg=60.2)
    pull = Pull(main="rtsp://desk:geheim@10.0.0.5/main")

    async def run() -> str:
        async with open_commands() as commands:
            order = orders.RegisterCamera(camera=fields, pull=pull)
            receipt = await commands.order(order, by=ALICE, key="k")
            with commands._database.read() as connection:
                tables = [table for name, table in metadata.tables.items() if name != "pull"]
                rows = [str(row) for table in tables for row in connection.execute(sa.select(table))]
            assert commands.pulls.of(1) == pull
            snapshot = commands.state.snapshot("s").model_dump_json()
            return f"{order!r} {receipt.model_dump_json()} {rows} {snapshot} {told} {caplog.text}"

    assert "geheim" not in asyncio.run(run())


def test_an_altered_event_breaks_the_chain(open_commands: OpenCommands, tmp_path: object) -> None:
    async def run() -> None:
        async with open_commands() as commands:
            for i in range(4):
                await commands.order(patrol(f"D-0{i}"), by=ALICE, key=f"k{i}")
            database: Database = commands._database
            assert Log(database).verify() == 4
            with database.write() as connection:
                forged = event_table.c.fact.op("||")(" ")
                connection.execute(sa.update(event_table).where(event_table.c.seq == 3).values(fact=forged))
            with pytest.raises(AppError) as broken:
                Log(database).verify()
            assert broken.value.params == {"seq": 3}

    asyncio.run(run())
