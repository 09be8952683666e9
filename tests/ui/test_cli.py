from __future__ import annotations

import logging
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from ui import cli

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(autouse=True)
def logs_as_they_were() -> Iterator[None]:
    """A station sets up the logs of its process: here, of all tests that come after."""
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    yield
    for handler in set(root.handlers) - set(handlers):
        root.removeHandler(handler)
    root.setLevel(level)


def test_a_wrong_verb_is_answered_with_the_verbs_there_are(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["fly"]) == 2
    said = capsys.readouterr().err
    assert "fly" in said
    assert "station" in said


def test_what_keeps_the_station_from_starting_is_a_sentence_and_not_a_traceback(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    taken = tmp_path / "taken"
    taken.write_text("no folder")
    assert cli.main(["station", "--data", str(taken), "--port", "0"]) == 3
    said = capsys.readouterr().err
    assert str(taken) in said
    assert "Traceback" not in said


def test_a_setting_that_is_none_is_named(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "watchfloor.toml"
    file.write_text('port = "many"\n')
    monkeypatch.setenv("WATCHFLOOR_FILE", str(file))
    assert cli.main(["station", "--data", str(tmp_path)]) == 3
    assert "port" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("breaks", "named"),
    [
        (
            'raise ImportError("libEGL.so.1: cannot open shared object file: No such file or directory")',
            "libEGL.so.1",
        ),
        ('raise ModuleNotFoundError("No module named \'PySide6\'", name="PySide6")', "PySide6"),
    ],
)
def test_a_machine_that_cannot_show_a_desk_says_what_is_missing(tmp_path: Path, breaks: str, named: str) -> None:
    broken = tmp_path / "PySide6"
    broken.mkdir()
    (broken / "__init__.py").write_text(breaks)
    run = subprocess.run(
        [sys.executable, "-m", "ui.cli", "desk"],
        cwd=ROOT,
        env={"PYTHONPATH": str(tmp_path), "PATH": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 3
    assert named in run.stderr
    assert "Traceback" not in run.stderr


def test_the_station_runs_without_qt(tmp_path: Path) -> None:
    broken = tmp_path / "PySide6"
    broken.mkdir()
    (broken / "__init__.py").write_text("raise ImportError('there is no Qt here')")
    run = subprocess.run(
        [sys.executable, "-m", "ui.cli", "station", "--help"],
        cwd=ROOT,
        env={"PYTHONPATH": str(tmp_path), "PATH": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
