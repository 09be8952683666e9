"""What comes out of a reel is live video for the station's cutters and for FFmpeg, in every container."""

from __future__ import annotations

import io

import av
import numpy as np
import pytest

from app.domain.stream import Container
from app.media.burnt_clock import read
from app.media.containers.sniff import cutter_for, sniff
from app.media.frame import Scaler
from app.media.levels import level_of
from app.media.source import Quality
from app.simulator.video.coder import FORMATS
from app.simulator.video.reel import Reel
from app.simulator.video.scene import Scene
from app.simulator.video.sound import RATE_HZ, Sound

AT_MS = 1_795_300_431_236
CASES = [(container, quality) for container in Container for quality in Quality]


def filmed(reel: Reel, scene: Scene, count: int, first: int = 0, speed_mps: float = 8.0) -> list[bytes]:
    every_s = FORMATS[reel.quality].every_s
    return [
        reel.film(scene.draw(0.0, 0.0), (first + i) * every_s, AT_MS + first + i, speed_mps) for i in range(count)
    ]


def clocks(data: bytes) -> list[int | None]:
    with av.open(io.BytesIO(data)) as container:
        return [read(Scaler().scaled(frame, (640, 360), 0).rgb) for frame in container.decode(video=0)]


@pytest.mark.parametrize(("container", "quality"), CASES)
def test_the_station_can_cut_it_and_every_clock_can_be_read(
    container: Container, quality: Quality, scene: Scene
) -> None:
    reel, form = Reel(container, quality, Sound("a", is_vehicle=True)), FORMATS[quality]
    pieces = filmed(reel, scene, 3 * form.rate_fps)
    reel.close()
    data = b"".join(pieces)
    assert sniff(data) is container
    cutter = cutter_for(container)
    keys = sum(piece.is_key for piece in cutter.feed(data))
    assert keys >= 2
    assert (cutter.tracks.video_codec, cutter.tracks.width, cutter.tracks.height) == (
        "h264",
        form.width,
        form.height,
    )
    assert cutter.tracks.audio_codec == ("opus" if container is Container.WEBM else "aac")
    seen = clocks(data)
    assert None not in seen
    # A muxer may hold the last picture until it knows how long it lasts.
    assert set(seen) >= {AT_MS + i for i in range(len(pieces) - 1)}


@pytest.mark.parametrize("container", list(Container))
def test_a_picture_leaves_at_once_or_with_the_next_one(container: Container, scene: Scene) -> None:
    reel = Reel(container, Quality.MAIN, Sound("a", is_vehicle=True))
    pieces = filmed(reel, scene, 8)
    assert max(clocks(b"".join(pieces[:7]))) >= AT_MS + 5
    reel.close()


def test_a_transport_stream_goes_on_in_another_size(scene: Scene) -> None:
    reel = Reel(Container.MPEG_TS, Quality.THUMBNAIL, Sound("a", is_vehicle=False))
    data = b"".join(filmed(reel, scene, 3))
    assert reel.turn_to(Quality.MAIN)
    data += b"".join(filmed(reel, scene, 20, first=30))
    reel.close()
    with av.open(io.BytesIO(data)) as container:
        sizes = [(frame.width, frame.height) for frame in container.decode(video=0)]
    assert sizes[0] == (192, 108)
    assert sizes[-1] == (640, 360)


@pytest.mark.parametrize("container", [Container.FLV, Container.FMP4, Container.WEBM])
def test_other_containers_need_another_take(container: Container) -> None:
    reel = Reel(container, Quality.MAIN, Sound("a", is_vehicle=False))
    assert reel.turn_to(Quality.MAIN)
    assert not reel.turn_to(Quality.SUB)
    reel.close()


def test_sound_is_louder_for_who_goes_and_never_clips() -> None:
    for is_vehicle in (True, False):
        standing, going = (Sound("a", is_vehicle=is_vehicle).take(6 * RATE_HZ, speed) for speed in (0.0, 10.0))
        assert np.sqrt(np.mean(going**2)) > 1.5 * np.sqrt(np.mean(standing**2)) > 0
        assert np.abs(going).max() <= 1


def test_a_level_meter_has_something_to_show(scene: Scene) -> None:
    reel = Reel(Container.MPEG_TS, Quality.SUB, Sound("a", is_vehicle=True))
    data = b"".join(filmed(reel, scene, 45))
    reel.close()
    with av.open(io.BytesIO(data)) as container:
        levels = [level_of(frame).rms_dbfs for frame in container.decode(audio=0)][10:]
    assert -50 < min(levels) < max(levels) < -6
