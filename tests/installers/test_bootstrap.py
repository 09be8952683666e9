"""The script itself, as a person calls it, on a small project whose parts come from its own folder."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from textwrap import dedent

import pytest

from tests.installers.fakes import ended

ROOT = Path(__file__).resolve().parents[2]
OLDER = Path.home() / ".pyenv" / "versions" / "3.8.18" / "bin" / "python"

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the tests send POSIX signals")

#: Puts a `watchfloor` command in place that tells how it was called; does not end while the file `hold` is there.
BACKEND = """
    import os, time, zipfile

    def build_editable(folder, config_settings=None, metadata_directory=None):
        if os.path.exists("hold"):
            open("reached", "w").close()
        while os.path.exists("hold"):
            time.sleep(0.05)
        wheel = "small-1-py3-none-any.whl"
        with zipfile.ZipFile(os.path.join(folder, wheel), "w") as files:
            files.writestr("small.py", "def main():\\n    import sys\\n    print(*sys.argv[1:])\\n    return 5\\n")
            files.writestr("small-1.dist-info/METADATA", "Metadata-Version: 2.1\\nName: small\\nVersion: 1\\n")
            files.writestr("small-1.dist-info/WHEEL", "Wheel-Version: 1.0\\nRoot-Is-Purelib: true\\n")
            files.writestr("small-1.dist-info/entry_points.txt", "[console_scripts]\\nwatchfloor = small:main\\n")
            files.writestr("small-1.dist-info/RECORD", "")
        return wheel
"""
PYPROJECT = """
    [build-system]
    requires = []
    build-backend = "backend"
    backend-path = ["."]

    [project]
    name = "small"
    version = "1"
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    root = tmp_path / "a project"
    shutil.copytree(
        ROOT / "installers", root / "installers", ignore=shutil.ignore_patterns("requirements", "__pycache__")
    )
    (root / "installers" / "requirements").mkdir()
    (root / "installers" / "requirements" / "station.txt").touch()
    (root / "backend.py").write_text(dedent(BACKEND))
    (root / "pyproject.toml").write_text(dedent(PYPROJECT))
    return root


def started(
    project: Path, *arguments: str, python: Path | str = sys.executable
) -> AbstractContextManager[subprocess.Popen[str]]:
    process = subprocess.Popen(
        [str(python), str(project / "installers" / "bootstrap.py"), *arguments],
        cwd=project.parent,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    return ended(process)


def run(project: Path, *arguments: str, python: Path | str = sys.executable) -> tuple[int, list[str]]:
    with started(project, *arguments, python=python) as process:
        said, _ = process.communicate(timeout=100)
    return process.returncode, said.splitlines()


def worked_s() -> float:
    """Processor time of all children that have ended."""
    used = os.times()
    return used.children_user + used.children_system


@pytest.fixture
def held(project: Path) -> Iterator[subprocess.Popen[str]]:
    """A first run that stands still in the midst of installing."""
    (project / "hold").touch()
    with started(project, "station") as process:
        deadline = time.monotonic() + 100
        while not (project / "reached").exists():
            assert time.monotonic() < deadline
            assert process.poll() is None
            time.sleep(0.05)
        yield process


def test_the_first_run_makes_all_and_the_second_starts_at_once(project: Path) -> None:
    code, said = run(project, "station", "--port", "8080")
    assert code == 5
    assert said[-1] == "station --port 8080"
    assert any(line.startswith("ok  making .venv with Python 3.") for line in said)
    # What tells a half-done installation from one that failed before it touched anything.
    assert "Installing collected packages" in (project / "build" / "bootstrap" / "log.txt").read_text()

    took_s = []
    for _ in range(3):
        before_s = worked_s()
        assert run(project, "station", "again") == (5, ["station again"])
        took_s.append(worked_s() - before_s)
    # In time of the processor, and the best of some, since the machine may be busy with other things.
    assert min(took_s) < 1.0

    # Someone who may not write to the folder cannot even take the lock.
    lock = project / "build" / "bootstrap" / "lock"
    lock.unlink()
    lock.mkdir()
    assert run(project, "station", "again") == (5, ["station again"])


@pytest.mark.skipif(not OLDER.exists(), reason="there is no Python 3.8 here")
def test_an_older_python_finds_a_newer_one(project: Path) -> None:
    code, said = run(project, "station", python=OLDER)

    assert (code, said[-1]) == (5, "station")
    version = subprocess.run(
        [project / ".venv" / "bin" / "python", "--version"], capture_output=True, text=True, check=True
    )
    assert tuple(map(int, version.stdout.split()[1].split(".")[:2])) >= (3, 11)


def test_killed_in_the_midst_of_installing_the_next_run_waits_for_the_orphan_and_mends(
    project: Path, held: subprocess.Popen[str]
) -> None:
    held.kill()
    held.wait()

    with started(project, "station", "mended") as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "Another bootstrap is at work in this folder; waiting for it to end.\n"
        (project / "hold").unlink()
        said = process.stdout.read().splitlines()

    assert process.returncode == 5
    assert said[-1] == "station mended"
    assert any(line.startswith("ok  remaking .venv") for line in said)


def test_at_ctrl_c_it_ends_with_its_command(held: subprocess.Popen[str]) -> None:
    # A terminal sends it to everyone in the foreground.
    os.killpg(held.pid, signal.SIGINT)
    said = held.communicate(timeout=100)[0]

    assert held.returncode == 130
    assert "Traceback" not in said
    assert said.splitlines()[-1] == "Interrupted. Run the same command again to go on."


def test_asked_to_end_it_ends_with_its_command_and_the_next_run_goes_on(
    project: Path, held: subprocess.Popen[str]
) -> None:
    held.terminate()
    said = held.communicate(timeout=100)[0]
    assert held.returncode == 143
    assert "Traceback" not in said

    (project / "hold").unlink()
    code, said_next = run(project, "station")
    assert code == 5
    # Nobody else is waited for: the command did end.
    assert "Another" not in said_next[0]


def test_without_a_verb_it_tells_how_it_is_used(project: Path) -> None:
    code, said = run(project)

    assert code == 0
    assert said[0] == "Two commands from a bare machine, with nothing before them:"
    assert not (project / ".venv").exists()


@pytest.mark.parametrize("version", ["3.6.15", "3.7.16"])
def test_a_python_that_is_too_old_even_for_the_script_is_a_sentence(project: Path, version: str) -> None:
    ancient = Path.home() / ".pyenv" / "versions" / version / "bin" / "python"
    if not ancient.exists():
        pytest.skip(f"there is no Python {version} here")

    code, said = run(project, "station", python=ancient)

    assert (code, said) == (1, ["This script needs Python 3.8 or newer (and Watchfloor itself 3.11)."])


def test_a_folder_that_cannot_be_written_to_is_a_sentence(project: Path) -> None:
    (project / "build").write_text("a file where a folder must be")

    code, said = run(project, "station")

    assert code == 1
    assert "Traceback" not in "\n".join(said)
    assert str(project / "build") in said[-1]
