"""What each verb of the bootstrap needs of this machine, and what it does once that is there."""

from __future__ import annotations

import signal
import sys
from pathlib import Path
from typing import Sequence

from installers import checks, libraries, reasons, stamps
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
    # An end by request must run the same clean-up as one by keyboard.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    state = root / "build" / "bootstrap"
    environment = Environment(root, state)
    page = MapPage(root, environment)
    try:
        state.mkdir(parents=True, exist_ok=True)
        with stamps.only_one_at_work(state / "lock", _tell_of_another) as held:
            steps = Steps(state / "log.txt", held=held)
            environment.ensure(_lock_of(verb), steps)
            if verb not in _WITHOUT_DESK:
                libraries.ensure(steps)
                page.ensure(steps)
            if verb == "test":
                node = page.node(steps)
        if verb == "test":
            return checks.run(checks.list_all(environment, page, node, arguments), root, node.path)
        return become([str(environment.watchfloor), verb, *arguments])
    except Trouble as trouble:
        print(f"\n{trouble}", file=sys.stderr)
        return 1
    except OSError as error:
        print(f"\n{reasons.likely(str(error))} ({error})", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nInterrupted. Run the same command again to go on.", file=sys.stderr)
        return 130


def _tell_of_another() -> None:
    print("Another bootstrap is at work in this folder; waiting for it to end.", flush=True)


def _lock_of(verb: str) -> str:
    if verb == "test":
        return "test"
    return "station" if verb in _WITHOUT_DESK else "desk"
