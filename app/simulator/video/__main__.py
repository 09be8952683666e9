"""``python -m app.simulator.video``: all cameras of the demo city, in a process beside the one of its phones.

What it is to film comes in by standard input (see ``orders``); it ends when that does. Pictures are drawn and
coded on one thread, so that all of them together never take more than one core.
"""

from __future__ import annotations

import argparse
import asyncio
import logging
import sys
import threading

from app.simulator.video.camcorder import Camcorder
from app.simulator.video.fixed_camera import FixedCamera
from app.simulator.video.orders import ORDER, Film, Tell

logger = logging.getLogger(__name__)


def main() -> int:
    parser = argparse.ArgumentParser("python -m app.simulator.video", description="Film for the demo city.")
    parser.add_argument("--log-level", default="INFO", help="DEBUG, INFO, WARNING or ERROR")
    given = parser.parse_args()
    logging.basicConfig(level=given.log_level.upper(), format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    asyncio.run(_film())
    return 0


async def _film() -> None:
    loop = asyncio.get_running_loop()
    lines: asyncio.Queue[bytes | None] = asyncio.Queue()
    threading.Thread(target=_read, args=(loop, lines), name="orders", daemon=True).start()
    camcorders: dict[int, Camcorder] = {}
    painting = asyncio.Lock()
    tasks: set[asyncio.Task[None]] = set()
    while (line := await lines.get()) is not None:
        order = ORDER.validate_json(line)
        if isinstance(order, Tell):
            camcorders[order.terminal].tell(order)
            continue
        if isinstance(order, Film):
            camcorder = camcorders[order.terminal] = Camcorder(order, painting)
            filming = camcorder.run()
        else:
            filming = FixedCamera(order, painting).run()
        task = loop.create_task(filming, name=order.title)
        task.add_done_callback(_tell_failure)
        tasks.add(task)
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


def _tell_failure(task: asyncio.Task[None]) -> None:
    if not task.cancelled() and (failure := task.exception()) is not None:
        logger.error("the camera of %s is broken", task.get_name(), exc_info=failure)


def _read(loop: asyncio.AbstractEventLoop, lines: asyncio.Queue[bytes | None]) -> None:
    # Not every platform's loop can wait for standard input.
    for line in sys.stdin.buffer:
        loop.call_soon_threadsafe(lines.put_nowait, line)
    loop.call_soon_threadsafe(lines.put_nowait, None)


if __name__ == "__main__":
    sys.exit(main())
