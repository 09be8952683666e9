from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from installers import debian, interpreters
from installers.environment import Environment
from installers.interpreters import Interpreter
from installers.steps import CommandFailed, Trouble
from tests.installers.fakes import RecordedSteps, interpreter

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the stand-ins are shell scripts")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A project with two locks, one on top of the other."""
    locks = tmp_path / "project" / "installers" / "requirements"
    locks.mkdir(parents=True)
    (locks / "station.txt").write_text("numpy==2.0\n")
    (locks / "desk.txt").write_text("-r station.txt\nqt==6\n")
    (tmp_path / "project" / "pyproject.toml").write_text("[project]\n")
    (tmp_path / "project" / "build").mkdir()
    return tmp_path / "project"


@pytest.fixture
def base(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The interpreter that the search finds."""
    path = interpreter(tmp_path / "python3.11", "3.11.2")
    monkeypatch.setattr(interpreters, "find", lambda: Interpreter(str(path), (3, 11, 2), "/usr", True))
    return path


@pytest.fixture
def steps(tmp_path: Path) -> RecordedSteps:
    return RecordedSteps(tmp_path, makes_a_venv("3.11.2"))


def makes_a_venv(version: str) -> Callable[[list[str]], None]:
    def effect(command: list[str]) -> None:
        if "venv" in command:
            interpreter(Path(command[-1]) / "bin" / "python", version, prefix=command[-1])

    return effect


def environment(root: Path) -> Environment:
    return Environment(root, root / "build")


def gist(steps: RecordedSteps) -> list[str]:
    """What the commands were for, oldest first; forgets them."""
    said = ["venv" if "venv" in command else Path(command[-1]).name for command in steps.commands]
    steps.commands.clear()
    return said


@pytest.mark.usefixtures("base")
def test_the_first_run_makes_everything_and_the_second_nothing(root: Path, steps: RecordedSteps) -> None:
    environment(root).ensure("desk", steps)
    assert gist(steps) == ["venv", "desk.txt", "project"]

    environment(root).ensure("desk", steps)
    environment(root).ensure("station", steps)
    assert gist(steps) == []


@pytest.mark.usefixtures("base")
def test_only_what_changed_is_installed_again(root: Path, steps: RecordedSteps) -> None:
    environment(root).ensure("station", steps)
    environment(root).ensure("desk", steps)
    assert gist(steps) == ["venv", "station.txt", "project", "desk.txt"]

    (root / "pyproject.toml").write_text("[project]\nversion = '2'\n")
    environment(root).ensure("desk", steps)
    assert gist(steps) == ["project"]

    (root / "installers" / "requirements" / "station.txt").write_text("numpy==2.1\n")
    environment(root).ensure("desk", steps)
    assert gist(steps) == ["desk.txt"]


@pytest.mark.usefixtures("base")
def test_packages_come_by_hash_and_as_wheels_only(root: Path, steps: RecordedSteps) -> None:
    environment(root).ensure("desk", steps)

    _, from_lock, in_place = steps.commands
    assert {"--require-hashes", "--only-binary=:all:"} <= set(from_lock)
    assert {"--no-index", "--no-deps", "--no-build-isolation", "-e"} <= set(in_place)


@pytest.mark.usefixtures("base")
@pytest.mark.parametrize("ended_in", ["venv", "desk.txt", "project"])
def test_a_run_that_ended_half_way_is_mended_by_the_next(root: Path, tmp_path: Path, ended_in: str) -> None:
    def effect(command: list[str]) -> None:
        makes_a_venv("3.11.2")(command)
        if ended_in in (Path(command[-1]).name, *command):
            raise OSError("Installing collected packages: numpy\nkilled here")

    interrupted = RecordedSteps(tmp_path, effect)
    with pytest.raises(CommandFailed, match="killed here"):
        environment(root).ensure("desk", interrupted)
    (root / ".venv" / "half-unpacked").touch()

    steps = RecordedSteps(tmp_path, makes_a_venv("3.11.2"))
    environment(root).ensure("desk", steps)

    assert gist(steps) == ["venv", "desk.txt", "project"]
    assert not (root / ".venv" / "half-unpacked").exists()


@pytest.mark.usefixtures("base")
def test_a_network_that_fails_leaves_a_good_environment_as_it_was(
    root: Path, steps: RecordedSteps, tmp_path: Path
) -> None:
    environment(root).ensure("station", steps)
    gist(steps)

    def effect(command: list[str]) -> None:
        raise OSError("Failed to establish a new connection")

    with pytest.raises(CommandFailed, match="check the network"):
        environment(root).ensure("desk", RecordedSteps(tmp_path, effect))

    environment(root).ensure("station", steps)
    assert gist(steps) == []
    environment(root).ensure("desk", steps)
    assert gist(steps) == ["desk.txt"]


@pytest.mark.usefixtures("base")
def test_an_environment_that_moved_with_its_project_is_made_anew(root: Path, steps: RecordedSteps) -> None:
    environment(root).ensure("desk", steps)
    gist(steps)
    moved = root.rename(root.with_name("moved"))
    interpreter(moved / ".venv" / "bin" / "python", "3.11.2", prefix=str(moved / ".venv"))

    environment(moved).ensure("desk", steps)

    assert gist(steps) == ["venv", "desk.txt", "moved"]


@pytest.mark.usefixtures("base")
def test_an_environment_whose_interpreter_is_gone_or_another_is_made_anew(
    root: Path, steps: RecordedSteps
) -> None:
    environment(root).ensure("station", steps)
    gist(steps)

    (root / ".venv" / "bin" / "python").unlink()
    environment(root).ensure("station", steps)
    assert gist(steps) == ["venv", "station.txt", "project"]

    interpreter(root / ".venv" / "bin" / "python", "3.12.1", prefix=str(root / ".venv"))
    environment(root).ensure("station", steps)
    assert gist(steps) == ["venv", "station.txt", "project"]


@pytest.mark.usefixtures("base")
def test_a_working_environment_that_a_person_made_is_kept_and_filled(root: Path, steps: RecordedSteps) -> None:
    interpreter(root / ".venv" / "bin" / "python", "3.12.1", prefix=str(root / ".venv"))

    environment(root).ensure("station", steps)
    assert gist(steps) == ["station.txt", "project"]

    environment(root).ensure("station", steps)
    assert gist(steps) == []


@pytest.mark.usefixtures("base")
def test_an_environment_without_pip_is_made_anew(root: Path, steps: RecordedSteps) -> None:
    interpreter(root / ".venv" / "bin" / "python", "3.12.1", prefix=str(root / ".venv"), modules=())

    environment(root).ensure("station", steps)

    assert gist(steps) == ["venv", "station.txt", "project"]


def test_a_python_without_venv_gets_debians_package_for_it(
    root: Path, base: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    interpreter(base, "3.11.2", modules=())
    asked: list[str] = []

    def install(packages: list[str], *_: object) -> None:
        asked.extend(packages)
        interpreter(base, "3.11.2")

    monkeypatch.setattr(debian, "is_here", lambda: True)
    monkeypatch.setattr(debian, "install", install)

    environment(root).ensure("station", RecordedSteps(tmp_path, makes_a_venv("3.11.2")))

    assert asked == ["python3.11-venv"]


def test_a_python_without_venv_on_another_system_is_a_sentence(
    root: Path, base: Path, steps: RecordedSteps, monkeypatch: pytest.MonkeyPatch
) -> None:
    interpreter(base, "3.11.2", modules=())
    monkeypatch.setattr(debian, "is_here", lambda: False)

    with pytest.raises(Trouble, match="comes without the modules venv and ensurepip"):
        environment(root).ensure("station", steps)
