"""``bootstrap.py test``: every check of the project, each shown live, none skipped because another failed."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import NamedTuple, Sequence

from installers.environment import Environment
from installers.handover import attend
from installers.mappage import MapPage

_OF_THE_PAGE = ("check", "test")

# One more than there are cores, since many tests wait. Files stay whole, as do the servers that their tests share.
_SIDE_BY_SIDE = ("-n", str(min(os.cpu_count() or 1, 4) + 1), "--dist", "loadfile")


class Check(NamedTuple):
    """One command whose exit code 0 means that all is well."""

    name: str
    command: list[str]


def list_all(environment: Environment, page: MapPage, arguments: Sequence[str]) -> list[Check]:
    """All checks, pytest last, so that its closing lines are the last ones too.

    Args:
        arguments: go to pytest, which then runs its tests one after the other.
    """
    python = [str(environment.python), "-m"]
    npm = [*page.node.npm, "--prefix", str(page.folder), "run", "--silent"]
    return [
        Check("ruff check", [*python, "ruff", "check", "."]),
        Check("ruff format", [*python, "ruff", "format", "--check", "."]),
        Check("mypy", [*python, "mypy"]),
        *(Check(f"map page: {name}", [*npm, name]) for name in _OF_THE_PAGE if name in page.scripts()),
        Check("pytest", [*python, "pytest", *(arguments or _SIDE_BY_SIDE)]),
    ]


def run(checks: Sequence[Check], root: Path, path: str) -> int:
    """Run every check in ``root``, also after one has failed, and name those that did.

    Args:
        path: the PATH that finds the Node of the map page's checks.
    Returns:
        0 when all passed, 1 when one failed, 130 when a person or the system asked to end.
    """
    os.chdir(root)
    os.environ.update({**quiet_desk(), "PATH": path})
    failed: list[str] = []
    for check in checks:
        # Told before the last one too, which is long and would bury it.
        so_far = f"   (failed so far: {', '.join(failed)})" if failed else ""
        print(f"\n--- {check.name}{so_far}", flush=True)
        ended = attend(check.command)
        if ended.on_request:
            print("Interrupted.", file=sys.stderr)
            return 130
        if ended.code != 0:
            failed.append(check.name)
    if failed:
        print(f"failed: {', '.join(failed)}", file=sys.stderr, flush=True)
    return 1 if failed else 0


def quiet_desk() -> dict[str, str]:
    """Settings under which tests open no window on the screen, and Chromium runs for root, who has no sandbox."""
    quiet = {"QT_QPA_PLATFORM": os.environ.get("QT_QPA_PLATFORM", "offscreen")}
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        quiet["QTWEBENGINE_DISABLE_SANDBOX"] = "1"
    return quiet
