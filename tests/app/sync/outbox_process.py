"""A desk's outbox in a process of its own, for tests that kill it.

``python -m tests.app.sync.outbox_process FILE URL`` sends what is in the file; ``… FILE --put`` puts orders as
fast as it can and prints the key of each once ``put`` has returned.
"""

from __future__ import annotations

import itertools
import sys
import threading
from collections.abc import Callable
from pathlib import Path

from app.domain.command import COMMAND, Command, Receipt, StartDuty
from app.domain.errors import AppError
from app.sync.address import StationAddress
from app.sync.outbox import Outbox
from app.sync.wire import Wire

OWNER = "s1/7"


class Silent:
    def on_receipt(self, key: str, receipt: Receipt) -> None: ...

    def on_refused(self, key: str, refusal: AppError) -> None: ...

    def on_waiting(self, key: str, reason: AppError) -> None: ...


def sender(wire: Wire) -> Callable[[Command, str], Receipt]:
    def send(command: Command, key: str) -> Receipt:
        headers = {"Idempotency-Key": key}
        return Receipt.model_validate_json(
            wire.call("POST", "/v1/commands", body=COMMAND.dump_json(command), headers=headers).body
        )

    return send


def main(file: str, what: str) -> None:
    if what == "--put":
        outbox = Outbox(Path(file), OWNER, lambda command, key: Receipt(seq=0, events=()), Silent())
        for unit in itertools.count(1):
            print(outbox.put(StartDuty(unit=unit)), flush=True)
    wire = Wire(StationAddress(what))
    Outbox(Path(file), OWNER, sender(wire), Silent()).start()
    threading.Event().wait()


if __name__ == "__main__":
    main(*sys.argv[1:])
