"""Who may come in: signing in, short access tokens, refresh tokens that rotate, and the lock after failures."""

from __future__ import annotations

import hashlib
import secrets
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


@dataclass(slots=True)
class _Failures:
    count: int = 0
    locked_until_ms: int = 0


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

    def sign_in(self, login: str, password: str) -> SessionTokens:
        """Blocking.

        Raises:
            AppError("session.refused"): wrong login or password; which, nobody learns.
            AppError("session.locked", until=…, operator=…): too many failures. ``operator`` is the number when
                this failure was the one that locked, so that the caller can put it on the log.
        """
        login = login.strip().lower()
        operator = next((o for o in list(self._operators().values()) if o.login == login), None)
        failures = self._failures(login, operator)
        if failures.locked_until_ms > self._now_ms():
            raise AppError("session.locked", until=to_wire(from_ms(failures.locked_until_ms)))
        if self._passwords.is_right(operator.number if operator else None, password) and operator is not None:
            if failures.count:
                self._keep_failures(login, operator, _Failures())
            return self._open(operator)
        failures = _Failures(failures.count + 1)
        if failures.count < self._settings.sign_in_failures:
            self._keep_failures(login, operator, failures)
            raise AppError("session.refused")
        until_ms = self._now_ms() + int(self._settings.sign_in_lock_s * 1000)
        self._keep_failures(login, operator, _Failures(0, until_ms))
        until = to_wire(from_ms(until_ms))
        raise AppError("session.locked", until=until, operator=operator.number if operator else None)

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
            if row is not None and row.used_at_ms is None:
                connection.execute(sa.update(session_table).where(mine).values(used_at_ms=now_ms))
        operator = self._operators().get(row.operator) if row is not None else None
        if row is None or operator is None or row.expires_at_ms <= now_ms:
            raise AppError("session.ended")
        if row.used_at_ms is not None and now_ms - row.used_at_ms > _ANSWER_LOST_MS:
            raise AppError("session.ended")
        return self._open(operator, row.expires_at_ms)

    def end(self, token: str) -> None:
        """Sign out. Blocking."""
        with self._database.write() as connection:
            connection.execute(sa.delete(session_table).where(session_table.c.token_hash == _hash(token)))

    def operator_of(self, access: str) -> Operator:
        """The operator that an access token was given to, with the role that stands on the token.

        Raises:
            AppError("session.ended"): not ours, expired, or the operator's rights have changed since.
        """
        try:
            claims = jwt.decode(
                access,
                self._signing_key,
                [_ALGORITHM],
                options={"require": ["exp", "sub", "role"], "verify_exp": False},
            )
            number, role, expires_s = int(claims["sub"]), Role(claims["role"]), float(claims["exp"])
        except (jwt.InvalidTokenError, ValueError, TypeError) as error:
            raise AppError("session.ended") from error
        operator = self._operators().get(number)
        if operator is None or operator.role is not role or expires_s * 1000 <= self._now_ms():
            raise AppError("session.ended")
        return operator

    def _open(self, operator: Operator, refresh_until_ms: int | None = None) -> SessionTokens:
        now_ms = self._now_ms()
        access_until_ms = now_ms + int(self._settings.access_token_s * 1000)
        until_ms = refresh_until_ms or now_ms + int(self._settings.refresh_token_s * 1000)
        claims = {"sub": str(operator.number), "role": operator.role.value, "exp": access_until_ms // 1000}
        refresh = secrets.token_urlsafe(32)
        with self._database.write() as connection:
            is_over = (session_table.c.expires_at_ms <= now_ms) | (
                session_table.c.used_at_ms <= now_ms - _ANSWER_LOST_MS
            )
            connection.execute(sa.delete(session_table).where(is_over))
            row = {"token_hash": _hash(refresh), "operator": operator.number, "expires_at_ms": until_ms}
            connection.execute(sa.insert(session_table), row)
        return SessionTokens(
            access=jwt.encode(claims, self._signing_key, _ALGORITHM),
            access_expires_at=from_ms(access_until_ms),
            refresh=refresh,
            refresh_expires_at=from_ms(until_ms),
            operator=operator,
        )

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
            row = {
                "operator": operator.number,
                "count": failures.count,
                "locked_until_ms": failures.locked_until_ms,
            }
            connection.execute(sa.insert(failure_table), row)


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()
