"""What a reader opened, it closes: threads, sockets and memory stay what they were."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path

import pytest

from app.media.gate import OpeningGate
from app.media.reader import StreamReader
from app.media.source import SILENT_S, source_of
from app.media.state import Patience, ReaderState, Wish
from tests.app.media.conftest import TILE, next_frame, threads_of_readers, until
from tests.app.media.openings import held
from tests.app.media.servers import falls_silent, plays, serving
from tests.app.media.streams import clip

_ROOT = Path(__file__).resolve().parents[3]


def _growth(count: int, warm_up: int) -> tuple[int, int, int]:
    """Threads, files and bytes more, in a process that begins as the desk's does: no other test had its heaps."""
    command = [sys.executable, "-m", "tests.app.media.openings", str(count), str(warm_up)]
    told = subprocess.run(command, cwd=_ROOT, check=True, stdout=subprocess.PIPE, text=True).stdout
    threads, files, memory = json.loads(told)
    return threads, files, memory


@pytest.mark.timeout(600)
def test_three_hundred_openings_leave_nothing_behind():
    threads, files, memory = _growth(300, warm_up=40)
    assert threads <= 0
    assert files <= 0
    # The allocator settles only after some two thousand; a scaler left over in each would be 4 GB.
    assert memory < 12e6


@pytest.mark.slow
@pytest.mark.timeout(1800)
def test_ten_thousand_openings_leave_nothing_behind():
    threads, files, memory = _growth(10_000, warm_up=2_000)
    assert threads <= 0
    assert files <= 0
    assert memory < 8e6


def test_a_source_that_flaps_leaves_nothing_behind(reading):
    with serving(plays(clip(seconds=0.4))) as server:
        reader = reading(server.url)
        next_frame(reader)
        before = held()[0]
        for _ in range(12):
            asked = len(server.asked)
            reader.kick()
            until(lambda before=asked: len(server.asked) > before)
        until(lambda: held()[0] <= before + 1)


@pytest.mark.parametrize("scheme", ["rtsp", "rtmp"])
@pytest.mark.leaks
def test_stop_is_prompt_though_ffmpeg_does_not_return(reading, scheme):
    """FFmpeg's own time limit ends the thread that was left behind, some seconds later."""
    with serving(falls_silent) as server:
        begun_at = time.monotonic()
        reader = reading(f"{scheme}://127.0.0.1:{server.port}/live/x")
        until(lambda: server.asked)
        (thread,) = threads_of_readers()
        reader.stop()
        # FFmpeg is still at it, unless the machine was too slow to tell.
        assert thread.is_alive() or time.monotonic() - begun_at > SILENT_S
        until(lambda: not thread.is_alive())


def test_a_thread_that_does_not_return_is_replaced_by_another(reading):
    with serving(falls_silent) as server:
        reader = reading(
            f"rtsp://127.0.0.1:{server.port}/x", patience=Patience(stale_s=0.2, silent_s=0.5, return_s=0.2)
        )
        until(lambda: len(server.asked) >= 2)
        until(lambda: reader.abandoned >= 1)
        reason = reader.status().reason
        assert reason is not None
        assert reason.code == "stream.silent"
        assert reader.status().state in (ReaderState.RETRYING, ReaderState.STALE)
        reader.stop()
        server.close()
        until(lambda: not threads_of_readers())


def test_a_reader_that_waits_at_the_gate_ends_when_it_is_told_to(watchdog):
    gate = OpeningGate(at_once=1, longest_s=600.0)
    with gate.passed(lambda: False):
        reader = StreamReader(
            lambda _quality: source_of("http://127.0.0.1:1/"), Wish(TILE), gate=gate, watchdog=watchdog
        )
        reader.start()
        reader.close()
        until(lambda: not threads_of_readers())


def test_stop_twice_and_before_the_start_is_nothing_special(watchdog):
    reader = StreamReader(
        lambda _quality: source_of("http://127.0.0.1:1/"), Wish(TILE), gate=OpeningGate(), watchdog=watchdog
    )
    reader.stop()
    reader.stop()
    assert reader.status().state is ReaderState.STOPPED
