"""What each verb of the bootstrap needs of this machine, and what it does once that is there."""

from __future__ import annotations

import io
import signal
import sys
from pathlib import Path
from typing import Sequence

from installers import checks, libraries, peers, reasons, stamps
from installers.environment import Environment
from installers.handover import become
from installers.mappage import MapPage
from installers.steps import Steps, Trouble

# These run without Qt, and so without its libraries and the map page.
_WITHOUT_DESK = {"station"}


def carry_out(root: Path, verb: str, arguments: Sequence[str]) -> int:
    """Make ``root`` ready for the verb, then run the checks (``test``) or hand over to ``watchfloor``.

    Returns:
        The exit code; 1 after a sentence on stderr, 130 after Ctrl+C.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # A Windows console may not know a letter of this folder's name.
            stream.reconfigure(errors="replace")
    # An end by request must run the same clean-up as one by keyboard.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    place = Place(root, verb)
    try:
        # Without the lock first: a folder that is ready may be one that this person cannot write to.
        if not place.is_ready():
            place.make_ready()
        if verb == "test":
            return checks.run(
                checks.list_all(place.environment, place.page, arguments), root, place.page.node.path
            )
        return become([str(place.environment.watchfloor), verb, *arguments])
    except Trouble as trouble:
        print(f"\n{trouble}", file=sys.stderr)
        return 1
    except OSError as error:
        print(f"\n{reasons.likely(str(error))} ({error})", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nInterrupted. Run the same command again to go on.", file=sys.stderr)
        return 130


class Place:
    """The project's folder and machine, as far as one verb needs them.

    Args:
        root: the project's folder; what is made here, apart from packages and the page, is in its build/bootstrap.
        verb: says how much is needed.
    """

    def __init__(self, root: Path, verb: str) -> None:
        self._state = root / "build" / "bootstrap"
        self.environment = Environment(root, self._state)
        self.page = MapPage(root, self.environment)
        self._needs_desk = verb not in _WITHOUT_DESK
        self._is_for_tests = verb == "test"
        self._lock = "test" if verb == "test" else "desk" if self._needs_desk else "station"

    def is_ready(self) -> bool:
        """Whether nothing is left to do; changes nothing and writes nothing."""
        return (
            self.environment.has(self._lock)
            and (not self._needs_desk or (self.page.is_bundled() and libraries.are_here()))
            and (not self._is_for_tests or (self.page.has_node() and peers.are_here()))
        )

    def make_ready(self) -> None:
        """Do what is left to do, after waiting for another bootstrap that does.

        Raises:
            Trouble: the sentence to show.
        """
        self._state.mkdir(parents=True, exist_ok=True)
        with stamps.only_one_at_work(self._state / "lock", _tell_of_another) as held:
            steps = Steps(self._state / "log.txt", held=held)
            self.environment.ensure(self._lock, steps)
            if self._needs_desk:
                libraries.ensure(steps)
                self.page.ensure(steps)
            if self._is_for_tests:
                self.page.ensure_node(steps)
                peers.ensure(steps)


def _tell_of_another() -> None:
    print("Another bootstrap is at work in this folder; waiting for it to end.", flush=True)
