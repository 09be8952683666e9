from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from app.domain import command as orders
from app.domain.errors import AppError
from app.domain.operator import OperatorFields, Role
from app.settings import Settings
from app.station.access import Access, LoginLockedError
from app.station.commands import Commands
from tests.app.station.conftest import KEY, OpenCommands

PASSWORD = "correct horse battery"
START_MS = 1_800_000_000_000


class Time:
    def __init__(self) -> None:
        self.now_ms = START_MS

    def __call__(self) -> int:
        return self.now_ms


def with_access(
    open_commands: OpenCommands, tmp_path: Path, check: Callable[[Commands, Access, Time], None]
) -> None:
    """Run a check against a station's access where alice is a dispatcher."""

    async def run() -> None:
        async with open_commands() as commands:
            for login, role in (("admin", Role.ADMINISTRATOR), ("alice", Role.DISPATCHER)):
                order = orders.RegisterOperator(operator=OperatorFields(login=login, role=role), password=PASSWORD)
                await commands.order(order, by="station", key=login)
            clock = Time()
            settings = Settings(data=tmp_path)
            operators = commands.state.picture.operators
            access = Access(commands._database, KEY, settings, lambda: operators, clock)
            await asyncio.to_thread(check, commands, access, clock)

    asyncio.run(run())


def test_the_right_password_opens_a_session_with_the_role_on_the_token(
    open_commands: OpenCommands, tmp_path: Path
) -> None:
    def check(_: Commands, access: Access, __: Time) -> None:
        tokens = access.sign_in("Alice ", PASSWORD)
        assert access.operator_of(tokens.access).role is Role.DISPATCHER
        assert PASSWORD not in repr(tokens)
        assert tokens.access not in repr(tokens)

    with_access(open_commands, tmp_path, check)


def test_five_failures_lock_for_ten_minutes_and_the_right_password_does_not_help_meanwhile(
    open_commands: OpenCommands, tmp_path: Path
) -> None:
    def check(_: Commands, access: Access, clock: Time) -> None:
        for _ in range(4):
            with pytest.raises(AppError, match="session.refused"):
                access.sign_in("alice", "wrong")
        with pytest.raises(LoginLockedError) as locked:
            access.sign_in("alice", "wrong")
        # For the log; who asked must not learn from it that the login exists.
        assert locked.value.operator is not None
        assert set(locked.value.params) == {"until"}
        with pytest.raises(AppError, match="session.locked"):
            access.sign_in("alice", PASSWORD)
        clock.now_ms += 600_000 - 1
        with pytest.raises(AppError, match="session.locked"):
            access.sign_in("alice", PASSWORD)
        clock.now_ms += 2
        assert access.sign_in("alice", PASSWORD).operator.login == "alice"

    with_access(open_commands, tmp_path, check)


def test_guesses_made_at_the_same_time_count_one_by_one(open_commands: OpenCommands, tmp_path: Path) -> None:
    def check(_: Commands, access: Access, __: Time) -> None:
        def guess(number: int) -> str:
            with pytest.raises(AppError) as error:
                access.sign_in("alice", f"wrong {number}")
            return error.value.code

        with ThreadPoolExecutor(8) as guessers:
            codes = list(guessers.map(guess, range(8)))
        assert sorted(codes) == ["session.locked"] * 4 + ["session.refused"] * 4
        with pytest.raises(AppError, match="session.locked"):
            access.sign_in("alice", PASSWORD)

    with_access(open_commands, tmp_path, check)


