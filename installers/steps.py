"""Commands run for a person who waits: a line a step, all they print in a log, a failure as a sentence."""

from __future__ import annotations

import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Iterator, Sequence

from installers import reasons
from installers.line import Line


class Trouble(Exception):  # noqa: N818 - the word of what is shown
    """Why the folder cannot be made ready: a sentence that says what happened and what to do."""


class CommandFailed(Trouble):
    """A command of a step failed; the sentence gives the likely reason and where its ``output`` is kept."""

    def __init__(self, title: str, output: str, log: Path) -> None:
        super().__init__(f"{title} failed. {reasons.likely(output)}\nAll that was said is in {log}")
        self.output = output


class Steps:
    """Runs commands quietly, shows that they are alive, and keeps all they print.

    Args:
        log: file that takes the commands' output; the first step that has something to do makes it new.
        out: where the lines go, stdout by default.
        held: file descriptor that the commands inherit, so that a lock outlives a killed bootstrap as long as
            its commands still run.
    """

    def __init__(self, log: Path, out: IO[str] | None = None, held: int | None = None) -> None:
        self.log = log
        self._out = sys.stdout if out is None else out
        self._held: tuple[int, ...] = () if held is None or sys.platform == "win32" else (held,)
        self._mode = "w"

    def say(self, line: str) -> None:
        """Print one line that is not a command's."""
        print(line, file=self._out, flush=True)

    def run(
        self, title: str, command: Sequence[str], cwd: Path | None = None, env: dict[str, str] | None = None
    ) -> None:
        """Run one command to its end; nothing can be typed into it.

        Raises:
            CommandFailed: it could not be started, or its exit code was not 0.
        """
        said = []
        with open(self.log, self._mode, encoding="utf-8") as log, Line(title, self._out) as line:
            self._mode = "a"
            log.write(f"$ {' '.join(command)}\n")
            with self._started(title, command, cwd, env) as process:
                assert process.stdout is not None
                for text in process.stdout:
                    log.write(text)
                    said.append(text)
                    line.doing(text)
                code = process.wait()
            if code != 0:
                raise CommandFailed(title, "".join(said), self.log)
            line.succeeded()

    @contextmanager
    def _started(
        self, title: str, command: Sequence[str], cwd: Path | None, env: dict[str, str] | None
    ) -> Iterator[subprocess.Popen[str]]:
        try:
            process = subprocess.Popen(
                list(command),
                cwd=cwd,
                env=env,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                encoding="utf-8",
                errors="replace",
                pass_fds=self._held,
            )
        except OSError as error:
            raise CommandFailed(title, str(error), self.log) from error
        with process:
            try:
                yield process
            except BaseException:
                # Interrupted: the command must not work on unwatched.
                process.terminate()
                raise
