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

    def is_bundled(self) -> bool:
        """Whether the bundle is there, made from these very sources, with the packages that it was made with."""
        return self._has_packages() and stamps.read(self._bundle_stamp) == self._made_from()

    def ensure(self, steps: Steps) -> None:
        """Bundle the page unless its sources are those of the bundle that is there.

        Raises:
            Trouble: no network for what is not yet fetched, or a source that does not build.
        """
        if self.is_bundled():
            return
        self.ensure_node(steps)
        if not self._has_packages():
            self._npm(steps, "fetching the map page's packages", "ci")
            stamps.write(self._packages_stamp, self._packages())
        sources = self._made_from()
        self._npm(steps, "bundling the map page", "run", "build")
        stamps.write(self._bundle_stamp, sources)

    def has_node(self) -> bool:
        """Whether a Node is there that is new enough."""
        return nodejs.on_system() is not None or self._environment.has("node")

    def ensure_node(self, steps: Steps) -> None:
        """Install PyPI's Node where the system has none that is new enough.

        Raises:
            Trouble: no network.
        """
        if not self.has_node():
            self._environment.ensure("node", steps)

    @property
    def node(self) -> nodejs.Node:
        """The system's Node when it is new enough, else the one that was installed from PyPI."""
        return nodejs.on_system() or nodejs.in_wheel(self._environment.site_packages)

    def scripts(self) -> dict[str, str]:
        """What ``npm run`` can do here."""
        content: dict[str, dict[str, str]] = json.loads((self.folder / "package.json").read_text(encoding="utf-8"))
        return content.get("scripts", {})

    def _has_packages(self) -> bool:
        return stamps.read(self._packages_stamp) == self._packages()

    def _packages(self) -> dict[str, str]:
        return {"lock": stamps.digest([self.folder / "package-lock.json"], self.folder)}

    def _made_from(self) -> dict[str, str]:
        return {"sources": stamps.digest(self._sources(), self.folder)}

    def _sources(self) -> Iterator[Path]:
        for entry in self.folder.iterdir():
            if entry.name not in _NOT_SOURCES:
                yield from (file for file in ([entry] if entry.is_file() else entry.rglob("*")) if file.is_file())

    def _npm(self, steps: Steps, title: str, *arguments: str) -> None:
        node = self.node
        steps.run(title, [*node.npm, *arguments], cwd=self.folder, env={**os.environ, "PATH": node.path})