def test_a_new_password_ends_what_the_old_one_opened_and_the_lock_after_guesses(
    open_commands: OpenCommands, tmp_path: Path
) -> None:
    async def run() -> None:
        async with open_commands() as commands:
            fields = OperatorFields(login="alice", role=Role.ADMINISTRATOR)
            await commands.order(orders.RegisterOperator(operator=fields, password=PASSWORD), by="x", key="a")
            clock = Time()
            access = Access(
                commands._database, KEY, Settings(data=tmp_path), lambda: commands.state.picture.operators, clock
            )
            old = await asyncio.to_thread(access.sign_in, "alice", PASSWORD)
            grant = access.grant_of(old.access)
            for _ in range(5):
                with pytest.raises(AppError):
                    await asyncio.to_thread(access.sign_in, "alice", "wrong")
            change = orders.ChangeOperator(number=1, operator=fields, password="another long one")
            await commands.order(change, by="x", key="b")
            access.end_grants(1)
            assert not access.is_good(grant)
            with pytest.raises(AppError, match="session.ended"):
                access.operator_of(old.access)
            with pytest.raises(AppError, match="session.ended"):
                await asyncio.to_thread(access.refresh, old.refresh)
            clock.now_ms += 1
            new = await asyncio.to_thread(access.sign_in, "alice", "another long one")
            assert access.operator_of(new.access).login == "alice"

    asyncio.run(run())


def test_a_login_that_nobody_has_is_answered_like_one_that_exists(
    open_commands: OpenCommands, tmp_path: Path
) -> None:
    def check(_: Commands, access: Access, __: Time) -> None:
        answers = []
        for _ in range(6):
            with pytest.raises(AppError) as error:
                access.sign_in("mallory", "wrong")
            answers.append(error.value.code)
        assert answers == ["session.refused"] * 4 + ["session.locked"] * 2

    with_access(open_commands, tmp_path, check)


def test_an_access_token_ends_and_a_refresh_token_is_good_once(
    open_commands: OpenCommands, tmp_path: Path
) -> None:
    def check(_: Commands, access: Access, clock: Time) -> None:
        first = access.sign_in("alice", PASSWORD)
        clock.now_ms = int(first.access_expires_at.timestamp() * 1000) + 1000
        with pytest.raises(AppError, match="session.ended"):
            access.operator_of(first.access)
        second = access.refresh(first.refresh)
        assert access.operator_of(second.access).login == "alice"
        # The answer may have been lost; a minute later it is plain that somebody else has the token.
        access.refresh(first.refresh)
        clock.now_ms += 61_000
        with pytest.raises(AppError, match="session.ended"):
            access.refresh(first.refresh)
        clock.now_ms = int(second.refresh_expires_at.timestamp() * 1000)
        with pytest.raises(AppError, match="session.ended"):
            access.refresh(second.refresh)

    with_access(open_commands, tmp_path, check)


@pytest.mark.parametrize(
    "token", ["", "x", "a.b.c", "eyJhbGciOiJub25lIn0.eyJzdWIiOiIxIiwicm9sZSI6ImFkbWluaXN0cmF0b3IifQ."]
)
def test_a_forged_access_token_is_refused(open_commands: OpenCommands, tmp_path: Path, token: str) -> None:
    def check(_: Commands, access: Access, __: Time) -> None:
        with pytest.raises(AppError, match="session.ended"):
            access.operator_of(token)

    with_access(open_commands, tmp_path, check)


def test_retiring_an_operator_ends_the_sessions(open_commands: OpenCommands, tmp_path: Path) -> None:
    async def run() -> None:
        async with open_commands() as commands:
            for login, role in (("admin", Role.ADMINISTRATOR), ("alice", Role.DISPATCHER)):
                order = orders.RegisterOperator(operator=OperatorFields(login=login, role=role), password=PASSWORD)
                await commands.order(order, by="station", key=login)
            access = Access(
                commands._database, KEY, Settings(data=tmp_path), lambda: commands.state.picture.operators
            )
            tokens = await asyncio.to_thread(access.sign_in, "alice", PASSWORD)
            await commands.order(orders.RetireOperator(number=tokens.operator.number), by="station", key="r")
            with pytest.raises(AppError, match="session.ended"):
                access.operator_of(tokens.access)
            with pytest.raises(AppError, match="session.ended"):
                await asyncio.to_thread(access.refresh, tokens.refresh)

    asyncio.run(run())
