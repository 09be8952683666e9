"""The map page, bundled from npm packages by a Node that is there, or else by the one that PyPI has."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Iterator

from installers import node as nodejs
from installers import stamps
from installers.environment import Environment
from installers.steps import Steps

_NOT_SOURCES = {"node_modules", "dist"}


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

    def node(self, steps: Steps) -> nodejs.Node:
        """The system's Node when it is new enough and has npm, else PyPI's, installed now when it is not yet."""
        found = nodejs.on_system()
        if found is None:
            self._environment.ensure("node", steps)
            found = nodejs.in_wheel(self._environment.site_packages)
        return found

    def _sources(self) -> Iterator[Path]:
        for entry in self.folder.iterdir():
            if entry.name not in _NOT_SOURCES:
                yield from (file for file in ([entry] if entry.is_file() else entry.rglob("*")) if file.is_file())

    def _npm(self, node: nodejs.Node, steps: Steps, title: str, *arguments: str) -> None:
        steps.run(title, [*node.npm, *arguments], cwd=self.folder, env={**os.environ, "PATH": node.path})
