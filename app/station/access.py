"""Who may come in: signing in, short access tokens, refresh tokens that rotate, and the lock after failures."""

from __future__ import annotations

import hashlib
import secrets
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import jwt
import sqlalchemy as sa

from app.domain.errors import AppError
from app.domain.model import from_ms, to_wire
from app.domain.operator import Operator, Role
from app.domain.session import SessionTokens
from app.settings import Settings
from app.station.database import Database, failure_table, session_table
from app.station.passwords import Passwords

_ALGORITHM = "HS256"
_STRANGERS = 1_000
#: How long a used refresh token is good once more.
_ANSWER_LOST_MS = 60_000


@dataclass(frozen=True, slots=True)
class _Failures:
    count: int = 0
    locked_until_ms: int = 0


@dataclass(frozen=True, slots=True)
class Grant:
    """What an access token says: who, as what, since when (Unix milliseconds)."""

    operator: int
    role: Role
    issued_at_ms: int


class LoginLockedError(AppError):
    """``session.locked``: too many failures.

    Args:
        operator: the number when this failure was the one that locked, for the log; nobody outside learns it.
    """

    def __init__(self, until_ms: int, operator: int | None = None) -> None:
        self.until, self.operator = from_ms(until_ms), operator
        super().__init__("session.locked", until=to_wire(self.until))


