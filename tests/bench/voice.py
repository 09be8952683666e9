"""Benchmark ``voice``: everything that is asked of speech, part by part, each in a process of its own.

    voice_station  access, idle and with 200 hearers; one talker to 500; a lasso of 10,000 units to a call
    voice_card     the same lasso on a real desk, until its card says who hears
    voice_ear      mouth to ear: clean, with loss and jitter, inside the WebSocket
    voice_desk     eight groups at once on the desk
    voice_drift    clocks that run wrong, in real time
    voice_core     codec, keys, jitter buffer, files; clocks that run wrong for an hour of made-up time

Every part is a benchmark by itself, with options of its own: ``python -m tests.bench voice_ear --help``. All need
five minutes on a machine at rest, and one at rest for their figures to mean anything.
"""

from __future__ import annotations

import argparse

from tests.bench.parts import add_part
from tests.bench.report import Result

PARTS = ("voice_station", "voice_card", "voice_ear", "voice_desk", "voice_drift", "voice_core")
_QUICK = {
    "voice_station": ["--hearers", "50", "--units", "500", "--seconds", "5"],
    "voice_card": ["--units", "1000"],
    "voice_ear": ["--bursts", "2", "--seconds", "5"],
    "voice_desk": ["--seconds", "4"],
    "voice_drift": ["--seconds", "15"],
    "voice_core": ["--minutes", "2"],
}


def add_options(parser: argparse.ArgumentParser) -> None:
    parser.description, parser.formatter_class = __doc__, argparse.RawDescriptionHelpFormatter
    parser.add_argument("--quick", action="store_true", help="all parts in short, for development")
    parser.add_argument("--only", nargs="+", choices=PARTS, help="these parts alone")


def run(given: argparse.Namespace) -> Result:
    result = Result("voice")
    for part in given.only or PARTS:
        add_part(result, part, _QUICK[part] if given.quick else [])
    return result
