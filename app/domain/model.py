"""Base of every model on the wire."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, PlainSerializer, StringConstraints


class Model(BaseModel):
    """Frozen, and closed: a field nobody defined is an error, not a surprise later."""

    model_config = ConfigDict(frozen=True, extra="forbid")


def _to_utc_ms(value: datetime) -> datetime:
    utc = value.astimezone(UTC)
    return utc.replace(microsecond=utc.microsecond // 1000 * 1000)


def _to_wire(value: datetime) -> str:
    return value.isoformat(timespec="milliseconds").replace("+00:00", "Z")


#: A moment in UTC, to the millisecond; on the wire RFC 3339 with ``Z``.
Utc = Annotated[AwareDatetime, AfterValidator(_to_utc_ms), PlainSerializer(_to_wire, when_used="json")]

#: A short text that a person typed: trimmed, not empty, no longer than a list row can show.
ShortText = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=80)]
OptionalText = Annotated[str, StringConstraints(strip_whitespace=True, max_length=80)]


def to_wire(value: datetime) -> str:
    """A moment as it stands in JSON, for parameters that are not a model's field."""
    return _to_wire(value)


def from_ms(at_ms: int) -> datetime:
    """A moment from Unix milliseconds."""
    return datetime.fromtimestamp(at_ms / 1000, UTC)


def utc_now() -> datetime:
    """The wall clock of this machine, UTC, to the millisecond."""
    return _to_utc_ms(datetime.now(UTC))
