"""Packages of Debian and its relatives: installed when that is allowed, else told as the exact command."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Sequence

from installers.steps import CommandFailed, Steps, Trouble

_INSTALL = ("apt-get", "install", "-y", "--no-install-recommends")
_WITHOUT_QUESTIONS = ("env", "DEBIAN_FRONTEND=noninteractive")
# Another package manager may be at work on a machine that has just started.
_PATIENTLY = ("-o", "DPkg::Lock::Timeout=120")


def is_here() -> bool:
    """Whether this system has apt."""
    return shutil.which("apt-get") is not None


def install(packages: Sequence[str], why: str, steps: Steps) -> None:
    """Install packages.

    Args:
        packages: names; ``new|old`` means the first of these that this release knows.
        why: the reason, for the person who may have to install them.
    Raises:
        Trouble: not allowed to; the sentence holds the exact command.
        CommandFailed: apt was allowed to and failed.
    """
    administrator = _administrator()
    if administrator is None:
        raise Trouble(
            f"{why}, and only an administrator may install it. Run this, then the same command again:\n\n"
            f"    sudo apt-get update && sudo {' '.join([*_INSTALL, *map(_known_name, packages)])}\n"
        )
    apt = [*administrator, *_WITHOUT_QUESTIONS]
    _ask_for_lists(apt, steps)
    names = [_known_name(package) for package in packages]
    title = f"installing {len(names)} system packages" if len(names) > 3 else f"installing {', '.join(names)}"
    steps.run(title, [*apt, *_INSTALL, *_PATIENTLY, *names])


def unpack(packages: Sequence[str], folder: Path, steps: Steps) -> None:
    """Take the files of packages into a folder and install nothing: with some a service comes that would start.

    Raises:
        CommandFailed: apt does not know one, or could not fetch it.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder) as fetched:
        fetch = ["apt-get", "download", *packages]
        title = f"fetching {', '.join(packages)}"
        try:
            steps.run(title, fetch, cwd=Path(fetched))
        except CommandFailed:
            administrator = _administrator()
            if administrator is None:
                raise
            # A machine that has just been set up has no lists.
            _ask_for_lists([*administrator, *_WITHOUT_QUESTIONS], steps)
            steps.run(title, fetch, cwd=Path(fetched))
        for file in sorted(Path(fetched).glob("*.deb")):
            steps.run(f"unpacking {file.name.split('_')[0]}", ["dpkg-deb", "-x", str(file), str(folder)])


def _ask_for_lists(apt: Sequence[str], steps: Steps) -> None:
    try:
        steps.run("asking for the system's package lists", [*apt, "apt-get", "update"])
    except CommandFailed:
        # One broken source must not stop what another one, or the lists of yesterday, can give.
        steps.say("    not all lists could be read; trying with those that are there")


def _administrator() -> list[str] | None:
    """What to put before a command that only root may run; None when it may not be run at all."""
    if sys.platform == "win32":
        return None
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo") and _succeeds("sudo", "-n", "true"):
        return ["sudo", "-n"]
    return None


def _known_name(package: str) -> str:
    *newer, oldest = package.split("|")
    return next((name for name in newer if _succeeds("apt-cache", "show", name)), oldest)


def _succeeds(*command: str) -> bool:
    quiet = subprocess.DEVNULL
    return subprocess.run(command, stdin=quiet, stdout=quiet, stderr=quiet, check=False).returncode == 0
