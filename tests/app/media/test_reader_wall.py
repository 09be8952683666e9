from __future__ import annotations

from app.media.state import ReaderState
from tests.app.media.conftest import until
from tests.app.media.servers import falls_silent, plays, serving
from tests.app.media.streams import clip


def test_dead_tiles_keep_no_live_one_waiting(reading):
    with serving(falls_silent) as dead, serving(plays(clip(seconds=3), seconds=3, then=falls_silent)) as alive:
        for _ in range(6):
            reading(dead.url)
        readers = [reading(alive.url) for _ in range(4)]
        took_s = until(lambda: all(reader.status().state is ReaderState.LIVE for reader in readers))
        assert took_s < 3.0


def test_the_first_picture_of_a_stream_that_begins_with_a_key_frame_is_there_at_once(reading):
    with serving(plays(clip(), seconds=2, then=falls_silent)) as server:
        reader = reading(server.url)
        # 300 ms on a machine of its own; this one is shared.
        assert until(lambda: reader.take() is not None) < 1.0
