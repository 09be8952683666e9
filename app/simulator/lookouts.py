"""The lookouts: the city's two fixed cameras, which desks fetch by RTSP."""

from __future__ import annotations

import logging
from dataclasses import dataclass

from app.domain.camera import CameraFields
from app.domain.pull import Pull
from app.simulator.muster import Muster
from app.simulator.rtsp import RtspServer
from app.simulator.video.orders import Place, Watch
from app.simulator.video.studio import Studio

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Lookout:
    """A fixed camera: ``name`` is its path at the server."""

    name: str
    place: Place
    fields: CameraFields


LOOKOUTS = (
    Lookout(
        "square",
        Place.SQUARE,
        CameraFields(
            name="Rautatientori east",
            agency="Traffic police",
            lon_deg=24.9452,
            lat_deg=60.1712,
            heading_deg=265,
            view_deg=74,
            range_m=90,
        ),
    ),
    Lookout(
        "esplanadi",
        Place.PARK,
        CameraFields(
            name="Esplanadi west",
            agency="Traffic police",
            lon_deg=24.9437,
            lat_deg=60.1672,
            heading_deg=80,
            view_deg=60,
            range_m=110,
        ),
    ),
)


class Lookouts:
    """Starts the server, has the cameras film and makes the station know them. Without a server there are none."""

    def __init__(self, muster: Muster, studio: Studio, seed: int) -> None:
        self._muster, self._studio, self._seed = muster, studio, seed
        self._server: RtspServer | None = None

    def start(self) -> None:
        """Raises AppError as the station refuses."""
        self._server = RtspServer.started([lookout.name for lookout in LOOKOUTS])
        if self._server is None:
            logger.info("no RTSP server is at hand (GStreamer's with its bindings): the city has no fixed cameras")
            return
        for lookout in LOOKOUTS:
            self._studio.order(
                Watch(
                    rtp_url=self._server.rtp_url(lookout.name),
                    title=lookout.fields.name,
                    place=lookout.place,
                    seed=f"{self._seed}/{lookout.name}/camera",
                )
            )
            self._muster.camera(lookout.fields, Pull(main=self._server.url(lookout.name)))

    def stop(self) -> None:
        if self._server is not None:
            self._server.stop()
