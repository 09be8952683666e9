"""A text frame of the feed: one event as JSON."""

from __future__ import annotations

import orjson
from pydantic import ValidationError

from app.domain.errors import AppError
from app.domain.event import Event


def seq_of(frame: str) -> int:
    """The event's ``seq``, without looking at the rest. Raises AppError("event.malformed")."""
    try:
        seq = orjson.loads(frame)["seq"]
    except (orjson.JSONDecodeError, KeyError, TypeError):
        raise AppError("event.malformed") from None
    if not isinstance(seq, int):
        raise AppError("event.malformed")
    return seq


def read_event(frame: str) -> Event:
    """Raises AppError("event.malformed"): no event, or one of a kind that this desk is too old to know."""
    try:
        return Event.model_validate_json(frame)
    except ValidationError:
        raise AppError("event.malformed") from None
