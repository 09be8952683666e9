"""The city's fixed cameras: fetched by RTSP where a server is at hand, and done without elsewhere."""

from __future__ import annotations

import logging
import socket
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app.geo.geodesy import distance_m
from app.media.burnt_clock import read
from app.media.frame import Frame
from app.media.gate import OpeningGate
from app.media.reader import StreamReader
from app.media.source import source_of
from app.media.state import Wish
from app.media.watchdog import Watchdog
from app.simulator import rtsp
from app.simulator.lookouts import LOOKOUTS
from app.simulator.rtsp import RtspServer
from app.simulator.run import run
from app.simulator.streets import Streets, Travel
from installers import peers
from tests.app.simulator.test_run import StationPeer, opened_station, until

needs_server = pytest.mark.skipif(
    bool(peers.missing_rtsp_server()), reason=peers.how_to_get(peers.missing_rtsp_server())
)


@pytest.fixture
def station(tmp_path: Path) -> Iterator[StationPeer]:
    with opened_station(tmp_path) as peer:
        yield peer


@pytest.fixture
def start_city() -> Iterator[Callable[[StationPeer], Callable[[], None]]]:
    ends: list[Callable[[], None]] = []

    def start(station: StationPeer) -> Callable[[], None]:
        stop = threading.Event()
        city = (station.url, "admin", station.password)
        thread = threading.Thread(target=run, args=city, kwargs={"seed": 3, "stop": stop, "units": 3}, name="city")
        thread.start()

        def end() -> None:
            stop.set()
            thread.join(60)

        ends.append(end)
        return end

    yield start
    for end in ends:
        end()


def test_they_stand_on_streets_and_look_somewhere(streets: Streets) -> None:
    assert len(LOOKOUTS) == 2
    for lookout in LOOKOUTS:
        fields = lookout.fields
        place = streets.plane.to_m(fields.lon_deg, fields.lat_deg)
        node = streets.nodes[streets.near(place, Travel.FOOT, 1.0, at_least=1)[0]]
        assert distance_m((fields.lon_deg, fields.lat_deg), streets.plane.to_deg(*node)) < 60
        assert fields.heading_deg is not None


@needs_server
def test_desks_fetch_them_and_read_their_clock_and_the_next_run_finds_them_again(
    station: StationPeer, start_city: Callable[[StationPeer], Callable[[], None]]
) -> None:
    end = start_city(station)
    until(lambda: len(station.snapshot().cameras) == len(LOOKOUTS))
    first = station.snapshot().cameras
    frame = first_frame(station.pull(first[0].number))
    assert (frame.source_width, frame.source_height) == (640, 360)
    at_ms = read(frame.rgb)
    # A busy machine may draw and send late; a clock that is wrong is so by more.
    assert at_ms is not None and abs(time.time_ns() // 1_000_000 - at_ms) < 60_000
    end()
    start_city(station)
    until(lambda: [c.pulls_from for c in station.snapshot().cameras] != [c.pulls_from for c in first])
    assert [c.number for c in station.snapshot().cameras] == [c.number for c in first]


def first_frame(url: str) -> Frame:
    watchdog = Watchdog()
    watchdog.start()
    reader = StreamReader(lambda _: source_of(url), Wish((640, 360)), gate=OpeningGate(), watchdog=watchdog)
    reader.start()
    found: list[Frame] = []
    try:
        until(lambda: found or found.extend(filter(None, [reader.take()])))
    finally:
        reader.stop()
        watchdog.stop()
    return found[0]


@needs_server
def test_a_server_ends_when_it_is_told_to_and_frees_its_port() -> None:
    server = RtspServer.started(["one", "two"])
    assert server is not None
    assert server.rtp_url("one") != server.rtp_url("two")
    port = int(server.url("one").rsplit(":", 1)[1].split("/")[0])
    server.stop()
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", port), timeout=60)


def test_without_a_server_the_city_says_so_once_and_goes_on(
    station: StationPeer,
    start_city: Callable[[StationPeer], Callable[[], None]],
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.INFO)
    monkeypatch.setattr(rtsp, "_PYTHONS", ("/nowhere/python3",))
    start_city(station)
    until(lambda: "3 units of the demo city report" in caplog.text and "no RTSP server" in caplog.text)
    until(station.on_duty)
    assert caplog.text.count("no RTSP server") == 1
    assert not station.snapshot().cameras
