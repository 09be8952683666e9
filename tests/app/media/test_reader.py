from __future__ import annotations

from app.media.state import ReaderState
from tests.app.media.conftest import TILE, next_frame, threads_of_readers, until
from tests.app.media.servers import falls_silent, plays, serving
from tests.app.media.streams import clip


def test_a_stream_is_shown_at_the_size_of_its_tile(reading):
    with serving(plays(clip(), then=falls_silent)) as server:
        reader = reading(server.url)
        frame = next_frame(reader)
        assert (frame.width, frame.height) == TILE
        assert (frame.source_width, frame.source_height) == (320, 180)
        assert frame.rgb.shape == (90, 160, 4)
        assert (frame.rgb[..., 3] == 255).all()
        # It is so once the picture is there to be taken.
        until(lambda: reader.status().state is ReaderState.LIVE)


def test_a_silent_stream_ends_when_it_is_told_to(reading):
    with serving(plays(clip(), then=falls_silent)) as server:
        reader = reading(server.url)
        next_frame(reader)
        reader.close()
        # Who is calm would bear the silence for much longer.
        until(lambda: not threads_of_readers())
        reader.stop()
        assert reader.status().state is ReaderState.STOPPED
        assert reader.abandoned == 0


def test_a_stream_that_was_closed_is_opened_again(reading):
    with serving(plays(clip())) as server:
        reader = reading(server.url)
        next_frame(reader)
        until(lambda: len(server.asked) >= 2)
        next_frame(reader)
