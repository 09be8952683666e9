"""Orders: what the city tells the process that films for it, one JSON object a line."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field, TypeAdapter

from app.domain.model import Model
from app.domain.stream import Container


class Place(StrEnum):
    """What kind of street a camera sees."""

    STREET = "street"
    SQUARE = "square"
    PARK = "park"
    HARBOUR = "harbour"


class Film(Model):
    """A terminal with a camera, from now on. Its address holds its secret.

    Args:
        stream_url: where it pushes. title: burnt into its picture. seed: the same seed sees the same street.
    """

    kind: Literal["film"] = "film"
    terminal: int
    stream_url: str = Field(repr=False)
    title: str
    place: Place
    container: Container
    is_vehicle: bool
    seed: str


class Tell(Model):
    """What a terminal's unit does now."""

    kind: Literal["tell"] = "tell"
    terminal: int
    speed_mps: float
    is_on_duty: bool


class Watch(Model):
    """A fixed camera, from now on: it sends RTP to an RTSP server on this machine."""

    kind: Literal["watch"] = "watch"
    rtp_url: str
    title: str
    place: Place
    seed: str


Order = Annotated[Film | Tell | Watch, Field(discriminator="kind")]

ORDER: TypeAdapter[Order] = TypeAdapter(Order)
