"""Our wall beside players that people have: the same sixteen streams, on the same made screen (Xvfb).

A player is a process a stream; of each side all processes are counted, and what the screen's own server does for
it. Memory is counted in shares (PSS), so that what processes have in common counts once.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from shutil import which
from tempfile import TemporaryDirectory

import psutil

from tests.bench.report import Result
from tests.bench.wall_streams import CASES, clip, sender

_SETTLE_S, _MARGIN_S = 8.0, 8.0
_ACROSS, _WIDTH, _HEIGHT = 4, 480, 270


def add_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--seconds", type=float, default=15.0)
    parser.add_argument("--tiles", type=int, default=16)
    parser.add_argument("--quick", action="store_true", help="short, for development")


def run(given: argparse.Namespace) -> Result:
    result, case, seconds = Result("wall_players"), CASES[0], 6.0 if given.quick else given.seconds
    if which("Xvfb") is None:
        result.notes.append("left out: there is no Xvfb here")
        return result
    with TemporaryDirectory() as folder, ExitStack() as stack:
        length_s = seconds + _SETTLE_S + _MARGIN_S
        file = Path(folder) / "clip.ts"
        file.write_bytes(clip(case.size, case.rate, length_s))
        url = stack.enter_context(sender(file, length_s))
        ours = _measure([[sys.executable, "-m", "tests.bench.wall_shown", url, str(given.tiles)]], seconds)
        told = f"{case.name} × {given.tiles}"
        _tell(result, f"{told}: our wall", ours)
        for name, command in _players().items():
            theirs = _measure([command(url, i) for i in range(given.tiles)], seconds)
            _tell(result, f"{told}: {name}", theirs)
            result.add(f"{told}: our CPU by {name}", ours.cpu / theirs.cpu, "×", at_most=1)
            result.add(f"{told}: our memory by {name}", ours.memory_mb / theirs.memory_mb, "×", at_most=1)
        missing = [name for name in ("ffplay", "mpv", "vlc") if name not in _players()]
    result.notes.append(
        f"Xvfb 1920×1080, no sound, {seconds:g} s each; not installed: {', '.join(missing) or 'none'}"
    )
    return result


@dataclass(frozen=True, slots=True)
class Use:
    """CPU seconds a second of all processes and of the screen's server; memory of all processes, in shares."""

    cpu: float
    screen_cpu: float
    memory_mb: float


def _players() -> dict[str, Callable[[str, int], list[str]]]:
    """How each player that is here shows a stream at the place of a tile, with its usual way of drawing."""
    quiet = ["-loglevel", "quiet", "-an", "-noborder"]

    def ffplay(url: str, i: int) -> list[str]:
        x, y = _place(i)
        size = ["-x", str(_WIDTH), "-y", str(_HEIGHT), "-left", str(x), "-top", str(y)]
        return ["ffplay", *quiet, "-fflags", "nobuffer", "-flags", "low_delay", *size, url]

    def mpv(url: str, i: int) -> list[str]:
        x, y = _place(i)
        place = f"--geometry={_WIDTH}x{_HEIGHT}+{x}+{y}"
        return [
            "mpv",
            "--no-config",
            "--really-quiet",
            "--no-audio",
            "--profile=low-latency",
            place,
            "--vo=x11",
            url,
        ]

    def vlc(url: str, i: int) -> list[str]:
        x, y = _place(i)
        place = [f"--video-x={x}", f"--video-y={y}", f"--width={_WIDTH}", f"--height={_HEIGHT}"]
        return ["vlc", "-I", "dummy", "--quiet", "--no-audio", "--no-video-title-show", *place, url]

    found = {"ffplay": ffplay, "mpv": mpv, "vlc": vlc}
    return {name: command for name, command in found.items() if which(name) is not None}


def _place(i: int) -> tuple[int, int]:
    return i % _ACROSS * _WIDTH, i // _ACROSS * _HEIGHT


def _measure(commands: Sequence[Sequence[str]], seconds: float) -> Use:
    with _screen() as (display, server), ExitStack() as stack:
        # Neither side draws by a graphics card that is not there.
        env = {**os.environ, "DISPLAY": display, "QT_QPA_PLATFORM": "xcb", "LIBGL_ALWAYS_SOFTWARE": "1"}
        started = [stack.enter_context(_running(command, env)) for command in commands]
        time.sleep(_SETTLE_S)
        everybody = [each for process in started for each in _family(process)]
        began_s, cpu, screen = time.monotonic(), sum(map(_cpu_s, everybody)), _cpu_s(server)
        time.sleep(seconds)
        took_s = time.monotonic() - began_s
        if any(process.poll() is not None for process in started):
            raise RuntimeError(f"{commands[0][0]} has ended")
        memory = sum(each.memory_full_info().pss for each in everybody) / 2**20
        return Use((sum(map(_cpu_s, everybody)) - cpu) / took_s, (_cpu_s(server) - screen) / took_s, memory)


@contextmanager
def _screen() -> Iterator[tuple[str, psutil.Process]]:
    reader, writer = os.pipe()
    command = ["Xvfb", "-displayfd", str(writer), "-screen", "0", "1920x1080x24", "-nolisten", "tcp"]
    with subprocess.Popen(command, pass_fds=[writer], stderr=subprocess.DEVNULL) as process:
        os.close(writer)
        try:
            with os.fdopen(reader) as said:
                display = said.readline().strip()
            yield f":{display}", psutil.Process(process.pid)
        finally:
            process.terminate()


@contextmanager
def _running(command: Sequence[str], env: dict[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    # VLC does not run for root.
    user = "nobody" if command[0] == "vlc" and os.geteuid() == 0 else None
    quiet = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    with subprocess.Popen(command, env=env, user=user, **quiet) as process:
        try:
            yield process
        finally:
            process.kill()


def _family(process: subprocess.Popen[bytes]) -> list[psutil.Process]:
    parent = psutil.Process(process.pid)
    return [parent, *parent.children(recursive=True)]


def _cpu_s(process: psutil.Process) -> float:
    times = process.cpu_times()
    return float(times.user + times.system)


def _tell(result: Result, name: str, use: Use) -> None:
    result.add(f"{name}, all processes", 100 * use.cpu, "% of a core")
    result.add(f"{name}, the screen's server", 100 * use.screen_cpu, "% of a core")
    result.add(f"{name}, memory", use.memory_mb, "MB")
