"""Benchmarks that are made of others, each in a process that nothing has been done in before."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import psutil

from tests.bench.report import Figure, Result


def add_part(result: Result, part: str, options: Sequence[str] = ()) -> None:
    """Run a part and take over its figures, with the load of the machine before it.

    Raises:
        subprocess.CalledProcessError: it failed.
    """
    load = psutil.getloadavg()[0]
    print(f"… {part}", file=sys.stderr, flush=True)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "figures.json"
        command = [sys.executable, "-m", "tests.bench", part, "--json", str(file), *options]
        ended = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, check=False)
        if ended.returncode:
            # Of one that went well it is only what libraries say about the machine.
            print(ended.stderr, file=sys.stderr)
            ended.check_returncode()
        content = json.loads(file.read_text(encoding="utf-8"))
    result.figures += [Figure(**figure) for figure in content["figures"]]
    result.notes.append(f"{part} (load before it {load:.1f}): {' '.join(content['notes'])}")
