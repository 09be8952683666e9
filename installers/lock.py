"""Writes installers/requirements/*.txt from pyproject.toml: `python installers/lock.py [--upgrade]`.

For maintainers; needs `uv` beside the Python that runs it. Each lock holds for every system and every Python from
3.11 on, names every file by its hash and no place to fetch it from, and includes the lock that it adds to.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

import tomllib

ROOT = Path(__file__).resolve().parent.parent
REQUIREMENTS = ROOT / "installers" / "requirements"


class Lock(NamedTuple):
    """One file: the extras it covers, and the lock that holds a part of them already."""

    name: str
    extras: tuple[str, ...]
    on_top_of: str | None


# The widest first: its versions hold for the others too.
LOCKS = (
    Lock("test", ("desk", "test"), "desk"),
    Lock("desk", ("desk",), "station"),
    Lock("station", (), None),
    Lock("node", ("node",), "station"),
)


def main(options: list[str]) -> int:
    """Compile all locks or none; ``options`` go to uv, such as ``--upgrade`` to take the newest versions.

    Raises:
        subprocess.CalledProcessError: no versions fit together; uv has said why.
    """
    locked: dict[str, list[str]] = {}
    with tempfile.TemporaryDirectory() as folder:
        widest = Path(folder) / f"{LOCKS[0].name}.txt"
        for lock in LOCKS:
            out = Path(folder) / f"{lock.name}.txt"
            # uv keeps the versions that it finds in the file it is to write.
            out.write_text("".join(pins_in_force(lock.name)), encoding="utf-8")
            compile_into(out, lock.extras, options if out == widest else ["--constraints", str(widest)])
            locked[lock.name] = pins(out.read_text(encoding="utf-8"))
    for lock in LOCKS:
        held = locked[lock.on_top_of] if lock.on_top_of else []
        include = f"-r {lock.on_top_of}.txt\n" if lock.on_top_of else ""
        added = "".join(pin for pin in locked[lock.name] if pin not in held)
        (REQUIREMENTS / f"{lock.name}.txt").write_text(include + added, encoding="utf-8", newline="\n")
    return 0


def compile_into(out: Path, extras: tuple[str, ...], options: list[str]) -> None:
    """Resolve the project with these extras, and the tools that install it in place, for all systems at once."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    command = [sys.executable, "-m", "uv", "pip", "compile", "--quiet", "--no-config", "--universal"]
    command += ["--python-version", project["project"]["requires-python"].removeprefix(">="), "--generate-hashes"]
    command += ["--no-header", "--no-annotate", "--no-emit-index-url", "--no-emit-find-links"]
    command += [f"--extra={extra}" for extra in extras]
    command += [*options, "--output-file", str(out), str(ROOT / "pyproject.toml"), "-"]
    subprocess.run(command, input="\n".join(project["build-system"]["requires"]), encoding="utf-8", check=True)


def pins_in_force(name: str) -> list[str]:
    """The pins of a lock as it lies there, and of those it includes; none when it is not there yet."""
    file = REQUIREMENTS / f"{name}.txt"
    if not file.exists():
        return []
    found = pins(file.read_text(encoding="utf-8"))
    includes = [pin for pin in found if pin.startswith("-r ")]
    inner = [pin for line in includes for pin in pins_in_force(line.split()[1].removesuffix(".txt"))]
    return inner + [pin for pin in found if pin not in includes]


def pins(text: str) -> list[str]:
    """Each requirement with its hashes: a line and the indented ones that go on with it."""
    found: list[str] = []
    for line in text.splitlines(keepends=True):
        if line.startswith((" ", "\t")):
            found[-1] += line
        elif line.strip():
            found.append(line)
    return found


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
