from __future__ import annotations

import base64
import json
import shlex
from urllib.parse import parse_qs, unquote, urlsplit

import pytest

from app.domain.command import RenewTerminalSecret, StartDuty
from app.domain.errors import AppError
from app.domain.event import DutyStarted, TerminalChanged, TerminalHeard
from app.domain.terminal import Terminal, TerminalKind
from tests.ui.widgets.fakes import ADDRESS, TERMINALS, happen
from ui.dialogs.connection import ConnectionPanel
from ui.dialogs.guide import Guide
from ui.dialogs.phone_setup import is_only_local, owntracks_code, traccar_code
from ui.dialogs.video_guides import camera_command, file_command

HEARD, SILENT = TERMINALS


@pytest.fixture
def panel(scene, orders, addresses, look, qtbot):
    panel = ConnectionPanel(scene, orders, addresses, look, may_see=True)
    qtbot.addWidget(panel)
    panel.show_terminal(SILENT)
    panel.show()
    return panel


def _guides(panel):
    return {panel._tabs.tabText(i): panel._tabs.widget(i) for i in range(panel._tabs.count())}


def test_a_terminal_waits_for_its_first_report_and_says_when_and_how_it_came(panel, scene, clock):
    assert panel.heard == "○ Waiting for the first report …"
    happen(scene, TerminalHeard(terminal=SILENT.number, protocol="owntracks"))
    clock.pass_s(12)
    panel._show_heard()
    assert panel.heard == "● First heard 12 s ago by OwnTracks"


def test_the_age_of_the_first_report_goes_on_by_itself_while_it_is_shown(panel, clock, qtbot):
    panel.show_terminal(HEARD)
    assert panel.heard.startswith("● First heard just now")
    clock.pass_s(30)
    qtbot.waitUntil(lambda: "30 s ago" in panel.heard)
    panel.hide()
    assert not panel._timer.isActive()


def test_a_unit_off_duty_is_why_nothing_comes_and_its_duty_can_be_started(panel, orders, scene):
    assert panel.advice.startswith("S-09 is off duty")
    panel._start_duty.click()
    assert orders.sent == [StartDuty(unit=4)]
    happen(scene, DutyStarted(unit=4))
    assert panel.advice == ""


def test_a_terminal_of_nobody_says_that_its_reports_are_shown_nowhere(panel):
    panel.show_terminal(Terminal(number=13, kind=TerminalKind.PHONE))
    assert "belongs to no unit" in panel.advice
    panel.show_terminal(Terminal(number=14, kind=TerminalKind.GATEWAY))
    assert panel.advice == ""


def test_the_address_is_asked_for_only_when_somebody_wants_it_and_stays_masked(panel, addresses):
    assert addresses.asked == []
    panel._ask.click()
    assert addresses.asked == [SILENT.number]
    guides = _guides(panel)
    assert list(guides) == ["Traccar Client", "OwnTracks", "ffmpeg", "OBS"]
    line = guides["Traccar Client"].lines[0]
    assert line.text == ADDRESS.osmand_url
    assert ADDRESS.token not in line.shown_text


def test_what_may_not_be_seen_is_not_asked_for(scene, orders, addresses, look, qtbot):
    panel = ConnectionPanel(scene, orders, addresses, look, may_see=False)
    qtbot.addWidget(panel)
    panel.show_terminal(SILENT)
    panel.ask()
    assert addresses.asked == []
    assert panel._note.text().startswith("Your role may not see")


def test_a_failure_says_why_and_lets_one_ask_again(panel, addresses):
    addresses.error = AppError("station.unreachable")
    panel._ask.click()
    assert "cannot be reached" in panel._note.text()
    addresses.error = None
    panel._ask.click()
    assert _guides(panel)


def test_another_terminal_shows_nothing_of_the_one_before(panel):
    panel.ask()
    panel.show_terminal(HEARD)
    assert _guides(panel) == {}
    panel.show_terminal(None)
    assert not panel.isVisible()


def test_an_answer_for_a_terminal_that_was_left_is_dropped(panel):
    panel._on_address(999, ADDRESS)
    assert _guides(panel) == {}


