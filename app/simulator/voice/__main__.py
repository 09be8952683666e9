"""``python -m app.simulator.voice``: one terminal that hears and talks, for trying a station and as an example.

What happens is said on standard output, one JSON object a line with ``event`` in it.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import logging
import os
import signal
import sys
import threading
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

from app.domain.errors import AppError
from app.simulator.voice.ear import Heard
from app.simulator.voice.line import Line, Lossy
from app.simulator.voice.metronome import Metronome
from app.simulator.voice.person import Manners, Person, Repertoire
from app.simulator.voice.phrases import Clips, Phrases
from app.simulator.voice.tapes import Tapes
from app.simulator.voice.terminal import Figure
from app.voice.connection import Door

ADDRESS_VARIABLE = "WATCHFLOOR_VOICE_ADDRESS"
#: The exit code for "it cannot begin", and it was said why.
CANNOT_RUN = 3
_SCHEMES = {"http": "ws", "https": "wss", "ws": "ws", "wss": "wss"}
_RETRY_S = 0.5


def main(arguments: Sequence[str] | None = None) -> int:
    """Run until told to stop: by a signal, the line ``quit``, or, as a child, by the end of standard input."""
    parser = _parser()
    given = parser.parse_args(arguments)
    logging.basicConfig(level=given.log_level.upper(), format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    address = _address(given.address)
    if not address:
        parser.error("the address is no voice_url of a terminal")
    try:
        tapes = Tapes(given.folder) if given.folder is not None else None
        repertoire = Clips(given.clip) if given.clip else Phrases(given.callsign)
    except (AppError, OSError) as error:
        print(f"The terminal cannot run: {error}", file=sys.stderr)
        return CANNOT_RUN
    asyncio.run(_run(given, address, repertoire, tapes))
    return 0


async def _run(given: argparse.Namespace, address: str, repertoire: Repertoire, tapes: Tapes | None) -> None:
    line = Line(given.loss, given.jitter_ms, given.reorder, given.duplicate)
    door = Door(address, open_udp=Lossy(line).open) if line != Line() else Door(address)
    manners = Manners(
        acknowledges=lambda _: not given.no_acknowledge,
        asked=_answer if given.answer else _pass_over,
    )

    def stop() -> None:
        running.cancel()

    person = Person(lambda _: door, Metronome(), repertoire, manners, _Diary(stop), tapes)
    running = asyncio.create_task(person.run())
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: loop.call_soon_threadsafe(stop))
    _obey(loop, person, stop, is_child=given.as_child)
    talking = asyncio.create_task(_talk(person, given)) if given.talk or given.talk_in is not None else None
    with contextlib.suppress(asyncio.CancelledError):
        await running
    if talking is not None:
        talking.cancel()


def _answer(person: Person, heard: Heard) -> None:
    person.answer_soon(heard.told.call)


def _pass_over(person: Person, heard: Heard) -> None:
    """Somebody else may answer."""


async def _talk(person: Person, given: argparse.Namespace) -> None:
    while True:
        while not person.report(given.talk_in):
            await asyncio.sleep(_RETRY_S)
        if given.every is None:
            return
        await asyncio.sleep(given.every)


def _obey(loop: asyncio.AbstractEventLoop, person: Person, stop: Callable[[], object], *, is_child: bool) -> None:
    """Do what comes in by standard input, one order a line: ``talk [CALL]``, ``emergency [CALL]`` or ``quit``."""

    def read() -> None:
        with contextlib.suppress(RuntimeError):
            for line in sys.stdin:
                match line.split():
                    case ["talk" | "emergency" as how]:
                        loop.call_soon_threadsafe(partial(person.obey, is_emergency=how == "emergency"))
                    case ["talk" | "emergency" as how, call] if call.isdecimal():
                        loop.call_soon_threadsafe(partial(person.obey, int(call), is_emergency=how == "emergency"))
                    case ["quit"]:
                        loop.call_soon_threadsafe(stop)
                    case _:
                        print(f"not an order: {line.rstrip()}", file=sys.stderr)
            # A parent that is gone, however it went, has closed its end.
            if is_child:
                loop.call_soon_threadsafe(stop)

    threading.Thread(target=read, name="orders", daemon=True).start()


class _Diary:
    def __init__(self, on_unread: Callable[[], object]) -> None:
        self._on_unread = on_unread

    def __call__(self, event: str, /, **figures: Figure) -> None:
        try:
            print(json.dumps({"event": event, **figures}), flush=True)
        except BrokenPipeError:
            # Nobody reads it any more; what is left in the pipe goes nowhere, and without a word.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            self._on_unread()


def _address(given: str) -> str:
    """Of the WebSocket; empty when it is none. It holds the terminal's token, so it need not be an argument."""
    text = sys.stdin.readline().strip() if given == "-" else given
    parts = urlsplit(text)
    if parts.scheme not in _SCHEMES or not parts.hostname:
        return ""
    return parts._replace(scheme=_SCHEMES[parts.scheme]).geturl()


def _share(text: str) -> float:
    share = float(text)
    if not 0.0 <= share <= 1.0:
        raise argparse.ArgumentTypeError("between 0.0 and 1.0")
    return share


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        "python -m app.simulator.voice", description="A terminal that hears, acknowledges, answers and talks."
    )
    parser.add_argument(
        "--address",
        default=os.environ.get(ADDRESS_VARIABLE, ""),
        metavar="URL",
        help="the terminal's voice_url; - reads it from the first line of standard input, so that its token "
        f"stands in no list of processes (default: the environment's {ADDRESS_VARIABLE})",
    )
    parser.add_argument(
        "--folder", type=Path, help="write what is heard here, burst-NUMBER.wav; the newest 50 stay"
    )
    parser.add_argument(
        "--clip", type=Path, action="append", help="say this, Ogg Opus or WAV (may be repeated; default: phrases)"
    )
    parser.add_argument("--callsign", default="", help="say it before each phrase")
    parser.add_argument("--answer", action="store_true", help="speak back to dispatchers and shouts")
    parser.add_argument("--no-acknowledge", action="store_true", help="never say that somebody has heard it")
    parser.add_argument("--talk", action="store_true", help="speak to its agency once it is linked")
    parser.add_argument("--talk-in", type=int, metavar="CALL", help="or in this call")
    parser.add_argument("--every", type=float, metavar="S", help="and again so many seconds after that")
    line = parser.add_argument_group("a poor line", "for datagrams, in both directions")
    line.add_argument("--loss", type=_share, default=0.0, metavar="SHARE", help="so many are lost, 0.0 to 1.0")
    line.add_argument("--jitter-ms", type=float, default=0.0, metavar="MS", help="each is up to twice this late")
    line.add_argument("--reorder", type=_share, default=0.0, metavar="SHARE", help="so many are overtaken")
    line.add_argument("--duplicate", type=_share, default=0.0, metavar="SHARE", help="so many come twice")
    parser.add_argument("--as-child", action="store_true", help="end when standard input is closed")
    parser.add_argument("--log-level", default="WARNING", help="DEBUG, INFO, WARNING or ERROR")
    return parser


if __name__ == "__main__":
    sys.exit(main())
