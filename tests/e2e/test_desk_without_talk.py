"""The desk of somebody who watches and hears, and does not talk."""

from __future__ import annotations

from pathlib import Path

import requests
from pytestqt.qtbot import QtBot

from app.media.budget import Limits
from tests.contract.station_process import ANSWER_S, StationProcess
from tests.e2e.conftest import WAIT_MS, OpenDesk

PASSWORD = "a long password"


def test_a_reviewer_has_no_talk_bar_and_ears_all_the_same(
    station: StationProcess, open_desk: OpenDesk, qtbot: QtBot, tmp_path: Path
) -> None:
    order = {
        "kind": "operator.register",
        "operator": {"login": "rita", "role": "reviewer"},
        "password": PASSWORD,
    }
    headers = {**station.sign_in(), "Idempotency-Key": "rita"}
    requests.post(f"{station.url}/v1/commands", json=order, headers=headers, timeout=ANSWER_S).raise_for_status()
    station.login, station.password = "rita", PASSWORD

    file = tmp_path / "heard.wav"
    workplace = open_desk(station, loudspeaker_file=file, video_cores=0.5, video_downlink_mbps=20)
    assert workplace.videos.limits == Limits(0.5, 20e6)

    assert workplace.voice is None
    assert workplace.announce is None
    assert workplace.talk_log.pane.isEnabled()
    # What goes to the loudspeaker that the settings name: silence, as long as nothing is played.
    qtbot.waitUntil(lambda: file.exists() and file.stat().st_size > 10_000, timeout=WAIT_MS)
