"""Stand-ins for what a bootstrap finds on a machine: interpreters, and the commands of its steps."""

from __future__ import annotations

import io
import os
import signal
import subprocess
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from installers.steps import CommandFailed, Steps


@contextmanager
def ended(process: subprocess.Popen[str]) -> Iterator[subprocess.Popen[str]]:
    """One in a session of its own: neither it nor its commands outlive the test."""
    with process:
        try:
            yield process
        finally:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)


def executable(path: Path, script: str) -> Path:
    """A file that the shell runs."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    path.chmod(0o755)
    return path


def interpreter(
    path: Path, version: str, prefix: str = "/nowhere", modules: Sequence[str] = ("venv", "ensurepip", "pip")
) -> Path:
    """Answers the two questions that are put to a Python: what it is, and whether it has certain modules."""
    answer = "\\n".join([*version.split("."), "1", prefix, str(path)])
    known = " ".join(f"{module}," for module in modules)
    script = f"""
    case "$3" in
        "import sys; print"*) printf '{answer}\\n' ;;
        "import "*) for module in ${{3#import }}; do
            case " {known} " in *" ${{module%,}}, "*) ;; *) exit 1 ;; esac
        done ;;
    esac"""
    return executable(path, script)


class RecordedSteps(Steps):
    """Steps whose commands are not run but kept.

    ``effect`` may do what such a command would leave behind, or raise OSError with what it would say in failing.
    """

    def __init__(self, folder: Path, effect: Callable[[list[str]], None] = lambda command: None) -> None:
        self.said = io.StringIO()
        super().__init__(folder / "log.txt", out=self.said)
        self.commands: list[list[str]] = []
        self._effect = effect

    def run(
        self, title: str, command: Sequence[str], cwd: Path | None = None, env: dict[str, str] | None = None
    ) -> None:
        self.commands.append(list(command))
        try:
            self._effect(list(command))
        except OSError as error:
            raise CommandFailed(title, str(error), self.log) from error
