from __future__ import annotations

import io
import os
from pathlib import Path

import pytest

from installers import debian
from installers.steps import CommandFailed, Steps, Trouble
from tests.installers.fakes import RecordedSteps, executable

pytestmark = pytest.mark.skipif(os.name == "nt", reason="apt is not there")


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The only folder on PATH, with an apt-cache that knows nothing that was renamed for 64-bit time."""
    folder = tmp_path / "bin"
    executable(folder / "apt-cache", 'case "$2" in *t64) exit 100 ;; esac')
    monkeypatch.setenv("PATH", str(folder))
    return folder


@pytest.fixture
def as_user(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)


@pytest.fixture
def as_root(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0)


@pytest.mark.usefixtures("path", "as_user")
def test_without_the_right_the_exact_command_is_told_and_nothing_is_run(tmp_path: Path) -> None:
    steps = RecordedSteps(tmp_path)

    with pytest.raises(Trouble) as told:
        debian.install(["libegl1", "libasound2t64|libasound2"], "Qt lacks libraries", steps)

    command = "sudo apt-get update && sudo apt-get install -y --no-install-recommends libegl1 libasound2"
    assert f"\n    {command}\n" in str(told.value)
    assert steps.commands == []


@pytest.mark.usefixtures("as_user")
def test_a_sudo_that_asks_for_a_password_is_no_right(path: Path, tmp_path: Path) -> None:
    executable(path / "sudo", "echo 'sudo: a password is required' >&2; exit 1")

    with pytest.raises(Trouble, match="only an administrator may install it"):
        debian.install(["libegl1"], "Qt lacks libraries", RecordedSteps(tmp_path))


@pytest.mark.usefixtures("as_user")
def test_a_sudo_that_asks_for_nothing_is_used(path: Path, tmp_path: Path) -> None:
    executable(path / "sudo", "exit 0")
    steps = RecordedSteps(tmp_path)

    debian.install(["libegl1"], "Qt lacks libraries", steps)

    assert [command[:3] for command in steps.commands] == [["sudo", "-n", "env"]] * 2


@pytest.mark.usefixtures("path", "as_root")
def test_root_installs_with_lists_that_are_fresh_and_without_questions(tmp_path: Path) -> None:
    steps = RecordedSteps(tmp_path)

    debian.install(["libegl1", "libasound2t64|libasound2"], "Qt lacks libraries", steps)

    update, install = steps.commands
    assert update == ["env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "update"]
    assert install[:4] == ["env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "install"]
    assert install[-2:] == ["libegl1", "libasound2"]


@pytest.mark.usefixtures("as_root")
def test_the_newer_name_of_a_package_is_taken_where_it_is_known(path: Path, tmp_path: Path) -> None:
    executable(path / "apt-cache", "exit 0")
    steps = RecordedSteps(tmp_path)

    debian.install(["libasound2t64|libasound2"], "Qt lacks libraries", steps)

    assert steps.commands[-1][-1] == "libasound2t64"


@pytest.mark.usefixtures("path", "as_root")
def test_a_broken_source_does_not_stop_what_the_others_can_give(tmp_path: Path) -> None:
    def effect(command: list[str]) -> None:
        if "update" in command:
            raise OSError("one source has no Release file")

    steps = RecordedSteps(tmp_path, effect)

    debian.install(["libegl1"], "Qt lacks libraries", steps)

    assert steps.commands[-1][-1] == "libegl1"
    assert "not all lists could be read" in steps.said.getvalue()


@pytest.mark.usefixtures("path", "as_root")
def test_an_installation_that_fails_is_not_passed_over(tmp_path: Path) -> None:
    def effect(command: list[str]) -> None:
        if "install" in command:
            raise OSError("E: Unable to locate package")

    with pytest.raises(CommandFailed, match="Unable to locate package"):
        debian.install(["libegl1"], "Qt lacks libraries", RecordedSteps(tmp_path, effect))


@pytest.mark.usefixtures("as_user")
def test_a_package_is_unpacked_without_any_right_and_what_was_fetched_is_gone(path: Path, tmp_path: Path) -> None:
    executable(path / "apt-get", 'test "$1" = download && echo files > "$2_1.0_m68k.deb"')
    executable(path / "dpkg-deb", 'test "$1" = -x && read -r files < "$2" && echo "$files" > "$3/program"')

    debian.unpack(["server"], tmp_path / "peers", Steps(tmp_path / "log.txt", out=io.StringIO()))

    assert [file.name for file in (tmp_path / "peers").iterdir()] == ["program"]


@pytest.mark.usefixtures("path", "as_root")
def test_a_machine_without_lists_asks_for_them_and_fetches_again(tmp_path: Path) -> None:
    def effect(command: list[str]) -> None:
        if "download" in command and len(steps.commands) == 1:
            raise OSError("E: Unable to locate package server")

    steps = RecordedSteps(tmp_path, effect)

    debian.unpack(["server"], tmp_path / "peers", steps)

    download = ["apt-get", "download", "server"]
    assert steps.commands == [download, ["env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "update"], download]


@pytest.mark.usefixtures("path", "as_user")
def test_what_cannot_be_fetched_without_the_right_is_told(tmp_path: Path) -> None:
    def effect(command: list[str]) -> None:
        raise OSError("E: Unable to locate package server")

    with pytest.raises(CommandFailed, match="Unable to locate package"):
        debian.unpack(["server"], tmp_path / "peers", RecordedSteps(tmp_path, effect))
