"""A camera from the registry to the map: its address reaches the station, and its password nothing else."""

from __future__ import annotations

import logging
import os
from contextlib import suppress
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from tests.contract.station_process import StationProcess
from tests.e2e.conftest import WAIT_MS, OpenDesk

PASSWORD = "s3cret horse/battery"
Key = Qt.Key


def _files_with(folder: Path, needle: bytes) -> list[str]:
    """The desk is at work: a file that was there may be gone when it is opened."""
    found = []
    for place, _, names in os.walk(folder):
        for name in names:
            with suppress(FileNotFoundError):
                if needle in (file := Path(place, name)).read_bytes():
                    found.append(str(file))
    return found


def test_a_registered_cameras_password_is_in_no_file_and_no_log_of_the_desk(
    station: StationProcess,
    open_desk: OpenDesk,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
    qtbot: QtBot,
) -> None:
    caplog.set_level(logging.DEBUG)
    workplace = open_desk(station)
    qtbot.waitUntil(lambda: workplace.feed.state.is_live, timeout=WAIT_MS)
    next(action for action in workplace.dialogs.actions if action.objectName() == "open_cameras").trigger()
    registry = workplace.dialogs._registry
    assert registry is not None
    page = registry.cameras
    page.begin_new()
    entry = page._entry
    fields = {field.editor.accessibleName(): field.line for field in entry.form.fields}
    typed = {
        "Name": "Market",
        "Place": "24.95 60.17",
        "Looks towards": "135",
        "Address": "rtsp://192.0.2.9/1",
        "User": "desk",
        "Password": PASSWORD,
    }
    for name, text in typed.items():
        line = fields[name]
        assert line is not None
        line.selectAll()
        qtbot.keyClicks(line, text)
    qtbot.keyClick(fields["Password"], Key.Key_Return)
    qtbot.waitUntil(lambda: bool(workplace.scene.picture.cameras), timeout=WAIT_MS)

    [camera] = workplace.scene.picture.cameras.values()
    assert (camera.name, camera.heading_deg, camera.pulls_from) == ("Market", 135, "rtsp://192.0.2.9")
    client = workplace._kit.client
    assert client.ticket(camera.number).url == "rtsp://desk:s3cret%20horse%2Fbattery@192.0.2.9/1"
    qtbot.waitUntil(lambda: page.number == camera.number, timeout=WAIT_MS)
    words = [label.text() for widget in QApplication.topLevelWidgets() for label in widget.findChildren(QLabel)]
    for secret in (PASSWORD, "s3cret"):
        assert _files_with(tmp_path / "desk-0", secret.encode()) == []
        assert secret not in caplog.text
        assert not any(secret in text for text in words)
