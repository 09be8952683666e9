from __future__ import annotations

import psutil
import pytest

from app.domain.errors import AppError
from ui.map.basemap import LONGEST_RANGE, BasemapFiles
from ui.map.scheme import Request


@pytest.fixture
def folders(tmp_path):
    for name in ("own", "shipped"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "city.pmtiles").write_bytes(name.encode() + bytes(range(100)))
    (tmp_path / "secret.pmtiles").write_bytes(b"secret")
    return tmp_path / "own", tmp_path / "shipped"


@pytest.fixture
def files(folders):
    return BasemapFiles(folders)


def ask(files: BasemapFiles, path: str, **query: str) -> bytes:
    replies = []
    files(Request(path, query), replies.append)
    return replies[0].body


def test_a_range_is_answered_with_those_bytes(files):
    assert ask(files, "city.pmtiles", offset="3", length="4") == bytes([0, 1, 2, 3])


def test_the_end_of_the_file_gives_what_there_is(files):
    assert ask(files, "city.pmtiles", offset="100", length="50") == bytes([97, 98, 99])
    assert ask(files, "city.pmtiles", offset="5000", length="50") == b""


def test_a_file_in_an_earlier_folder_hides_one_in_a_later(files):
    assert ask(files, "city.pmtiles", offset="0", length="3") == b"own"


@pytest.mark.parametrize(
    "name", ["../secret.pmtiles", "..\\secret.pmtiles", "/etc/passwd", "other.pmtiles", "", ".pmtiles"]
)
def test_what_is_not_a_basemap_of_the_folders_is_missing(files, name):
    with pytest.raises(AppError) as raised:
        ask(files, name, offset="0", length="1")
    assert raised.value.code == "basemap.missing"


@pytest.mark.parametrize(
    "query",
    [{}, {"offset": "0"}, {"offset": "-1", "length": "1"}, {"offset": "0", "length": str(LONGEST_RANGE + 1)}],
)
def test_a_range_that_is_none_is_refused(files, query):
    with pytest.raises(AppError) as raised:
        ask(files, "city.pmtiles", **query)
    assert raised.value.code == "request.malformed"


def test_no_file_stays_open_however_late_a_page_asks(files):
    ask(files, "city.pmtiles", offset="0", length="4")
    assert not [file for file in psutil.Process().open_files() if file.path.endswith(".pmtiles")]
