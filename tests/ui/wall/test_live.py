"""The wall with real readers of real streams."""

from __future__ import annotations

from dataclasses import replace
from time import monotonic

import pytest

from app.domain.errors import AppError
from app.domain.stream import StreamTicket
from app.media.budget import Limits
from tests.app.media.servers import lasting, serving
from ui.bridge.videos import Videos
from ui.wall.plan import WallPlan
from ui.wall.tour import SHORTEST_S, Stop


class Door:
    """Says where each source is; what it does not know of is refused."""

    def __init__(self, urls):
        self.urls = urls

    def ticket(self, source):
        if source not in self.urls:
            raise AppError("stream.absent")
        return StreamTicket(url=self.urls[source])

    def watching(self, heights):
        pass


@pytest.fixture
def live_kit(kit):
    """Terminals 11 and 13 have a stream; 12 says that it sends and does not."""
    with serving(lasting()) as one, serving(lasting()) as other:
        door = Door({11: one.url, 13: other.url})
        videos = Videos(kit.scene, kit.sources, door, Limits(2.0, 50e6))
        videos.start()
        yield replace(kit, videos=videos, now_s=monotonic)
        videos.stop()


@pytest.fixture
def live_pane(live_kit, make_pane):
    return make_pane(WallPlan("one"), live_kit)


def has_picture(tile):
    """The tile shows the clip's grey, not the ground."""
    colour = tile.grab().toImage().pixelColor(tile.rect().center())
    return min(colour.red(), colour.green(), colour.blue()) > 60


def test_a_tour_changes_from_picture_to_picture_and_passes_over_what_is_dead(live_pane, live_kit, qtbot):
    stops = [Stop(source, SHORTEST_S) for source in (11, 12, 13)]
    live_pane.board.start_tour(0, live_kit.tours.add("Gates", stops).number)
    tile = live_pane.grid.tiles[0]
    qtbot.waitUntil(lambda: has_picture(tile))
    pictures = []
    tile.source_changed.connect(lambda: pictures.append(has_picture(tile)))
    qtbot.waitUntil(lambda: tile.source == 13, timeout=50_000)
    assert pictures == [True]
    qtbot.waitUntil(lambda: tile.source == 11, timeout=50_000)
    assert pictures == [True, True]
