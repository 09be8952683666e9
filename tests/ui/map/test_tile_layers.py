"""Layers from the network, against a real tile server on this machine."""

from __future__ import annotations

import math
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from urllib.parse import parse_qs, urlsplit

import pytest
from PIL import Image

from app.geo.datum import wgs84_to_gcj02
from tests.ports import free_port
from tests.ui.map.conftest import HOME
from ui.map.layers import Layer
from ui.map.settings import View

#: A square, where the shift is half a kilometre.
BEIJING = View(116.397, 39.909, 16)


class TileServer(ThreadingHTTPServer):
    """Serves tiles that each have one colour, made of their place; remembers what was asked."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.asked: list[str] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class _Handler(BaseHTTPRequestHandler):
    server: TileServer

    def do_GET(self) -> None:
        self.server.asked.append(self.path)
        parts = urlsplit(self.path).path.strip("/").split("/")
        color = color_of(int(parts[1]), int(parts[2])) if len(parts) == 3 else (200, 30, 30)
        body = BytesIO()
        Image.new("RGB", (256, 256), color).save(body, "PNG")
        self.send_response(200)
        self.send_header("Content-Type", "image/png")
        self.end_headers()
        self.wfile.write(body.getvalue())

    def log_message(self, *_: object) -> None:
        """Tests are quiet."""


def color_of(x: int, y: int) -> tuple[int, int, int]:
    return (x * 37 % 200 + 20, y * 53 % 200 + 20, (x + y) * 29 % 200 + 20)


def tile_of(lon: float, lat: float, zoom: int) -> tuple[int, int]:
    turns = (lon + 180) / 360
    down = 0.5 - math.asinh(math.tan(math.radians(lat))) / (2 * math.pi)
    return int(turns * 2**zoom), int(down * 2**zoom)


@pytest.fixture
def server() -> Iterator[TileServer]:
    server = TileServer()
    thread = threading.Thread(target=server.serve_forever, name="tile server")
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def layer(kind: str, url: str, **more) -> Layer:
    return Layer.model_validate({"name": kind, "title": kind, "kind": kind, "url": url, **more})


def seen_at(stage, lon: float, lat: float) -> tuple[int, int, int]:
    return stage.picture().pixelColor(stage.pixel_of(lon, lat)).getRgb()[:3]


def test_a_tile_is_drawn_at_its_place(open_stage, server, qtbot):
    stage = open_stage(layer("xyz", server.url + "/{z}/{x}/{y}"))
    # Not in the middle: a unit stands there.
    lon, lat = HOME.lon + 0.001, HOME.lat + 0.001
    expected = color_of(*tile_of(lon, lat, 16))
    qtbot.waitUntil(lambda: seen_at(stage, lon, lat) == expected)


@pytest.mark.parametrize("zoom", [14, 16, 18])
def test_a_place_in_china_is_seen_on_the_tile_that_shows_it_there(open_stage, server, qtbot, zoom):
    stage = open_stage(layer("xyz", server.url + "/{z}/{x}/{y}", datum="gcj02"))
    stage.view.show_view(View(BEIJING.lon, BEIJING.lat, zoom))
    metre = 1e-5
    for east in (-40, 0, 40):
        lon, lat = BEIJING.lon + east * metre, BEIJING.lat + 10 * metre
        shifted = [float(v) for v in wgs84_to_gcj02(lon, lat)]
        expected = color_of(*tile_of(*shifted, zoom))
        qtbot.waitUntil(lambda lon=lon, lat=lat, e=expected: seen_at(stage, lon, lat) == e)
    assert tile_of(*[float(v) for v in wgs84_to_gcj02(BEIJING.lon, BEIJING.lat)], 18) != tile_of(
        BEIJING.lon, BEIJING.lat, 18
    )


def test_wms_is_asked_for_its_layers(open_stage, server, qtbot):
    stage = open_stage(layer("wms", server.url + "/wms", options={"layers": "streets", "format": "image/png"}))
    qtbot.waitUntil(lambda: bool(server.asked))
    asked = parse_qs(urlsplit(server.asked[0]).query)
    assert asked["request"] == ["GetMap"]
    assert asked["layers"] == ["streets"]
    qtbot.waitUntil(lambda: seen_at(stage, HOME.lon + 0.001, HOME.lat + 0.001) == (200, 30, 30))


def test_wmts_is_asked_for_its_tiles(open_stage, server, qtbot):
    open_stage(layer("wmts", server.url + "/wmts", options={"layers": "streets"}))
    qtbot.waitUntil(lambda: bool(server.asked))
    asked = parse_qs(urlsplit(server.asked[0]).query)
    assert (asked["REQUEST"], asked["LAYER"], asked["TILEMATRIX"]) == (["GetTile"], ["streets"], ["16"])


def test_a_tile_server_that_is_gone_is_told_once(open_stage, qtbot):
    # A port that nobody else is given meanwhile, as that of a server which has just ended would be.
    stage = open_stage(layer("xyz", f"http://127.0.0.1:{free_port()}" + "/{z}/{x}/{y}"))
    qtbot.waitUntil(lambda: bool(stage.problems))
    assert [code for code, _ in stage.problems] == ["basemap"]
