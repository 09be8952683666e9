"""``python -m app.simulator``: the demo city as a process of its own, as ``watchfloor demo`` starts it."""

from __future__ import annotations

import argparse
import logging
import signal
import sys
import threading
from collections.abc import Sequence
from pathlib import Path

from app.domain.errors import AppError
from app.simulator.run import run
from app.simulator.speech import Speech
from app.simulator.voice.line import Line

#: The exit code for "the station does not let it in", and it was said why.
CANNOT_RUN = 3


def main(arguments: Sequence[str] | None = None) -> int:
    """Run until told to stop. The password is the first line of standard input; it is never an argument."""
    given = _parser().parse_args(arguments)
    logging.basicConfig(level=given.log_level.upper(), format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    # It writes request addresses; a terminal's secret travels in one.
    logging.getLogger("urllib3").setLevel(logging.ERROR)
    # The radio says for all terminals together how their links are.
    logging.getLogger("app.voice.link").setLevel(logging.WARNING)
    password = sys.stdin.readline().rstrip("\r\n")
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    if given.as_child:
        threading.Thread(target=_stop_at_end_of_input, args=(stop,), name="parent", daemon=True).start()
    try:
        run(
            given.station,
            given.login,
            password,
            seed=given.seed,
            stop=stop,
            units=given.units,
            speedup=given.speedup,
            speech=_speech(given),
        )
    except AppError as error:
        print(f"The demo city cannot run: {error}", file=sys.stderr)
        return CANNOT_RUN
    return 0


def _speech(given: argparse.Namespace) -> Speech:
    line = Line(given.loss, given.jitter_ms, given.reorder, given.duplicate)
    return Speech(given.talk_every, given.unlinked, line, given.speech_folder)


def _stop_at_end_of_input(stop: threading.Event) -> None:
    # A parent that is gone, however it went, has closed its end.
    sys.stdin.read()
    stop.set()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("python -m app.simulator", description="Run the demo city against a station.")
    parser.add_argument("--station", required=True, metavar="URL", help="the station's address")
    parser.add_argument("--login", default="admin", help="an operator who may register units (default: admin)")
    parser.add_argument("--seed", type=int, default=1, help="the same seed moves in the same way (default: 1)")
    parser.add_argument("--units", type=int, default=60, help="how many units (default: 60)")
    parser.add_argument("--speedup", type=float, default=1.0, help="simulated seconds a second (default: 1)")
    talk = parser.add_argument_group("speech")
    talk.add_argument(
        "--talk-every", type=float, default=7.5, metavar="S", help="somebody speaks about so often; 0: never"
    )
    talk.add_argument(
        "--unlinked", type=float, default=0.05, metavar="SHARE", help="so many units cannot hear (default: 0.05)"
    )
    talk.add_argument("--loss", type=float, default=0.0, metavar="SHARE", help="so many packets are lost")
    talk.add_argument("--jitter-ms", type=float, default=0.0, metavar="MS", help="each is up to twice this late")
    talk.add_argument("--reorder", type=float, default=0.0, metavar="SHARE", help="so many are overtaken")
    talk.add_argument("--duplicate", type=float, default=0.0, metavar="SHARE", help="so many come twice")
    talk.add_argument("--speech-folder", type=Path, metavar="DIR", help="keep what each terminal has heard here")
    parser.add_argument("--as-child", action="store_true", help="end when standard input is closed")
    parser.add_argument("--log-level", default="INFO", help="DEBUG, INFO, WARNING or ERROR")
    return parser


if __name__ == "__main__":
    sys.exit(main())
