"""A disk that cannot be written, and files that are not what they should be."""

from __future__ import annotations

import logging
import os
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from app.domain.errors import AppError
from app.station.tracks import TrackStore, compaction
from app.station.tracks import store as store_module
from tests.app.station.tracks.conftest import OpenStore
from tests.app.station.tracks.made import DAY_MS, NOON_MS, expected, rows_of, until, walk


@pytest.fixture
def small_disk() -> Iterator[Path]:
    """A file system of one megabyte; not under ``tmp_path``, which other runs tidy up."""
    with tempfile.TemporaryDirectory() as folder:
        mount = ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", folder]
        if (
            not sys.platform.startswith("linux")
            or subprocess.run(mount, capture_output=True, check=False).returncode
        ):
            pytest.skip("no file system can be mounted here")
        yield Path(folder)
        subprocess.run(["umount", folder], check=True)


def fill(disk: Path) -> Path:
    """Take all the space there is."""
    filler = disk / "filler"
    with filler.open("wb", buffering=0) as file:
        try:
            while file.write(b"\0" * 4096):
                pass
        except OSError:
            pass
    return filler


def test_a_full_disk_is_a_fault_that_heals_by_itself_and_loses_nothing(
    small_disk: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "app.station.tracks")
    store = TrackStore.open(small_disk, keep_s=1e12)
    try:
        before, during = walk(1, 100), [walk(2, 4000, seed=2), walk(3, 4000, seed=3)]
        store.append(before)
        filler = fill(small_disk)
        for fixes in during:
            store.append(fixes)
        until(lambda: store.fault is not None)
        assert store.fault is not None
        assert store.fault.code == "tracks.not_writable"
        filler.unlink()
        until(lambda: store.fault is None)
        assert store.dropped == 0
    finally:
        store.close()
    store = TrackStore.open(small_disk, keep_s=1e12)
    try:
        for unit, fixes in ((1, before), (2, during[0]), (3, during[1])):
            assert rows_of(store.track(unit, NOON_MS, NOON_MS + DAY_MS)) == expected([fixes])
    finally:
        store.close()
    told = [record.message for record in caplog.records if record.name.startswith("app.station.tracks")]
    assert len(told) == 2, "the first failure and the recovery, nothing between"


def test_a_disk_full_for_too_long_costs_positions_that_are_counted(
    small_disk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store_module, "HELD_FIXES", 1000)
    store = TrackStore.open(small_disk, keep_s=1e12)
    try:
        filler = fill(small_disk)
        store.append(walk(2, 9000))
        until(lambda: store.fault is not None)
        store.append(walk(3, 100))
        assert store.dropped == 100
        assert len(store.track(3, NOON_MS, NOON_MS + DAY_MS)) == 0
        filler.unlink()
        until(lambda: store.fault is None)
        assert len(store.track(2, NOON_MS, NOON_MS + DAY_MS)) == 9000
    finally:
        store.close()


def test_a_full_disk_in_the_middle_of_a_compaction_changes_no_answer(small_disk: Path) -> None:
    store = TrackStore.open(small_disk, keep_s=1e12)
    try:
        fixes = walk(5, 40_000)
        store.append(fixes)
        store._compaction.save()
        filler = fill(small_disk)
        with pytest.raises(AppError) as caught:
            store.compact()
        assert caught.value.code == "tracks.not_writable"
        assert len(store.track(5, NOON_MS, NOON_MS + DAY_MS)) == 40_000
        filler.unlink()
        store.compact()
        assert rows_of(store.track(5, NOON_MS, NOON_MS + DAY_MS)) == expected([fixes])
    finally:
        store.close()


def test_a_mistake_of_ours_is_a_fault_that_is_seen_and_not_a_thread_that_is_gone(
    store: TrackStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(compaction, "encode", lambda fixes: fixes.nonsense)
        store.append(walk(7, 10))
        until(lambda: store.fault is not None)
        assert store.fault is not None
        assert store.fault.code == "tracks.failed"
    until(lambda: store.fault is None)
    assert len(store.track(7, NOON_MS, NOON_MS + DAY_MS)) == 10


def test_a_read_only_disk_is_said_so_when_opening(small_disk: Path) -> None:
    TrackStore.open(small_disk).close()
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    with pytest.raises(AppError) as caught:
        TrackStore.open(small_disk)
    assert caught.value.code == "tracks.not_writable"


def test_a_folder_that_cannot_be_made_is_said_so_when_opening(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    with pytest.raises(AppError) as caught:
        TrackStore.open(tmp_path / "file" / "tracks")
    assert caught.value.code == "tracks.not_writable"
    assert caught.value.params["path"] == os.fspath(tmp_path / "file" / "tracks" / "tracks.sqlite")


def test_a_file_that_is_no_database_is_not_overwritten(tmp_path: Path) -> None:
    file = tmp_path / "tracks.sqlite"
    file.write_bytes(b"somebody else's" * 1000)
    with pytest.raises(AppError) as caught:
        TrackStore.open(tmp_path)
    assert caught.value.code == "tracks.damaged"
    assert file.read_bytes() == b"somebody else's" * 1000


def test_a_file_of_a_later_version_is_left_alone(tmp_path: Path) -> None:
    TrackStore.open(tmp_path).close()
    with closing(sqlite3.connect(tmp_path / "tracks.sqlite")) as connection:
        connection.execute("PRAGMA user_version = 99")
    with pytest.raises(AppError) as caught:
        TrackStore.open(tmp_path)
    assert caught.value.code == "tracks.too_new"


def test_one_damaged_block_spoils_its_own_unit_alone(open_store: OpenStore, tmp_path: Path) -> None:
    store = open_store()
    store.append(walk(7, 500))
    store.append(walk(70, 500))
    store.compact()
    with closing(sqlite3.connect(tmp_path / "tracks.sqlite")) as connection:
        connection.execute("UPDATE block SET data = zeroblob(length(data)) WHERE first_unit = 7")
        connection.commit()
    with pytest.raises(AppError) as caught:
        store.track(7, NOON_MS, NOON_MS + DAY_MS)
    assert caught.value.code == "tracks.damaged"
    assert len(store.track(70, NOON_MS, NOON_MS + DAY_MS)) == 500
