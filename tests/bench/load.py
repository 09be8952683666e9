"""Senders of a benchmark, in a process of their own so that they share no interpreter with what is measured.

``python -m tests.bench.load batches URL FIRST_UNIT…`` and ``… reports HOST PORT PATH…``; see ``main``.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
import time
from collections.abc import Sequence

import numpy as np
import requests

from app.domain.fixes import Fixes, encode_frame


def main() -> int:
    parser = argparse.ArgumentParser()
    verbs = parser.add_subparsers(dest="verb", required=True)
    batches = verbs.add_parser(
        "batches", help="all units once a second, in batches; numbers come on standard input"
    )
    batches.add_argument("url")
    batches.add_argument("--seconds", type=float, required=True)
    batches.add_argument("--batch", type=int, required=True, help="fixes in a batch")
    batches.add_argument("--flat-out", action="store_true", help="as many as the station takes")
    reports = verbs.add_parser("reports", help="single OsmAnd reports, as many as the station takes")
    reports.add_argument("host")
    reports.add_argument("port", type=int)
    reports.add_argument("--seconds", type=float, required=True)
    reports.add_argument("--phones", type=int, default=64)
    given = parser.parse_args()
    lines = sys.stdin.read().split()
    if given.verb == "batches":
        units = np.array([int(line) for line in lines], np.uint32)
        print(json.dumps(send_batches(given.url, units, given.seconds, given.batch, given.flat_out)))
    else:
        print(json.dumps(asyncio.run(send_reports(given.host, given.port, lines, given.seconds))))
    return 0


def send_batches(url: str, units: np.ndarray, seconds: float, batch: int, flat_out: bool) -> dict[str, float]:
    """Each unit moves north-east at 2 m/s from its own place; its fixes carry the moment of sending."""
    session = requests.Session()
    order = np.arange(len(units))
    sent = 0
    started = time.monotonic()
    rounds = 0
    while time.monotonic() - started < seconds:
        for first in range(0, len(units), batch):
            due_s = rounds + first / len(units)
            pause_s = due_s - (time.monotonic() - started)
            if pause_s > 0 and not flat_out:
                time.sleep(pause_s)
            rows = order[first : first + batch]
            session.post(
                url, data=_frame(units[rows], rows, time.monotonic() - started), timeout=10
            ).raise_for_status()
            sent += len(rows)
            if time.monotonic() - started >= seconds:
                break
        rounds += 1
    return {"sent": sent, "seconds": time.monotonic() - started}


def _frame(units: np.ndarray, rows: np.ndarray, elapsed_s: float) -> bytes:
    fixes = Fixes.zeros(len(units))
    now_ms = time.time_ns() // 1_000_000
    fixes.unit[:] = units
    # One millisecond apart, so that flat out no two of a unit share a time.
    fixes.at_ms[:] = now_ms
    step_e7 = elapsed_s * 180
    fixes.lon_e7[:] = 249_400_000 + rows % 100 * 2_000 + step_e7
    fixes.lat_e7[:] = 601_700_000 + rows // 100 * 1_000 + step_e7
    fixes.speed_cmps[:] = 200
    fixes.heading_cdeg[:] = 4500
    fixes.accuracy_dm[:] = 50
    return encode_frame(fixes, now_ms)


async def send_reports(host: str, port: int, paths: Sequence[str], seconds: float) -> dict[str, float]:
    """Every path is one phone with a kept-open connection that reports again as soon as it was answered."""
    ends_at = time.monotonic() + seconds
    counts = await asyncio.gather(*(_phone(host, port, path, ends_at) for path in paths))
    return {"sent": sum(counts), "seconds": seconds}


async def _phone(host: str, port: int, path: str, ends_at: float) -> int:
    reader, writer = await asyncio.open_connection(host, port)
    sent = 0
    lat, lon = 60.17, 24.94
    while time.monotonic() < ends_at:
        lat += 0.000002
        now_ms = time.time_ns() // 1_000_000
        query = f"id=bench&lat={lat:.6f}&lon={lon:.6f}&timestamp={now_ms}&speed=3.9&bearing=0&accuracy=5&batt=71"
        writer.write(f"GET {path}?{query} HTTP/1.1\r\nHost: {host}\r\n\r\n".encode())
        head = await reader.readuntil(b"\r\n\r\n")
        if not head.startswith(b"HTTP/1.1 200"):
            raise RuntimeError(head.decode())
        length = next(
            (
                int(line.split(b":")[1])
                for line in head.split(b"\r\n")
                if line.lower().startswith(b"content-length")
            ),
            0,
        )
        if length:
            await reader.readexactly(length)
        sent += 1
    writer.close()
    return sent


if __name__ == "__main__":
    sys.exit(main())
