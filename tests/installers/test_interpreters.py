from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from installers import interpreters
from installers.steps import Trouble
from tests.installers.fakes import executable, interpreter

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the stand-ins are shell scripts")


def test_the_first_candidate_that_runs_and_is_new_enough_is_taken(tmp_path: Path) -> None:
    shim = executable(tmp_path / "shim", "echo 'pyenv: python3.13: command not found' >&2; exit 127")
    silent = executable(tmp_path / "silent", "exit 0")
    chatty = executable(tmp_path / "chatty", "echo Python was not found; echo run without arguments to install")
    old = interpreter(tmp_path / "old", "3.9.2")
    good = interpreter(tmp_path / "good", "3.12.1")
    later = interpreter(tmp_path / "later", "3.13.0")
    candidates = [(str(path),) for path in (tmp_path / "missing", shim, silent, chatty, old, good, later)]

    found = interpreters.find(candidates)

    assert found.executable == str(good)
    assert found.version == (3, 12, 1)


def test_a_candidate_that_hangs_is_passed_over(tmp_path: Path) -> None:
    hanging = executable(tmp_path / "hanging", "exec sleep 60")

    assert interpreters.probe((str(hanging),), timeout_s=0.2) is None


def test_a_candidate_may_be_a_launcher_with_an_option(tmp_path: Path) -> None:
    real = interpreter(tmp_path / "python", "3.13.2")
    launcher = executable(tmp_path / "py", f'test "$1" = -3 && shift && exec {real} "$@"')

    assert interpreters.probe((str(launcher), "-3")) == interpreters.probe((str(real),))


def test_an_interpreter_for_32_bits_is_not_enough(tmp_path: Path) -> None:
    narrow = executable(tmp_path / "python", "printf '3\\n12\\n1\\n0\\n/usr\\n/usr/bin/python\\n'")

    found = interpreters.probe((str(narrow),))

    assert found is not None
    assert not found.is_new_enough


def test_finding_none_names_the_old_ones_and_the_way_out(tmp_path: Path) -> None:
    old = interpreter(tmp_path / "python3", "3.9.2")

    with pytest.raises(
        Trouble, match=rf"Python 3\.11 or newer\. Found only Python 3\.9\.2 \({old}\)\. Install one"
    ):
        interpreters.find([(str(old),), (str(old),)])


def test_the_interpreter_that_runs_is_the_first_candidate_and_itself_not_its_environment() -> None:
    first = interpreters.probe(next(iter(interpreters.known_candidates())))

    assert first is not None
    assert first.version == sys.version_info[:3]
    assert Path(first.prefix).samefile(sys.base_prefix)


def test_versions_of_pyenv_are_candidates_even_when_path_has_only_shims(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYENV_ROOT", str(tmp_path))
    for version in ("3.9.18", "3.11.7", "3.12.10", "3.12.9"):
        interpreter(tmp_path / "versions" / version / "bin" / "python", version)

    ours = [Path(command[0]) for command in interpreters.known_candidates() if str(tmp_path) in command[0]]

    assert [path.parent.parent.name for path in ours] == ["3.12.10", "3.12.9", "3.11.7", "3.9.18"]
