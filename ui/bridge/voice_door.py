"""Where the desk's link for speech goes, and with which access."""

from __future__ import annotations

from collections.abc import Callable

from app.sync.rest import StationClient
from app.voice.connection import Door


def door_of(client: StationClient) -> Callable[[bool], Door]:
    """The station's voice service for whoever is signed in; asked for on the link's thread."""
    given: list[str] = []

    def door(is_refused: bool) -> Door:
        access = client.session.access(refused=given.pop() if is_refused and given else None)
        given[:] = [access]
        address = client.wire.address
        headers = {"Authorization": f"Bearer {access}"}
        return Door(address.voice_url, headers, address.tls(), is_direct=address.is_loopback)

    return door
