"""The one error that crosses rooms: a code and its parameters. Sentences are made where a person reads them."""

from __future__ import annotations


class AppError(Exception):
    """Something went wrong that a person or a caller can act on.

    Args:
        code: dotted, stable, lower case, e.g. ``"session.locked"``.
        params: what the sentence needs; never a secret or a position.
    """

    def __init__(self, code: str, **params: str | int | float | bool | None) -> None:
        super().__init__(code)
        self.code = code
        self.params = params

    def __str__(self) -> str:
        return f"{self.code} {self.params}" if self.params else self.code
