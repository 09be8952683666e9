from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest

from installers import reasons
from installers.steps import CommandFailed, Steps


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def python(code: str) -> list[str]:
    return [sys.executable, "-c", code]


def test_a_step_is_a_line_before_and_a_line_after_and_its_output_is_in_the_log(tmp_path: Path) -> None:
    out = io.StringIO()
    steps = Steps(tmp_path / "log.txt", out)

    steps.run("counting", python("print('one'); import sys; print('two', file=sys.stderr)"))

    begun, ended = out.getvalue().splitlines()
    assert begun == "... counting"
    assert ended.startswith("ok  counting (")
    assert ended.endswith(" s)")
    assert {"one", "two"} <= set((tmp_path / "log.txt").read_text().splitlines())


def test_a_terminal_sees_one_line_that_is_redrawn(tmp_path: Path) -> None:
    out = Terminal()

    Steps(tmp_path / "log.txt", out).run("counting", python("print('one')"))

    assert out.getvalue().count("\n") == 1
    assert out.getvalue().startswith("\r")


def test_a_failed_step_tells_the_last_words_and_where_all_are(tmp_path: Path) -> None:
    out = io.StringIO()
    steps = Steps(tmp_path / "log.txt", out)

    with pytest.raises(CommandFailed) as failed:
        steps.run("counting", python("print('three is missing'); raise SystemExit(3)"))

    assert "counting failed. three is missing" in str(failed.value)
    assert str(tmp_path / "log.txt") in str(failed.value)
    assert "--  counting" in out.getvalue()


def test_a_command_that_is_not_there_is_a_failed_step(tmp_path: Path) -> None:
    with pytest.raises(CommandFailed, match="No such file"):
        Steps(tmp_path / "log.txt", io.StringIO()).run("counting", [str(tmp_path / "nothing")])


def test_later_steps_of_a_run_add_to_the_log_and_the_next_run_starts_a_new_one(tmp_path: Path) -> None:
    log = tmp_path / "log.txt"
    first = Steps(log, io.StringIO())
    first.run("one", python("print('one')"))
    first.run("two", python("print('two')"))
    assert {"one", "two"} <= set(log.read_text().splitlines())

    Steps(log, io.StringIO()).run("three", python("print('three')"))

    assert not {"one", "two"} & set(log.read_text().splitlines())


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("WARNING: Retrying after connection broken by 'NewConnectionError'", "check the network"),
        ("npm error code EAI_AGAIN", "check the network"),
        ("Err:1 Temporary failure resolving 'host'", "check the network"),
        (
            "ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device",
            "disk is full",
        ),
        (
            "ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.",
            "not the one that was locked",
        ),
        ("ERROR: No matching distribution found for PySide6==6.11.2", "no build for this system"),
        ("SSLError(SSLCertVerificationError(1, '[SSL: CERTIFICATE_VERIFY_FAILED]'))  Max retries", "not trusted"),
        ("[Errno 13] Permission denied: '/x'", "may not be written"),
        ('error: Could not resolve "./gone.ts"\n', 'Could not resolve "./gone.ts"'),
        ("", "It said nothing."),
    ],
)
def test_what_a_tool_says_becomes_what_to_do(said: str, told: str) -> None:
    assert told in reasons.likely(said)
