"""Hours of a bad line, with real programs, in some minutes."""

from __future__ import annotations

import gc
import threading
import time

import psutil
import pytest

from tests.contract import ffmpeg
from tests.contract.ffmpeg import FORMS, needs_ffmpeg
from tests.contract.gstreamer import needs_rtsp_server, rtsp_server
from tests.contract.onlooker import Onlooker, is_live, until
from tests.contract.station_process import StationProcess

FLAPS, WARM_UP = 20, 5
_UP_S = 2.0


def held() -> tuple[int, int]:
    """Threads and open files (sockets among them) of this process."""
    gc.collect()
    return threading.active_count(), psutil.Process().num_fds()


@pytest.mark.slow
@pytest.mark.timeout(900)
@needs_ffmpeg
@needs_rtsp_server
def test_cameras_and_publishers_that_come_and_go_leave_nothing_behind(station: StationProcess) -> None:
    with Onlooker(station) as desk, rtsp_server() as rtsp:
        number, url = desk.terminal()
        cameras = [desk.camera(rtsp.url()), desk.camera(rtsp.url(), udp=True)]
        readers = [desk.watch(source) for source in (number, *cameras)]
        before: tuple[int, int] | None = None
        for flap in range(FLAPS):
            pushing = ffmpeg.push(url, FORMS["mpegts"])
            try:
                until(lambda: all(is_live(reader) for reader in readers))
                # Live for a moment, as on a line that fails every few seconds.
                time.sleep(_UP_S)
            finally:
                ffmpeg.end(pushing)
                rtsp.kill()
            until(lambda: not any(is_live(reader) for reader in readers))
            if flap == WARM_UP:
                before = held()
            rtsp.start()
        assert before is not None
        # Between two attempts a reader holds no socket; one may be at it at this moment.
        until(lambda: held()[0] <= before[0])
        until(lambda: held()[1] <= before[1] + len(readers))
        assert sum(reader.abandoned for reader in readers) == 0
