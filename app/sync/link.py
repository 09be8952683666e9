"""The link: what keeps a desk's picture the station's, from a sign-in on."""

from __future__ import annotations

from websockets.sync.client import ClientConnection

from app.sync.feed import FeedListener, FeedReader
from app.sync.feed_connection import DEAD_S, open_feed
from app.sync.rest import StationClient, TakenSnapshot


class StationLink:
    """Snapshot, then feed, then whatever it takes to stay live; knows nothing of who shows it.

    The session of ``client`` must be signed in, or be signed in before a ``kick``.

    Args:
        dead_s: a connection that brings nothing for this long is given up.
    """

    def __init__(
        self, client: StationClient, listener: FeedListener, *, name: str = "feed", dead_s: float = DEAD_S
    ) -> None:
        self._reader = FeedReader(_Door(client), listener, name=name, dead_s=dead_s)

    def start(self) -> None:
        self._reader.start()

    def stop(self) -> None:
        """End it, whatever it is waiting for; back within 2 s."""
        self._reader.stop()

    def kick(self) -> None:
        """Try now instead of at the end of the pause; after a new sign-in, try again at all."""
        self._reader.kick()

    def resync(self) -> None:
        """Start over from a new snapshot."""
        self._reader.resync()


class _Door:
    def __init__(self, client: StationClient) -> None:
        self._client = client
        self._access: str | None = None
        self._refused: str | None = None

    def snapshot(self) -> TakenSnapshot:
        return self._client.snapshot()

    def open(self, station: str, since: int, is_refused: bool) -> ClientConnection:
        if is_refused:
            self._refused = self._access
        self._access = self._client.session.access(self._refused)
        return open_feed(self._client.wire.address, station, since, self._access)
