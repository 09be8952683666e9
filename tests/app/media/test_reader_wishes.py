"""What a running reader is asked for: size, quality, key frames, rate, sound; and its figures."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest

from app.media.source import Quality, file_source, source_of
from app.media.state import ReaderState, Wish
from tests.app.media.conftest import TILE, next_frame, until
from tests.app.media.servers import falls_silent, plays, serving
from tests.app.media.streams import clip


def _shown(reader, seconds_of: int) -> int:
    """How many pictures come until the stream has nothing more."""
    count, last = 0, 0.0

    def is_done() -> bool:
        nonlocal count, last
        if (frame := reader.take()) is not None:
            count, last = count + 1, frame.pts_s or 0.0
        return (reader.status().picture_age_s or 0) > 0.6 and count > 0

    until(is_done, seconds_of + 5)
    return count


def test_a_tile_may_change_its_size_while_it_is_live(reading):
    with serving(plays(clip(seconds=4), seconds=4, then=falls_silent)) as server:
        reader = reading(server.url)
        assert next_frame(reader).width == 160
        reader.set_wish(replace(reader.wish, size=(80, 80)))
        until(lambda: (frame := reader.take()) is not None and (frame.width, frame.height) == (80, 45))
        assert len(server.asked) == 1


def test_a_picture_keeps_its_proportions_in_a_large_tile_too(reading):
    with serving(plays(clip(), then=falls_silent)) as server:
        frame = next_frame(reading(server.url, Wish((800, 800))))
        assert (frame.width, frame.height) == (800, 450)


def test_the_square_of_the_scene_is_where_it_was_drawn(reading):
    with serving(plays(clip(seconds=0.2, rate=15), then=falls_silent)) as server:
        frame = next_frame(reading(server.url, Wish((320, 180))))
        blue, green, red, _ = frame.rgb[65, 20]
        assert min(blue, green, red) > 200
        assert 100 < frame.rgb[160, 300, :3].mean() < 170


def test_key_frames_alone_are_shown_when_no_more_is_wanted(reading):
    with serving(plays(clip(seconds=2, gop=10), seconds=2, then=falls_silent)) as server:
        reader = reading(server.url, Wish(TILE, keys_only=True))
        assert _shown(reader, 2) <= 3


def test_the_way_back_from_key_frames_begins_at_one(reading):
    with serving(plays(clip(seconds=3, gop=15), seconds=3, then=falls_silent)) as server:
        reader = reading(server.url, Wish(TILE, keys_only=True))
        first = next_frame(reader)
        until(lambda: (reader.status().picture_age_s or 0) > 0.3)
        reader.set_wish(Wish(TILE))
        second = next_frame(reader)
        assert (second.pts_s or 0) - (first.pts_s or 0) == pytest.approx(1.0, abs=0.01)
        assert (next_frame(reader).pts_s or 0) - (second.pts_s or 0) < 0.3


def test_no_more_pictures_are_shown_than_the_rate_that_is_wanted(reading):
    with serving(plays(clip(seconds=2, rate=30), seconds=2, then=falls_silent)) as server:
        assert _shown(reading(server.url, Wish(TILE, rate_fps=5.0)), 2) <= 13


def test_another_quality_is_another_stream_opened_at_once(reading):
    sizes = {Quality.MAIN: (320, 180), Quality.SUB: (160, 90)}
    with (
        serving(plays(clip(size=sizes[Quality.MAIN]), then=falls_silent)) as main,
        serving(plays(clip(size=sizes[Quality.SUB]), then=falls_silent)) as sub,
    ):
        urls = {Quality.MAIN: main.url, Quality.SUB: sub.url}
        reader = reading(lambda quality: source_of(urls[quality], serves=frozenset({quality})))
        assert next_frame(reader).source_width == 320
        reader.set_wish(replace(reader.wish, quality=Quality.SUB))
        took_s = until(lambda: (frame := reader.take()) is not None and frame.source_width == 160)
        assert took_s < 2.0
        assert reader.status().reason is None


def test_another_quality_of_a_source_that_has_but_one_stream_changes_nothing(reading):
    with serving(plays(clip(seconds=3), seconds=3, then=falls_silent)) as server:
        reader = reading(server.url)
        next_frame(reader)
        reader.set_wish(replace(reader.wish, quality=Quality.SUB))
        next_frame(reader)
        assert len(server.asked) == 1


@pytest.mark.parametrize("sound", ["aac", "libopus"])
def test_the_level_of_the_sound_is_measured_while_it_is_wanted(reading, sound):
    with serving(plays(clip(seconds=3, sound=sound, loudness=0.25), seconds=3, then=falls_silent)) as server:
        reader = reading(server.url, Wish(TILE, hears=True))
        until(lambda: reader.status().figures.level is not None)
        until(lambda: -18 < reader.status().figures.level.rms_dbfs < -12)
        reader.set_wish(Wish(TILE))
        until(lambda: reader.status().figures.level is None)


def test_the_figures_of_a_stream_are_those_of_its_clip(reading):
    data = clip(seconds=4, rate=15)
    with serving(plays(data, seconds=4, then=falls_silent)) as server:
        reader = reading(server.url)
        until(lambda: 10 < reader.status().figures.shown_fps < 20)
        figures = reader.status().figures
        assert (figures.codec, figures.width, figures.height) == ("h264", 320, 180)
        assert figures.decode_ms > 0
        assert figures.cpu_share > 0
        until(lambda: reader.status().figures.bytes_per_s == pytest.approx(len(data) / 4, rel=0.7))


@pytest.mark.parametrize(
    ("container", "codec"),
    [
        ("mpegts", "libx264"),
        ("flv", "libx264"),
        ("matroska", "libx264"),
        ("mp4", "libx264"),
        ("mpegts", "mpeg4"),
        ("webm", "libvpx"),
    ],
)
def test_every_container_that_a_terminal_may_push_is_read(reading, container, codec):
    with serving(plays(clip(container=container, codec=codec), then=falls_silent)) as server:
        assert next_frame(reading(server.url)).source_width == 320


def test_pictures_that_refer_to_later_ones_come_in_their_order(reading):
    with serving(plays(clip(seconds=3, b_frames=2), seconds=3, then=falls_silent)) as server:
        reader = reading(server.url)
        times = [next_frame(reader).pts_s or 0 for _ in range(20)]
        assert times == sorted(times)


def test_a_recording_is_played_at_its_own_speed_and_ends(reading, tmp_path):
    file = tmp_path / "clip.ts"
    file.write_bytes(clip(seconds=1.0, rate=15))
    reader = reading(file_source(file))
    next_frame(reader)
    took_s = until(lambda: reader.status().state is ReaderState.ENDED)
    assert 0.6 < took_s < 2.0
    assert reader.status().reason is None


def test_a_file_that_stands_for_a_camera_begins_again_when_it_ends(reading, tmp_path):
    file = tmp_path / "a clip.ts"
    file.write_bytes(clip(seconds=0.6, rate=15))
    reader = reading(source_of(file.as_uri()))
    times = [next_frame(reader).pts_s or 0 for _ in range(12)]
    assert any(later < earlier for earlier, later in pairwise(times))
    assert reader.status().state is ReaderState.LIVE


def test_a_recording_that_is_not_there_is_absent(reading, tmp_path):
    reader = reading(file_source(tmp_path / "none.ts"))
    until(lambda: (reason := reader.status().reason) is not None and reason.code == "stream.absent")


def test_credentials_in_the_address_are_sent_as_the_browser_would(reading):
    with serving(plays(clip(), then=falls_silent)) as server:
        next_frame(reading(server.url.replace("http://", "http://user:p%40ss@")))
        assert b"Authorization: Basic dXNlcjpwQHNz" in server.asked[0]
        assert b"p%40ss" not in server.asked[0]


def test_a_redirection_is_followed_without_the_credentials(reading):
    with serving(plays(clip(), then=falls_silent)) as target:

        def moved(connection, over) -> None:
            connection.sendall(
                f"HTTP/1.1 302 Found\r\nLocation: {target.url}\r\nContent-Length: 0\r\n\r\n".encode()
            )

        with serving(moved) as server:
            source = source_of(server.url, headers=(("X-Token", "secret"),))
            next_frame(reading(source))
            assert b"secret" in server.asked[0]
            assert b"secret" not in target.asked[0]


def test_a_kick_ends_the_pause(reading):
    with serving(plays(b"")) as server:
        reader = reading(server.url)
        # After some failures the pause is longer than the wait below.
        until(lambda: len(server.asked) >= 3)
        until(lambda: (reader.status().retry_in_s or 0) > 0.9)
        asked = len(server.asked)
        reader.kick()
        until(lambda: len(server.asked) > asked, 0.8)


def test_a_paused_stream_decodes_nothing_and_goes_on_with_the_very_next_picture(reading):
    # One key frame in eight seconds: who had to wait for the next one would wait long.
    with serving(plays(clip(seconds=8, gop=120), seconds=8, chunks=240, then=falls_silent)) as server:
        reader = reading(server.url)
        next_frame(reader)
        reader.set_wish(replace(reader.wish, is_paused=True))
        until(lambda: (reader.status().picture_age_s or 0) > 1.0)
        reader.take()
        assert reader.status().state is ReaderState.LIVE
        reader.set_wish(replace(reader.wish, is_paused=False))
        assert until(lambda: reader.take() is not None) < 0.5
        assert reader.status().figures.broken == 0
        assert len(server.asked) == 1
