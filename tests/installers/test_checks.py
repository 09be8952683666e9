from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from installers import checks
from installers.checks import Check
from installers.environment import Environment
from installers.mappage import MapPage
from installers.node import Node


@pytest.fixture(autouse=True)
def same_place_after(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PATH", "/usr/bin:/bin")
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    monkeypatch.setenv("QTWEBENGINE_DISABLE_SANDBOX", "1")


def check(name: str, code: str) -> Check:
    return Check(name, [sys.executable, "-c", code])


def test_all_passing_is_0_and_the_last_check_has_the_last_word(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    result = checks.run([check("style", "pass"), check("tests", "print('1 passed')")], tmp_path, "/usr/bin")

    assert result == 0
    assert capfd.readouterr().out.splitlines()[-1] == "1 passed"


def test_a_failure_stops_nothing_and_is_named_at_the_end(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    listed = [
        check("style", "raise SystemExit(2)"),
        check("types", "print('types ran')"),
        check("tests", "print('1 passed')"),
    ]

    result = checks.run(listed, tmp_path, "/usr/bin")

    said = capfd.readouterr()
    assert result == 1
    assert "types ran" in said.out
    assert said.out.splitlines()[-2:] == ["--- tests   (failed so far: style)", "1 passed"]
    assert said.err.splitlines()[-1] == "failed: style"


@pytest.mark.skipif(os.name == "nt", reason="signals cannot be sent to oneself there")
def test_ctrl_c_ends_all_that_was_to_come(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    # A terminal sends it to the check and to us; what the check makes of it does not matter.
    pressing = check("types", "import os, signal; os.kill(os.getppid(), signal.SIGINT)")

    result = checks.run([pressing, check("tests", "print('1 passed')")], tmp_path, "/usr/bin")

    assert result == 130
    assert "1 passed" not in capfd.readouterr().out


def test_checks_run_in_the_project_with_the_path_of_its_node(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    root = tmp_path / "project"
    root.mkdir()
    path = f"/opt/node/bin:{'/usr/bin'}"

    checks.run([check("tests", "import os; print(os.getcwd()); print(os.environ['PATH'])")], root, path)

    assert capfd.readouterr().out.splitlines()[-2:] == [str(root), path]


def test_pytest_comes_last_and_takes_the_arguments_as_they_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(MapPage, "node", Node(["npm"], "/usr/bin"))
    page = MapPage(tmp_path, Environment(tmp_path, tmp_path))
    page.folder.mkdir(parents=True)
    (page.folder / "package.json").write_text('{"scripts": {"build": "", "test": ""}}')

    def listed(*arguments: str) -> list[Check]:
        return checks.list_all(Environment(tmp_path, tmp_path), page, arguments)

    assert [check.name for check in listed()] == ["ruff check", "ruff format", "mypy", "map page: test", "pytest"]
    assert listed("tests/app", "-x")[-1].command[-3:] == ["pytest", "tests/app", "-x"]
    assert {"-n", "--dist"} <= set(listed()[-1].command)


def test_no_window_opens_on_a_persons_screen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("QT_QPA_PLATFORM")
    assert checks.quiet_desk()["QT_QPA_PLATFORM"] == "offscreen"

    monkeypatch.setenv("QT_QPA_PLATFORM", "xcb")
    assert checks.quiet_desk()["QT_QPA_PLATFORM"] == "xcb"


@pytest.mark.parametrize(("user", "is_off"), [(0, True), (1000, False)])
def test_chromiums_sandbox_is_off_for_root_alone(monkeypatch: pytest.MonkeyPatch, user: int, is_off: bool) -> None:
    monkeypatch.setattr("os.geteuid", lambda: user, raising=False)

    assert ("QTWEBENGINE_DISABLE_SANDBOX" in checks.quiet_desk()) == is_off
