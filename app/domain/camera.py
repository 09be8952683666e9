"""A camera: fixed in its place, carried by nobody. The station does not see its video; desks fetch it."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from app.domain.model import Model, OptionalText, ShortText


class CameraFields(Model):
    """What an operator can set on a camera.

    Args:
        lon_deg, lat_deg: WGS-84.
        heading_deg: where it looks, clockwise from north; None for one that looks all around or is turned about.
        view_deg: its horizontal field of view; 360 looks all around.
        range_m: how far one can tell what is going on; the length of its view on the map.
    """

    name: ShortText
    agency: OptionalText = ""
    lon_deg: Annotated[float, Field(ge=-180, le=180)]
    lat_deg: Annotated[float, Field(ge=-90, le=90)]
    heading_deg: Annotated[float, Field(ge=0, lt=360)] | None = None
    view_deg: Annotated[float, Field(gt=0, le=360)] = 70.0
    range_m: Annotated[float, Field(gt=0, le=5000)] = 60.0


class Camera(CameraFields):
    """A camera as the picture holds it.

    ``pulls_from`` says at which host its video is fetched; the address itself is not here, for it may hold a
    password: see ``app.domain.pull``.
    """

    number: int
    pulls_from: OptionalText
