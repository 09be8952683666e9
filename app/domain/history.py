"""Answers to questions about what was, and about how to reach the station."""

from __future__ import annotations

from pydantic import Field

from app.domain.event import Event
from app.domain.model import Model
from app.domain.talk import BurstRow


class History(Model):
    """A page of the log."""

    events: tuple[Event, ...]


class Bursts(Model):
    """A page of the talk log, newest first."""

    bursts: tuple[BurstRow, ...]


class Address(Model):
    """Where a terminal reports to. All of it is secret: each address carries the token.

    Args:
        stream_url: where it pushes video to (HTTP POST); ``/wanted`` behind it asks which quality is wanted.
        voice_url: where it hears and talks (WebSocket).
    """

    token: str = Field(repr=False)
    osmand_url: str = Field(repr=False)
    owntracks_url: str = Field(repr=False)
    traccar_url: str = Field(repr=False)
    batch_url: str = Field(repr=False)
    stream_url: str = Field(repr=False)
    voice_url: str = Field(default="", repr=False)
