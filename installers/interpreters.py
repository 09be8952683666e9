"""A Python new enough for Watchfloor. Names on PATH may be shims that fail, so each candidate is run."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Iterable, Iterator, NamedTuple, Tuple

from installers.steps import Trouble

OLDEST = (3, 11)
# Best first: wheels of every locked package exist for these; a newer minor version is tried after them.
MINORS = (13, 12, 11, 14)

_ASK = "import sys; print(*sys.version_info[:3], int(sys.maxsize > 2**32), sys.prefix, sys.executable, sep='\\n')"

Command = Tuple[str, ...]


class Interpreter(NamedTuple):
    """A Python that was run and answered."""

    executable: str
    version: tuple[int, int, int]
    prefix: str
    is_64_bit: bool

    @property
    def is_new_enough(self) -> bool:
        return self.version[:2] >= OLDEST and self.is_64_bit

    def __str__(self) -> str:
        return "Python {}.{}.{} ({})".format(*self.version, self.executable)


def probe(command: Command, timeout_s: float = 20.0) -> Interpreter | None:
    """Run one candidate and ask what it is; None when it does not run or does not answer in time."""
    try:
        answer = subprocess.run(
            [*command, "-I", "-c", _ASK],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            timeout=timeout_s,
            check=True,
        ).stdout.splitlines()
        major, minor, micro, is_64_bit = (int(part) for part in answer[:4])
        prefix, executable = answer[4:6]
    except (OSError, ValueError, subprocess.SubprocessError):
        return None
    return Interpreter(executable, (major, minor, micro), prefix, bool(is_64_bit))


def find(candidates: Iterable[Command] | None = None) -> Interpreter:
    """The first candidate that runs and is new enough.

    Args:
        candidates: commands to try, best first; by default everything this system is known to have.
    Raises:
        Trouble: none is; the sentence names the versions that were found and how to get a newer one.
    """
    too_old = []
    for command in known_candidates() if candidates is None else candidates:
        found = probe(command)
        if found is None:
            continue
        if found.is_new_enough:
            return found
        too_old.append(str(found))
    seen = "Found only " + ", ".join(dict.fromkeys(too_old)) + "." if too_old else "Found none that runs."
    raise Trouble(f"Watchfloor needs a 64-bit Python {OLDEST[0]}.{OLDEST[1]} or newer. {seen} {_how_to_get_one()}")


def known_candidates() -> Iterator[Command]:
    """Where Pythons live, best first: the one that runs this, PATH, then the usual places of each system."""
    # Inside a virtual environment the interpreter below it is meant, since that environment may be remade.
    yield (getattr(sys, "_base_executable", None) or sys.executable,)
    for minor in MINORS:
        yield (f"python3.{minor}",)
    yield ("python3",)
    yield ("python",)
    if sys.platform == "win32":
        for version in [f"3.{minor}" for minor in MINORS] + ["3"]:
            yield ("py", f"-{version}")
        for registered in _registered_on_windows():
            yield (registered,)
    for path in _installed_apart():
        yield (str(path),)


def _installed_apart() -> Iterator[Path]:
    """Interpreters off PATH: pyenv, uv, Homebrew, python.org on macOS, and what an administrator built."""
    home = Path.home()
    pyenv = Path(os.environ.get("PYENV_ROOT") or home / ".pyenv")
    yield from _newest_first(pyenv.glob("versions/3.*/bin/python"))
    yield from _newest_first(pyenv.glob("pyenv-win/versions/3.*/python.exe"))
    yield from _newest_first(home.glob(".local/share/uv/python/cpython-3.*/bin/python3"))
    for minor in MINORS:
        for folder in ("/opt/homebrew/bin", "/usr/local/bin", "/usr/bin"):
            yield Path(folder) / f"python3.{minor}"
        yield Path(f"/Library/Frameworks/Python.framework/Versions/3.{minor}/bin/python3")


def _newest_first(paths: Iterable[Path]) -> Iterable[Path]:
    return sorted(paths, key=lambda path: [int(digits) for digits in re.findall(r"\d+", str(path))], reverse=True)


def _registered_on_windows() -> Iterator[str]:
    """Paths under PythonCore in the registry. Source: PEP 514."""
    if sys.platform != "win32":
        return
    import winreg

    for root in (winreg.HKEY_CURRENT_USER, winreg.HKEY_LOCAL_MACHINE):
        for minor in MINORS:
            try:
                folder = winreg.QueryValue(root, rf"Software\Python\PythonCore\3.{minor}\InstallPath")
            except OSError:
                continue
            yield os.path.join(folder, "python.exe")


def _how_to_get_one() -> str:
    if sys.platform == "win32":
        return "Install one with: winget install Python.Python.3.13"
    if sys.platform == "darwin":
        return "Install one with: brew install python@3.13"
    return "Install one with the system's packages (Debian 12: sudo apt-get install python3) or with pyenv."
