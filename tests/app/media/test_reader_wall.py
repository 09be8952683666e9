from __future__ import annotations

from app.media.state import ReaderState
from tests.app.media.conftest import next_frame, until
from tests.app.media.servers import falls_silent, plays, serving
from tests.app.media.streams import clip


def test_dead_tiles_keep_no_live_one_waiting(reading):
    with serving(falls_silent) as dead, serving(plays(clip(seconds=3), seconds=3, then=falls_silent)) as alive:
        for _ in range(6):
            reading(dead.url)
        readers = [reading(alive.url) for _ in range(4)]
        # The dead would hold the gate for longer than this waits.
        until(lambda: all(reader.status().state is ReaderState.LIVE for reader in readers))


def test_the_first_picture_of_a_stream_that_begins_with_a_key_frame_is_there_at_once(reading):
    data = clip()
    # Of two seconds the first one comes, and no more.
    with serving(plays(data[: len(data) // 2], then=falls_silent)) as server:
        next_frame(reading(server.url))
