"""Tickets: a link to one terminal's stream that is good for a minute: players send no headers of ours."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Mapping

import jwt

from app.domain.errors import AppError
from app.domain.operator import Operator
from app.domain.roles import may_watch

_ALGORITHM = "HS256"
_GOOD_FOR_MS = 60_000


class Tickets:
    """Pure and quick.

    Args:
        operators: the picture's operators as they are now.
        now_ms: the station's clock, Unix milliseconds.
    """

    def __init__(
        self,
        key: bytes,
        operators: Callable[[], Mapping[int, Operator]],
        now_ms: Callable[[], int] = lambda: int(time.time() * 1000),
    ) -> None:
        self._key = hashlib.sha256(b"ticket:" + key).digest()
        self._operators, self._now_ms = operators, now_ms

    def issue(self, operator: Operator, terminal: int) -> tuple[str, int]:
        """A ticket and when it expires, Unix milliseconds."""
        until_ms = self._now_ms() + _GOOD_FOR_MS
        claims = {"sub": str(operator.number), "terminal": terminal, "until_ms": until_ms}
        return jwt.encode(claims, self._key, _ALGORITHM), until_ms

    def operator_of(self, ticket: str, terminal: int) -> int:
        """The number of the operator who may watch this terminal by this ticket.

        Raises:
            AppError("ticket.refused"): not ours, expired, of another terminal, or its operator may not watch now.
        """
        try:
            claims = jwt.decode(ticket, self._key, [_ALGORITHM])
            number, of_terminal, until_ms = int(claims["sub"]), claims["terminal"], int(claims["until_ms"])
        except (jwt.InvalidTokenError, KeyError, ValueError, TypeError) as error:
            raise AppError("ticket.refused") from error
        if of_terminal != terminal or until_ms <= self._now_ms() or not self.may_watch(number):
            raise AppError("ticket.refused")
        return number

    def may_watch(self, operator: int) -> bool:
        """Whether this operator still is one, in a role that sees live video."""
        known = self._operators().get(operator)
        return known is not None and may_watch(known.role)
