"""What a running reader is asked for: size, quality, key frames, rate, sound; and its figures."""

from __future__ import annotations

import io
import threading
import time
from dataclasses import replace
from itertools import pairwise
from types import SimpleNamespace

import av
import pytest

from app.media.frame import Scaler
from app.media.session import Session
from app.media.source import Quality, file_source, source_of
from app.media.state import Figures, ReaderState, Wish
from tests.app.media.conftest import TILE, next_frame, until
from tests.app.media.servers import Tap, answers, falls_silent, lasting, plays, serving
from tests.app.media.streams import clip


def _shown(reader) -> int:
    """How many pictures come until the stream has nothing more."""
    count = 0

    def is_done() -> bool:
        nonlocal count
        count += reader.take() is not None
        return (reader.status().picture_age_s or 0) > 0.6 and count > 0

    until(is_done)
    return count


ENDLESS_S = 3600.0


def _make_pauses_endless(reader) -> None:
    """From the next one on; the one that may be under way already is half a second."""
    reader._backoff.next_s = lambda: ENDLESS_S


def _pictures_from(data: bytes) -> list[int]:
    """Where each picture begins."""
    with av.open(io.BytesIO(data)) as container:
        return [packet.pos for packet in container.demux(video=0) if packet.dts is not None]


@pytest.fixture
def never_behind(monkeypatch):
    """What comes late is shown all the same, and not left out to catch up."""
    monkeypatch.setattr("app.media.meter.Delay.note", lambda *_: 0.0)


def test_a_tile_may_change_its_size_while_it_is_live(reading):
    with serving(lasting()) as server:
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
        assert _shown(reader) <= 3


@pytest.mark.usefixtures("never_behind")
def test_the_way_back_from_key_frames_begins_at_one(reading):
    tap = Tap(data := clip(seconds=3, gop=15))
    begins = _pictures_from(data)

    def open_to(picture: int) -> None:
        # That one is whole is known by the next one, and that this is by the head of the one after it.
        tap.opened = begins[picture + 2] + 188

    with serving(tap) as server:
        reader = reading(server.url, Wish(TILE, keys_only=True))
        open_to(10)
        first = next_frame(reader)
        until(lambda: reader._session._decoder._waits_for_key)
        reader.set_wish(Wish(TILE))
        open_to(15)
        second = next_frame(reader)
        assert (second.pts_s or 0) - (first.pts_s or 0) == pytest.approx(1.0, abs=0.01)
        open_to(16)
        assert (next_frame(reader).pts_s or 0) - (second.pts_s or 0) == pytest.approx(1 / 15, abs=0.01)


def test_no_more_pictures_are_shown_than_the_rate_that_is_wanted(reading):
    with serving(plays(clip(seconds=2, rate=30), seconds=2, then=falls_silent)) as server:
        begun_at = time.monotonic()
        count = _shown(reading(server.url, Wish(TILE, rate_fps=5.0)))
        # Two seconds, or what a busy machine made of them.
        assert count <= 5.0 * (time.monotonic() - begun_at) + 1


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
        # Nobody waits for the silence of the old one to be noticed.
        until(lambda: (frame := reader.take()) is not None and frame.source_width == 160)
        assert reader.status().reason is None


def test_another_quality_of_a_source_that_has_but_one_stream_changes_nothing(reading):
    with serving(lasting()) as server:
        reader = reading(server.url)
        next_frame(reader)
        reader.set_wish(replace(reader.wish, quality=Quality.SUB))
        next_frame(reader)
        assert len(server.asked) == 1


@pytest.mark.parametrize("sound", ["aac", "libopus"])
def test_the_level_of_the_sound_is_measured_while_it_is_wanted(reading, sound):
    with serving(lasting(sound=sound, loudness=0.25)) as server:
        reader = reading(server.url, Wish(TILE, hears=True))
        until(lambda: (level := reader.status().figures.level) is not None and -18 < level.rms_dbfs < -12)
        reader.set_wish(Wish(TILE))
        until(lambda: reader.status().figures.level is None)


