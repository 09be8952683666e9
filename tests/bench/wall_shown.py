"""Our wall, as a program: ``python -m tests.bench.wall_shown URL COUNT`` shows one stream in so many tiles."""

from __future__ import annotations

import sys

from tests.bench.wall_room import Addresses, application, cameras_at, plain_room

if __name__ == "__main__":
    urls = [sys.argv[1]] * int(sys.argv[2])
    app = application()
    with plain_room(cameras_at(urls), Addresses(urls), len(urls)) as wall:
        wall.show(range(1, len(urls) + 1))
        sys.exit(app.exec())
