"""``watchfloor``: the one command. Each verb imports what it needs when it is called, so that all start soon."""

from __future__ import annotations

import argparse
import sys
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

from app.domain.errors import AppError


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a verb and return the exit code: 0 done, 1 not done, 2 called wrongly, 3 cannot start, 130 stopped."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    verb = given[0] if given and not given[0].startswith("-") else "desk"
    rest = given[1:] if given and given[0] == verb else given
    if given[:1] in (["-h"], ["--help"]):
        print(_help())
        return 0
    if verb not in _VERBS:
        print(f"watchfloor: there is no verb “{verb}”.\n\n{_help()}", file=sys.stderr)
        return 2
    try:
        return _run(verb, rest)
    except AppError as error:
        print(f"watchfloor: {_said(error)}", file=sys.stderr)
        return 3
    except KeyboardInterrupt:
        # While it still starts; later the desk and the station have their own way to end.
        return 130


def _run(verb: str, arguments: Sequence[str]) -> int:
    try:
        return _VERBS[verb](arguments)
    except ImportError as error:
        name = error.name or ""
        if name.partition(".")[0] in ("PySide6", "PySide6QtAds") and isinstance(error, ModuleNotFoundError):
            raise AppError("desk.not_installed", module=name) from error
        if ".so" in str(error):
            # The dynamic loader's words: "libEGL.so.1: cannot open shared object file: …".
            raise AppError("desk.library_missing", library=str(error).partition(":")[0]) from error
        raise


def _said(error: AppError) -> str:
    """What happened and what to do, also where Qt is not installed."""
    try:
        from ui.widgets.sentences import sentence
    except ImportError:
        from ui.widgets.sentence_table import SENTENCES

        what, do = SENTENCES.get(error.code, (str(error), ""))
        return f"{what} {do}".strip().format_map(defaultdict(lambda: "…", error.params))
    return str(sentence(error))


def _desk(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser("watchfloor desk", description="Open the desk.")
    parser.add_argument("--station-url", help="sign in at this station instead of running one here")
    parser.add_argument("--data", type=Path, help="data folder")
    given = parser.parse_args(arguments)

    from app.settings import load_settings
    from ui.desk import run_desk

    return run_desk(load_settings(station_url=given.station_url, data=given.data))


def _station(arguments: Sequence[str]) -> int:
    from app.station.__main__ import main as station

    return station(arguments)


def _demo(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(
        "watchfloor demo", description="A city on real streets, on this machine alone."
    )
    parser.add_argument("--seconds", type=float, help="end after this long")
    parser.add_argument("--screenshots", type=Path, metavar="DIR", help="write a PNG of every perspective")
    parser.add_argument("--report", type=Path, metavar="FILE", help="write what was seen on the desk as JSON")
    parser.add_argument("--seed", type=int, default=1, help="the same seed gives the same city (default: 1)")
    parser.add_argument("--units", type=int, default=60, help="units on the streets (default: 60)")
    given = parser.parse_args(arguments)

    from ui.demo import Demo, run_demo

    wishes = Demo(given.seconds, given.screenshots, given.report, given.seed, given.units)
    return run_demo(wishes)


_VERBS = {"desk": _desk, "demo": _demo, "station": _station}


def _help() -> str:
    return """usage: watchfloor [VERB] [OPTIONS]

    desk       open the desk (this is what no verb does)
    demo       a demo city: a desk, a station and sixty units on real streets
    station    run the station alone

watchfloor VERB --help tells a verb's options."""


if __name__ == "__main__":
    sys.exit(main())
