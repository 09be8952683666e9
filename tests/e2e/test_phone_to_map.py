"""The first slice through the whole product: a phone reports, and the dispatcher sees the unit there."""

from __future__ import annotations

import base64
import http.client
import json
import time
from collections.abc import Callable
from urllib.parse import urlencode, urlsplit

import pytest
import requests
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from tests.contract.station_process import ANSWER_S, StationProcess
from tests.e2e.conftest import WAIT_MS, OpenDesk, wait_for_map
from ui.map.settings import View
from ui.workplace import Workplace

#: Senate Square; somewhere that no other unit of the test is.
PLACE = (24.9522, 60.1695)
Send = Callable[[dict[str, str], tuple[float, float]], int]


def osmand_query(address: dict[str, str], place: tuple[float, float]) -> int:
    lon, lat = place
    fields = {"id": "phone", "lat": lat, "lon": lon, "timestamp": int(time.time()), "speed": 2.0, "bearing": 90}
    return _send("GET", f"{address['osmand_url']}?{urlencode({**fields, 'accuracy': 4, 'batt': 71})}")


def osmand_json(address: dict[str, str], place: tuple[float, float]) -> int:
    lon, lat = place
    moment = time.strftime("%Y-%m-%dT%H:%M:%S.000Z", time.gmtime())
    coords = {"latitude": lat, "longitude": lon, "accuracy": 4.0, "speed": 1.2, "heading": 90.0, "altitude": 12.0}
    location = {"timestamp": moment, "coords": coords, "battery": {"level": 0.71, "is_charging": False}}
    body = json.dumps({"device_id": "phone", "location": location}).encode()
    return _send("POST", address["osmand_url"], body, {"Content-Type": "application/json"})


def owntracks(address: dict[str, str], place: tuple[float, float]) -> int:
    lon, lat = place
    message = {"_type": "location", "lat": lat, "lon": lon, "tst": int(time.time()), "acc": 4, "batt": 71}
    login = base64.b64encode(f"phone:{address['token']}".encode()).decode()
    headers = {"Content-Type": "application/json", "Authorization": f"Basic {login}"}
    url = address["owntracks_url"].rsplit("/", 1)[0]
    return _send("POST", url, json.dumps(message).encode(), headers)


def _send(method: str, url: str, body: bytes | None = None, headers: dict[str, str] | None = None) -> int:
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.netloc, timeout=ANSWER_S)
    try:
        connection.request(method, f"{parts.path}?{parts.query}".rstrip("?"), body, headers or {})
        return connection.getresponse().status
    finally:
        connection.close()


def unit_with_phone(station: StationProcess) -> tuple[int, dict[str, str]]:
    """Register a unit with a phone and put it on duty, by REST. Returns its number and the phone's addresses."""
    headers = station.sign_in()

    def order(key: str, **command: object) -> dict[str, object]:
        keyed = {**headers, "Idempotency-Key": key}
        answer = requests.post(f"{station.url}/v1/commands", json=command, headers=keyed, timeout=ANSWER_S)
        answer.raise_for_status()
        return answer.json()["events"][0]["fact"]  # type: ignore[no-any-return]

    fields = {"callsign": "V-07", "force": "volunteer", "agency": "Security volunteers"}
    unit = order("u", kind="unit.register", unit=fields)["unit"]["number"]  # type: ignore[index]
    order("d", kind="duty.start", unit=unit)
    terminal = order("t", kind="terminal.register", terminal={"kind": "phone", "unit": unit})["terminal"]
    url = f"{station.url}/v1/terminals/{terminal['number']}/address"  # type: ignore[index]
    return unit, requests.get(url, headers=headers, timeout=ANSWER_S).json()  # type: ignore[return-value]


@pytest.mark.parametrize("send", [osmand_query, osmand_json, owntracks])
def test_a_phones_report_is_on_the_desks_picture_and_in_a_screenshot_of_its_map(
    station: StationProcess, open_desk: OpenDesk, qtbot: QtBot, send: Send
) -> None:
    unit, address = unit_with_phone(station)
    workplace = open_desk(station)
    workplace.window.resize(1280, 800)
    wait_for_map(workplace, qtbot)
    workplace.map_view.show_view(View(*PLACE, 17))
    before = _colour_at(qtbot, workplace)
    assert send(address, PLACE) == 200

    qtbot.waitUntil(lambda: workplace.scene.fleet.of(unit) is not None, timeout=WAIT_MS)
    fix = workplace.scene.fleet.of(unit)
    assert fix is not None
    assert (fix.lon_deg, fix.lat_deg) == pytest.approx(PLACE, abs=1e-6)
    assert fix.battery == pytest.approx(0.71)
    assert fix.accuracy_m == pytest.approx(4.0)
    (terminal,) = workplace.scene.picture.terminals
    # A fact, which comes by the feed's other lane: before the position or after it.
    qtbot.waitUntil(lambda: bool(workplace.scene.picture.terminals[terminal].first_heard_by), timeout=WAIT_MS)

    green = QColor(workplace._kit.look.theme.status[workplace.scene.picture.units[unit].status].fill)
    assert _distance(before, green) > 100
    qtbot.waitUntil(lambda: _distance(_colour_at(qtbot, workplace), green) < 60, timeout=WAIT_MS)


def _colour_at(qtbot: QtBot, workplace: Workplace) -> QColor:
    """What the map shows a little off the place's middle, where a badge has no letter."""
    places: list[tuple[float, float]] = []
    workplace.map_view.pixel_of(*PLACE, lambda x, y: places.append((x, y)))
    qtbot.waitUntil(lambda: bool(places), timeout=WAIT_MS)
    image: QImage = workplace.map_view.grab().toImage()
    x, y = places[0]
    return image.pixelColor(round(x) - 6, round(y))


def _distance(a: QColor, b: QColor) -> int:
    return abs(a.red() - b.red()) + abs(a.green() - b.green()) + abs(a.blue() - b.blue())
