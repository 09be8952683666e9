"""The project's own virtual environment: made, filled with what is locked, mended after an interrupted run."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from installers import debian, interpreters, stamps
from installers.steps import CommandFailed, Steps, Trouble

_BIN = "Scripts" if sys.platform == "win32" else "bin"
_EXE = ".exe" if sys.platform == "win32" else ""

# Wheels only: a source package would run code of its own and fetch build tools that no lock knows.
_LOCKED = ("--require-hashes", "--only-binary=:all:")
# pip says this once all is fetched; a failure before it, like that of the network, has touched nothing.
_PIP_UNPACKS = "Installing collected packages"
_IN_PLACE = ("--no-index", "--no-deps", "--no-build-isolation")


class Environment:
    """``.venv`` of the project.

    Args:
        root: the project's folder.
        state: folder for the mark that an installation is under way. It lies outside .venv, so that it also
            tells of a .venv that was half deleted.
    """

    def __init__(self, root: Path, state: Path) -> None:
        self.folder = root / ".venv"
        self.python = self.folder / _BIN / f"python{_EXE}"
        self.watchfloor = self.folder / _BIN / f"watchfloor{_EXE}"
        self._root = root
        self._locks = root / "installers" / "requirements"
        self._stamp = self.folder / "watchfloor.json"
        self._half_done = state / "installing"

    def has(self, lock: str) -> bool:
        """Whether all of one lock file, and the ``watchfloor`` command, is there and can be used as it is."""
        installed = stamps.read(self._stamp)
        return all(installed.get(name) == value for name, value in self._wanted(lock).items()) and bool(
            self._sound()
        )

    def ensure(self, lock: str, steps: Steps) -> None:
        """Make the environment hold everything of one lock file, and the ``watchfloor`` command.

        Args:
            lock: its name without ``.txt``; the files that it includes are installed too.
        Raises:
            Trouble: no interpreter, no right to install what is missing, no network, no room.
        """
        if self.has(lock):
            return
        python = self._sound() or self._make(steps)
        wanted, installed = self._wanted(lock), stamps.read(self._stamp)
        if any(installed.get(name) != wanted[name] for name in self._with_included(lock)):
            self._pip(steps, f"installing the {lock} packages", *_LOCKED, "-r", str(self._locks / f"{lock}.txt"))
        if installed.get("project") != wanted["project"]:
            self._pip(steps, "installing the watchfloor command", *_IN_PLACE, "-e", str(self._root))
            self._compile(steps)
        stamps.write(self._stamp, {**installed, **wanted, "python": _minor(python)})

    @property
    def site_packages(self) -> Path:
        """Where packages are, each in its folder."""
        return next(
            self.folder.glob("Lib/site-packages" if sys.platform == "win32" else "lib/python3.*/site-packages")
        )

    def _wanted(self, lock: str) -> dict[str, str]:
        wanted = {
            name: stamps.digest([self._locks / f"{name}.txt"], self._locks) for name in self._with_included(lock)
        }
        wanted["project"] = stamps.digest([self._root / "pyproject.toml"], self._root)
        wanted["folder"] = str(self.folder)
        return wanted

    def _with_included(self, lock: str) -> list[str]:
        text = (self._locks / f"{lock}.txt").read_text(encoding="utf-8")
        included = re.findall(r"^-r (\w+)\.txt$", text, flags=re.MULTILINE)
        return [lock, *(name for inner in included for name in self._with_included(inner))]

    def _sound(self) -> interpreters.Interpreter | None:
        """The interpreter of an environment that can be used as it is."""
        if self._half_done.exists():
            return None
        found = interpreters.probe((str(self.python),))
        if found is None or not found.is_new_enough or not os.path.samefile(found.prefix, self.folder):
            return None
        made_as = stamps.read(self._stamp)
        if made_as:
            # Else it was moved along with its project, or another minor version took its interpreter's place.
            is_as_made = (made_as.get("folder"), made_as.get("python")) == (str(self.folder), _minor(found))
        else:
            is_as_made = _has_modules(str(self.python), "pip")
        return found if is_as_made else None

    def _make(self, steps: Steps) -> interpreters.Interpreter:
        base = interpreters.find()
        if not _has_modules(base.executable, "venv", "ensurepip"):
            self._get_venv_module(base, steps)
        again = self.folder.exists()
        self._half_done.touch()
        try:
            if again:
                shutil.rmtree(self.folder)
        except OSError as error:
            raise Trouble(
                f"{self.folder} is unusable and cannot be removed ({error}). Close the programs that use it, "
                "remove it, then run this again."
            ) from error
        title = f"{'remaking' if again else 'making'} .venv with {base}"
        steps.run(title, [base.executable, "-I", "-m", "venv", str(self.folder)])
        self._half_done.unlink()
        return base

    def _get_venv_module(self, base: interpreters.Interpreter, steps: Steps) -> None:
        package = f"python{_minor(base)}-venv"
        if not debian.is_here():
            raise Trouble(
                f"{base} comes without the modules venv and ensurepip: install them, then run this again."
            )
        debian.install([package], f"{base} needs it to make .venv", steps)
        if not _has_modules(base.executable, "venv", "ensurepip"):
            raise Trouble(
                f"{base} still cannot make .venv with {package} installed: put another Python first on PATH."
            )

    def _compile(self, steps: Steps) -> None:
        """Bytecode of our own rooms: where Python may not write it by itself, each start takes a second more."""
        rooms = [str(room) for room in (self._root / "app", self._root / "ui") if room.is_dir()]
        if rooms:
            steps.run("compiling", [str(self.python), "-I", "-m", "compileall", "-q", *rooms])

    def _pip(self, steps: Steps, title: str, *arguments: str) -> None:
        command = [str(self.python), "-I", "-m", "pip", "install", "--disable-pip-version-check", "--no-input"]
        self._half_done.touch()
        try:
            # A person's own settings for installing into the home folder have no place here.
            steps.run(title, [*command, *arguments], env={**os.environ, "PIP_USER": "0"})
        except CommandFailed as failed:
            if _PIP_UNPACKS not in failed.output:
                self._half_done.unlink()
            raise
        self._half_done.unlink()


def _minor(interpreter: interpreters.Interpreter) -> str:
    return "{}.{}".format(*interpreter.version)


def _has_modules(python: str, *modules: str) -> bool:
    ask = f"import {', '.join(modules)}"
    return subprocess.run([python, "-I", "-c", ask], stderr=subprocess.DEVNULL, check=False).returncode == 0