class Access:
    """Blocking parts (hashing, the database) are called from worker threads; ``operator_of`` is pure and quick.

    Args:
        operators: the picture's operators as they are now.
        now_ms: the station's clock, Unix milliseconds.
    """

    def __init__(
        self,
        database: Database,
        key: bytes,
        settings: Settings,
        operators: Callable[[], Mapping[int, Operator]],
        now_ms: Callable[[], int] = lambda: int(time.time() * 1000),
    ) -> None:
        self._database, self._settings, self._operators, self._now_ms = database, settings, operators, now_ms
        self._signing_key = hashlib.sha256(b"access:" + key).digest()
        self._passwords = Passwords(database)
        self._strangers: OrderedDict[str, _Failures] = OrderedDict()
        self._counting = threading.Lock()
        self._ended_at_ms: dict[int, int] = {}

    def sign_in(self, login: str, password: str) -> SessionTokens:
        """Blocking.

        Raises:
            AppError("session.refused"): wrong login or password; which, nobody learns.
            LoginLockedError: this failure was one too many, or one before it was.
        """
        login = login.strip().lower()
        operator = next((o for o in list(self._operators().values()) if o.login == login), None)
        counted = self._count_attempt(login, operator)
        if self._passwords.is_right(operator.number if operator else None, password) and operator is not None:
            self._keep_failures(login, operator, _Failures())
            with self._database.write() as connection:
                return self._open(connection, operator)
        if counted.locked_until_ms:
            raise LoginLockedError(counted.locked_until_ms, operator.number if operator else None)
        raise AppError("session.refused")

    def refresh(self, token: str) -> SessionTokens:
        """A new pair for a refresh token, which is used up by this. Blocking.

        The answer may be lost on the way, and then the token is all that the desk has: it stays good for a minute.

        Raises:
            AppError("session.ended"): unknown, used, expired, or its operator was retired.
        """
        now_ms = self._now_ms()
        with self._database.write() as connection:
            mine = session_table.c.token_hash == _hash(token)
            row = connection.execute(sa.select(session_table).where(mine)).first()
            operator = self._operators().get(row.operator) if row is not None else None
            if row is None or operator is None or row.expires_at_ms <= now_ms:
                raise AppError("session.ended")
            if row.used_at_ms is None:
                connection.execute(sa.update(session_table).where(mine).values(used_at_ms=now_ms))
            elif now_ms - row.used_at_ms > _ANSWER_LOST_MS:
                raise AppError("session.ended")
            # In the same transaction: a password that is changed meanwhile ends this one as well.
            return self._open(connection, operator, row.expires_at_ms)

    def end(self, token: str) -> None:
        """Sign out. Blocking."""
        with self._database.write() as connection:
            connection.execute(sa.delete(session_table).where(session_table.c.token_hash == _hash(token)))

    def operator_of(self, access: str) -> Operator:
        """The operator that an access token was given to, with the role that stands on the token.

        Raises:
            AppError("session.ended"): not ours, expired, or the operator's rights have changed since.
        """
        return self._operators()[self.grant_of(access).operator]

    def grant_of(self, access: str) -> Grant:
        """What an access token grants, for somebody who asks ``is_good`` again and again.

        Raises:
            AppError("session.ended"): as ``operator_of``.
        """
        try:
            claims = jwt.decode(
                access,
                self._signing_key,
                [_ALGORITHM],
                options={"require": ["exp", "iat", "sub", "role"], "verify_exp": False, "verify_iat": False},
            )
            grant = Grant(int(claims["sub"]), Role(claims["role"]), round(float(claims["iat"]) * 1000))
            expires_s = float(claims["exp"])
        except (jwt.InvalidTokenError, ValueError, TypeError) as error:
            raise AppError("session.ended") from error
        if expires_s * 1000 <= self._now_ms() or not self.is_good(grant):
            raise AppError("session.ended")
        return grant

    def is_good(self, grant: Grant) -> bool:
        """Whether the operator is still there, with the same role and the same password."""
        operator = self._operators().get(grant.operator)
        is_same = operator is not None and operator.role is grant.role
        return is_same and grant.issued_at_ms > self._ended_at_ms.get(grant.operator, 0)

    def end_grants(self, operator: int) -> None:
        """What was granted to this operator until now is good no more. A restart forgets it, as minutes do."""
        self._ended_at_ms[operator] = self._now_ms()

    def _open(
        self, connection: sa.Connection, operator: Operator, refresh_until_ms: int | None = None
    ) -> SessionTokens:
        now_ms = self._now_ms()
        access_until_ms = now_ms + int(self._settings.access_token_s * 1000)
        until_ms = refresh_until_ms or now_ms + int(self._settings.refresh_token_s * 1000)
        claims = {
            "sub": str(operator.number),
            "role": operator.role.value,
            "iat": now_ms / 1000,
            "exp": access_until_ms // 1000,
        }
        is_over = (session_table.c.expires_at_ms <= now_ms) | (
            session_table.c.used_at_ms <= now_ms - _ANSWER_LOST_MS
        )
        connection.execute(sa.delete(session_table).where(is_over))
        refresh = secrets.token_urlsafe(32)
        row = {"token_hash": _hash(refresh), "operator": operator.number, "expires_at_ms": until_ms}
        connection.execute(sa.insert(session_table), row)
        return SessionTokens(
            access=jwt.encode(claims, self._signing_key, _ALGORITHM),
            access_expires_at=from_ms(access_until_ms),
            refresh=refresh,
            refresh_expires_at=from_ms(until_ms),
            operator=operator,
        )

    def _count_attempt(self, login: str, operator: Operator | None) -> _Failures:
        """Count this attempt as a failure until it has proved right, or many at once would count as one."""
        with self._counting:
            now_ms = self._now_ms()
            failures = self._failures(login, operator)
            if failures.locked_until_ms > now_ms:
                raise LoginLockedError(failures.locked_until_ms)
            count = failures.count + 1
            is_last = count >= self._settings.sign_in_failures
            until_ms = now_ms + int(self._settings.sign_in_lock_s * 1000)
            counted = _Failures(0, until_ms) if is_last else _Failures(count)
            self._keep_failures(login, operator, counted)
        return counted

    def _failures(self, login: str, operator: Operator | None) -> _Failures:
        if operator is None:
            # A login nobody has locks like any other, or the lock would tell which logins exist.
            return self._strangers.get(login, _Failures())
        with self._database.read() as connection:
            query = sa.select(failure_table).where(failure_table.c.operator == operator.number)
            row = connection.execute(query).first()
        return _Failures(row._mapping["count"], row.locked_until_ms) if row is not None else _Failures()

    def _keep_failures(self, login: str, operator: Operator | None, failures: _Failures) -> None:
        if operator is None:
            self._strangers[login] = failures
            self._strangers.move_to_end(login)
            while len(self._strangers) > _STRANGERS:
                self._strangers.popitem(last=False)
            return
        with self._database.write() as connection:
            connection.execute(sa.delete(failure_table).where(failure_table.c.operator == operator.number))
            if failures != _Failures():
                row = {
                    "operator": operator.number,
                    "count": failures.count,
                    "locked_until_ms": failures.locked_until_ms,
                }
                connection.execute(sa.insert(failure_table), row)


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()
