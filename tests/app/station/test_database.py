from __future__ import annotations

import random
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from app.domain.errors import AppError
from app.station.database import Database, checkpoint_table, event_table, password_table
from app.station.log import Log

EVENT = {"seq": 1, "at": "2026-01-01T00:00:00.000+00:00", "by": "x", "digest": "", "unit": None}


@pytest.mark.parametrize("name", ["a?b", "a#b", "100%20", "two words", "ü"])
def test_the_folder_may_be_called_anything(tmp_path: Path, name: str) -> None:
    folder = tmp_path / name
    folder.mkdir()
    database = Database(folder / "station.sqlite")
    with database.write() as connection:
        connection.execute(sa.insert(password_table), {"operator": 1, "hash": "h"})
    database.close()
    assert [file.name for file in folder.iterdir()] == ["station.sqlite"]
    assert list(tmp_path.iterdir()) == [folder]


def test_an_error_does_not_quote_what_was_to_be_written(tmp_path: Path) -> None:
    database = Database(tmp_path / "station.sqlite")
    row = {"operator": 1, "hash": "the hash of a password"}
    with pytest.raises(IntegrityError) as error, database.write() as connection:
        connection.execute(sa.insert(password_table), [row, row])
    assert "the hash" not in str(error.value)
    database.close()


def test_a_damaged_file_is_said_and_not_shown_as_a_traceback(tmp_path: Path) -> None:
    file = tmp_path / "station.sqlite"
    database = Database(file)
    with database.write() as connection:
        rows = [{**EVENT, "seq": seq, "fact": "x" * 200} for seq in range(1, 500)]
        connection.execute(sa.insert(event_table), rows)
    database.close()
    content = bytearray(file.read_bytes())
    # The pages of the tables, not the first one: it still looks like a database.
    content[8192:] = random.Random(1).randbytes(len(content) - 8192)
    file.write_bytes(content)
    database = Database(file)
    with pytest.raises(AppError, match="database.unusable"):
        Log(database).restore()
    database.close()


@pytest.mark.parametrize("table", ["event", "checkpoint"])
def test_what_a_newer_version_wrote_is_said(tmp_path: Path, table: str) -> None:
    database = Database(tmp_path / "station.sqlite")
    with database.write() as connection:
        if table == "event":
            connection.execute(sa.insert(event_table), {**EVENT, "fact": '{"kind":"moon.landed"}'})
        else:
            kept = {"seq": 1, "digest": "", "next_number": 1, "snapshot": '{"moons":1}'}
            connection.execute(sa.insert(checkpoint_table), kept)
    with pytest.raises(AppError, match="database.unusable"):
        Log(database).restore()
    database.close()
