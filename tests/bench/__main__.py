"""``python -m tests.bench NAME [--json FILE]``: run a benchmark and print its table.

A benchmark is a module of this folder with ``run(arguments) -> Result`` and, if it has options of its own,
``add_options(parser)``.
"""

from __future__ import annotations

import argparse
import sys
from importlib import import_module
from pathlib import Path

from tests.bench.voice import PARTS as VOICE_PARTS
from tests.bench.wall import PARTS as WALL_PARTS

NAMES = (
    "map",
    "feed",
    "tracks",
    "desk",
    "start",
    "relay",
    "wall",
    "wall_decode",
    "voice",
    *VOICE_PARTS,
    *WALL_PARTS,
)


def main() -> int:
    parser = argparse.ArgumentParser("python -m tests.bench")
    parser.add_argument("name", choices=NAMES)
    parser.add_argument("--json", type=Path, help="write the figures to this file too")
    # Its name comes first: whatever follows, help too, is its own.
    known = parser.parse_args(sys.argv[1:2])
    benchmark = import_module(f"tests.bench.{known.name}")
    if hasattr(benchmark, "add_options"):
        benchmark.add_options(parser)
    given = parser.parse_args()
    result = benchmark.run(given)
    print(result.table())
    if given.json is not None:
        result.save(given.json)
    return 0


if __name__ == "__main__":
    sys.exit(main())