def test_a_new_address_is_ordered_and_the_old_one_no_longer_shown(panel, orders, scene):
    panel.ask()
    panel._renew.click()
    from PySide6.QtWidgets import QMessageBox

    box = panel.findChild(QMessageBox)
    next(button for button in box.buttons() if button.text() == "Give a new address").click()
    assert orders.sent == [RenewTerminalSecret(number=SILENT.number)]
    happen(scene, TerminalChanged(terminal=SILENT.model_copy(update={"secret_generation": 2})))
    assert _guides(panel) == {}
    assert panel._ask.isVisible()


def test_an_address_that_no_phone_can_reach_is_called_that(panel, addresses):
    local = {name: url.replace("https://station.example", "http://127.0.0.1:8750") for name, url in ADDRESS}
    addresses.address_given = type(ADDRESS)(**local)
    panel.ask()
    assert "works on this machine only" in panel._note.text()


def test_a_gateway_is_told_how_its_server_forwards(panel):
    panel.show_terminal(Terminal(number=14, kind=TerminalKind.GATEWAY))
    panel.ask()
    guides = _guides(panel)
    assert guides["Traccar"].lines[0].text == ADDRESS.traccar_url
    assert guides["REST"].lines[0].text == ADDRESS.batch_url


def test_what_films_is_told_first_how_to_send_its_video(panel):
    panel.show_terminal(Terminal(number=15, kind=TerminalKind.BODY_CAMERA, unit=2))
    panel.ask()
    assert list(_guides(panel))[:2] == ["ffmpeg", "OBS"]


def test_video_is_sent_to_an_address_that_stays_masked(panel):
    panel.ask()
    for title in ("ffmpeg", "OBS"):
        lines = _guides(panel)[title].lines
        assert any(line.text == ADDRESS.stream_url for line in lines)
        assert not any(ADDRESS.token in line.shown_text for line in lines)


def test_obs_is_told_what_its_settings_call_for(panel):
    panel.ask()
    shown = [line.shown_text for line in _guides(panel)["OBS"].lines]
    assert {"mpegts", "libx264", "preset=veryfast tune=zerolatency", "aac"} <= set(shown)


@pytest.mark.parametrize("command", [file_command(ADDRESS), camera_command(ADDRESS)])
def test_a_line_for_ffmpeg_can_be_pasted_into_a_shell(command):
    words = shlex.split(command)
    assert words[0] == "ffmpeg"
    assert words[-1] == ADDRESS.stream_url
    assert words[words.index("-f", words.index("-i")) + 1] == "mpegts"
    assert words[words.index("-method") + 1] == "POST"


def test_a_code_is_covered_until_somebody_wants_to_scan_it(panel):
    panel.ask()
    guide = _guides(panel)["OwnTracks"]
    assert isinstance(guide, Guide)
    assert not guide.qr._is_shown
    guide._show.click()
    assert guide.qr._is_shown


def test_traccar_client_reads_address_identifier_and_interval_from_its_code():
    code = urlsplit(traccar_code(ADDRESS, "phone 7"))
    assert f"{code.scheme}://{code.netloc}{code.path}" == ADDRESS.osmand_url
    settings = {name: values[0] for name, values in parse_qs(code.query).items()}
    assert settings["id"] == "phone 7"
    assert int(settings["interval"]) <= 10
    assert settings["distance"] == "0"


def test_owntracks_reads_its_whole_configuration_from_its_code():
    code = owntracks_code(ADDRESS, "phone-7")
    head, _, inline = code.partition("owntracks:///config?inline=")
    assert head == ""
    configuration = json.loads(base64.b64decode(unquote(inline), validate=True))
    assert configuration["_type"] == "configuration"
    assert configuration["mode"] == 3
    assert configuration["url"] == ADDRESS.owntracks_url
    assert (configuration["username"], configuration["password"]) == ("phone-7", ADDRESS.token)
    assert len(configuration["tid"]) == 2
    assert configuration["cmd"] is False


@pytest.mark.parametrize(
    ("url", "is_local"),
    [
        ("http://127.0.0.1:8750/x", True),
        ("http://localhost/x", True),
        ("http://[::1]:8750/x", True),
        ("http://192.0.2.7:8750/x", False),
        ("https://station.example/x", False),
    ],
)
def test_only_a_loopback_address_is_local(url, is_local):
    assert is_only_local(url) is is_local
