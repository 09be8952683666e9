"""Benchmark ``feed``: fixes in per second, and how long one takes from its sender to the desks' pictures."""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np

from app.domain.command import RegisterTerminal
from app.domain.fixes import Fixes
from app.domain.terminal import TerminalFields, TerminalKind
from app.sync.headless import HeadlessDesk
from tests.bench.city import City, city
from tests.bench.report import Result

ROOT = Path(__file__).resolve().parents[2]


def add_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--units", type=int, default=10_000)
    parser.add_argument("--desks", type=int, nargs="*", default=[1, 10, 50])
    parser.add_argument("--seconds", type=float, default=15.0, help="of each run")


def run(given: argparse.Namespace) -> Result:
    result = Result("feed")
    with city(given.units) as there:
        for desks in given.desks:
            _latency(result, there, desks, given.seconds)
        _flat_out(result, there, given.seconds)
        _single_reports(result, there, given.seconds)
        result.add("station memory at the end", there.memory_mb(), "MB")
    result.notes += [
        f"{given.units} units at 1 Hz in batches of 250, sender and desks on the same machine as the station.",
        "Latency is from the moment a fix was put into a batch, before it is sent, to the moment the desk's fleet",
        "holds it; the desks take frames as the station's lane gives them, every 250 ms.",
    ]
    return result


class Watch:
    """What one desk saw: the latency of every fix that reached its fleet."""

    def __init__(self) -> None:
        self.samples: list[np.ndarray] = []
        self.is_on = threading.Event()

    def __call__(self, fixes: Fixes, _: int) -> None:
        if self.is_on.is_set() and len(fixes):
            self.samples.append(time.time_ns() // 1_000_000 - fixes.at_ms)


def _latency(result: Result, there: City, desks: int, seconds: float) -> None:
    watches = [Watch() for _ in range(desks)]
    opened = [HeadlessDesk(there.another_client(), watch, name=f"desk {i}") for i, watch in enumerate(watches)]
    for desk in opened:
        desk.start()
    for desk in opened:
        assert desk.wait_until(lambda desk=desk: desk.is_live, 60.0), "a desk did not come up"
    sender = _start(
        "batches", there.gateway_url, "--batch", "250", "--seconds", str(seconds + 3), units=there.units
    )
    time.sleep(2.5)
    for watch in watches:
        watch.is_on.set()
    before_s, started = there.cpu_s(), time.monotonic()
    _finish(sender)
    elapsed_s = time.monotonic() - started
    latencies = np.concatenate([sample for watch in watches for sample in watch.samples])
    cpu = (there.cpu_s() - before_s) / elapsed_s * 100
    per_desk_s = len(latencies) / desks / elapsed_s
    name = f"{desks} desk" + ("s" if desks > 1 else "")
    result.add(f"{name}: latency p50", float(np.percentile(latencies, 50)), "ms")
    result.add(f"{name}: latency p95", float(np.percentile(latencies, 95)), "ms", at_most=300)
    result.add(f"{name}: fixes seen by a desk", per_desk_s, "/s")
    result.add(f"{name}: station", cpu, "% of a core")
    with ThreadPoolExecutor(max(desks, 1)) as hands:
        list(hands.map(lambda desk: desk.stop(), opened))


def _flat_out(result: Result, there: City, seconds: float) -> None:
    told = _finish(
        _start(
            "batches",
            there.gateway_url,
            "--batch",
            "1000",
            "--flat-out",
            "--seconds",
            str(seconds),
            units=there.units,
        )
    )
    result.add("fixes in, batches of 1,000", told["sent"] / told["seconds"], "/s", at_least=20_000)


def _single_reports(result: Result, there: City, seconds: float) -> None:
    paths = [_phone_path(there, unit) for unit in there.units[:128]]
    host, port = there.station.url.removeprefix("http://").split(":")
    before_s = there.cpu_s()
    told = _finish(_start("reports", host, port, "--seconds", str(seconds), units=paths))
    result.add("single OsmAnd reports", told["sent"] / told["seconds"], "/s", at_least=1_500)
    result.add("station's time for one", (there.cpu_s() - before_s) / told["sent"] * 1e6, "µs")


def _phone_path(there: City, unit: int) -> str:
    order = RegisterTerminal(terminal=TerminalFields(kind=TerminalKind.PHONE, unit=unit))
    terminal = there.client.send(order, f"phone-{unit}").events[0].fact.terminal.number  # type: ignore[union-attr]
    return "/" + there.client.address(terminal).osmand_url.split("/", 3)[3]


def _start(*arguments: str, units: object) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "tests.bench.load", *arguments]
    sender = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert sender.stdin is not None
    sender.stdin.write("\n".join(map(str, units)).encode())  # type: ignore[call-overload]
    sender.stdin.close()
    return sender


def _finish(sender: subprocess.Popen[bytes]) -> dict[str, float]:
    assert sender.stdout is not None
    told = sender.stdout.read()
    if sender.wait() != 0:
        raise RuntimeError("the sender failed")
    return json.loads(told)  # type: ignore[no-any-return]
