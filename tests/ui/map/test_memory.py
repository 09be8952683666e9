from __future__ import annotations

import pytest
from PySide6.QtCore import QSettings

from ui.map.memory import keep_view, last_view
from ui.map.settings import View


@pytest.fixture
def file(tmp_path):
    return str(tmp_path / "window.ini")


def _settings(file):
    return QSettings(file, QSettings.Format.IniFormat)


def test_where_the_map_looked_is_known_after_a_restart(file):
    settings = _settings(file)
    keep_view(settings, View(24.941234, -60.17, 15.5))
    settings.sync()
    assert last_view(_settings(file)) == View(24.941234, -60.17, 15.5)


@pytest.mark.parametrize("junk", ["", "here", "1 2", "1 2 3 4", "200 0 3", "0 nan 3", "0 0 inf", "0 0 nan"])
def test_what_is_no_view_is_nowhere(file, junk):
    settings = _settings(file)
    settings.setValue("map/view", junk)
    assert last_view(settings) is None