def test_the_figures_of_a_stream_are_those_of_its_clip(reading):
    bytes_per_s = len(clip(seconds=60.0)) / 60
    with serving(lasting()) as server:
        reader = reading(server.url)
        told: list[Figures] = []
        until(lambda: told.append(reader.status().figures) or 10 < told[-1].shown_fps < 20)
        figures = told[-1]
        assert (figures.codec, figures.width, figures.height) == ("h264", 320, 180)
        assert figures.decode_ms > 0
        assert figures.cpu_share > 0
        until(lambda: reader.status().figures.bytes_per_s == pytest.approx(bytes_per_s, rel=0.7))


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
    with serving(lasting(b_frames=2)) as server:
        reader = reading(server.url)
        times = [next_frame(reader).pts_s or 0 for _ in range(20)]
        assert times == sorted(times)


def test_a_recording_is_played_at_its_own_speed_and_ends(reading, tmp_path):
    file = tmp_path / "clip.ts"
    file.write_bytes(clip(seconds=1.0, rate=15))
    begun_at = time.monotonic()
    reader = reading(file_source(file))
    next_frame(reader)
    until(lambda: reader.status().state is ReaderState.ENDED)
    assert time.monotonic() - begun_at > 0.9
    assert reader.status().reason is None


def test_each_picture_of_a_recording_is_shown_at_its_time(monkeypatch, tmp_path):
    now_s = 1000.0

    def pass_s(seconds: float) -> bool:
        nonlocal now_s
        now_s += max(0.0, seconds)
        return False

    clock = SimpleNamespace(monotonic=lambda: now_s, thread_time=lambda: 0.0, time_ns=time.time_ns)
    monkeypatch.setattr("app.media.session.time", clock)
    file = tmp_path / "clip.ts"
    file.write_bytes(clip(seconds=2.0, rate=15))
    shown: list[tuple[float, float]] = []
    session = Session(
        file_source(file),
        lambda: Wish(TILE),
        lambda frame: shown.append((frame.pts_s or 0.0, now_s)),
        Scaler(),
        silent_s=8.0,
    )
    session._over.wait = pass_s
    session.run(lambda: None)
    assert len(shown) == 30
    behind_s = [at_s - pts_s for pts_s, at_s in shown]
    assert behind_s == pytest.approx([behind_s[0]] * 30, abs=0.001)


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
        _make_pauses_endless(reader)
        until(lambda: (reader.status().retry_in_s or 0) > ENDLESS_S / 2)
        asked = len(server.asked)
        reader.kick()
        until(lambda: len(server.asked) > asked)


def test_a_kick_that_comes_while_the_stream_is_asked_for_in_vain_is_not_lost(reading):
    is_kicked = threading.Event()

    def manners(connection, over) -> None:
        # The answer is on its way when the stream begins.
        while not (is_kicked.wait(0.05) or over.is_set()):
            pass
        answers("404 Not Found")(connection, over)

    with serving(manners) as server:
        reader = reading(server.url)
        _make_pauses_endless(reader)
        until(lambda: server.asked)
        reader.kick()
        is_kicked.set()
        until(lambda: len(server.asked) >= 2)


@pytest.mark.usefixtures("never_behind")
def test_a_paused_stream_decodes_nothing_and_goes_on_with_the_very_next_picture(reading):
    # One key frame at all: who had to wait for the next one would wait in vain.
    with serving(lasting(gop=2000)) as server:
        reader = reading(server.url)
        next_frame(reader)
        reader.set_wish(replace(reader.wish, is_paused=True))
        until(lambda: (reader.status().picture_age_s or 0) > 1.0)
        reader.take()
        assert reader.status().state is ReaderState.LIVE
        reader.set_wish(replace(reader.wish, is_paused=False))
        next_frame(reader)
        assert reader.status().figures.broken == 0
        assert len(server.asked) == 1
