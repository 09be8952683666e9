"""One start of a desk for the benchmark ``start``: data folder, login, address (empty: its own station)."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

import psutil

from app.settings import Settings
from ui.desk import Desk, make_application
from ui.dialogs.sign_in import SignInRequest
from ui.workplace import Workplace


def main() -> int:
    data, login, url = sys.argv[1:4]
    password = sys.stdin.read()
    app = make_application()
    desk = Desk(Settings(data=Path(data), station_url=url, port=0), None)

    def sign_in() -> None:
        request = SignInRequest(url, login, password, remember=False)
        desk.door.sign_in(request, lambda _: None, lambda error: sys.exit(str(error)), desk)

    def on_opened(workplace: Workplace) -> None:
        workplace.window.resize(1920, 1080)
        workplace.map_view.ready.connect(on_ready)

    def on_ready() -> None:
        print(json.dumps({"startup_s": time.time() - psutil.Process().create_time()}), flush=True)
        app.quit()

    desk.opened.connect(on_opened)
    desk.station_ready.connect(lambda _: sign_in())
    desk.start(app)
    if url:
        sign_in()
    code = app.exec()
    desk.stop()
    return code


if __name__ == "__main__":
    sys.exit(main())
