"""Benchmark ``wall``: everything that is asked of live video, part by part, each in a process of its own.

Every part is a benchmark by itself, with options of its own: ``python -m tests.bench wall_tiles --help``.
"""

from __future__ import annotations

import argparse

from tests.bench.parts import add_part
from tests.bench.report import Result

PARTS = ("wall_tiles", "wall_players", "wall_delay", "wall_choice", "wall_dead", "wall_leaks")


def add_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--quick", action="store_true", help="all parts in short, for development")
    parser.add_argument("--only", nargs="+", choices=(*PARTS, "relay"), help="these parts alone")


def run(given: argparse.Namespace) -> Result:
    result = Result("wall")
    for part in given.only or (*PARTS, "relay"):
        quick = ["--seconds", "5"] if part == "relay" else ["--quick"]
        add_part(result, part, quick if given.quick else [])
    return result
