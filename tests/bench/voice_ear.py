"""Benchmark ``voice_ear``: from mouth to ear, through a real station, over real sockets."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from app.voice.wave import FRAME_S, FRAME_SAMPLES, Wave
from tests.app.voice.speech import speech
from tests.bench.report import Result
from tests.bench.voice_match import Match
from tests.bench.voice_peer import Peer, Setup
from tests.contract.station_process import StationProcess
from tests.contract.voice_end import Town

_LOSS, _JITTER_S = 0.05, 0.04
_LOSSY = "5 % loss, 40 ms jitter"


def add_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--bursts", type=int, default=4, help="of the desk; others talk half as often")
    parser.add_argument("--seconds", type=float, default=8.0, help="of each burst")


def run(given: argparse.Namespace) -> Result:
    result = Result("voice_ear")
    with ExitStack() as closing:
        folder = Path(closing.enter_context(TemporaryDirectory()))
        town = closing.enter_context(voice_town())
        terminals = [town.terminal(town.unit(f"V-{index}")) for index in range(5)]
        group = town.talkgroup()
        lossy = {"station": town.station.url, "loss": _LOSS, "jitter_s": _JITTER_S}
        setups = {
            "desk": desk_setup(town, group),
            "clean": terminal_setup(town, terminals[0]),
            **{f"lossy {seed}": terminal_setup(town, terminals[seed], seed=seed, **lossy) for seed in (1, 2, 3)},
            "websocket": terminal_setup(town, terminals[4], station=town.station.url, has_udp=False),
        }
        peers = closing.enter_context(linked(setups))
        wave = spoken(given.seconds)
        for talker, ears, count in (
            ("desk", ("clean", "lossy 1", "lossy 2", "lossy 3", "websocket"), given.bursts),
            ("lossy 1", ("desk",), given.bursts // 2),
            ("websocket", ("desk",), given.bursts // 2),
        ):
            matches: dict[str, list[Match]] = {}
            for _ in range(count):
                said_s = peers[talker].talk(group, given.seconds)
                for ear in ears:
                    heard = peers[ear].heard(folder)
                    matches.setdefault(_name(talker, ear), []).append(Match(wave, said_s, heard))
            for name, found in matches.items():
                _add(result, name, found)
    result.notes += [
        "From the moment a sample enters the microphone's frame to the one at which the loudspeaker takes it:",
        "20 ms of frame and 6.5 ms of codec are in it, the buffers of sound devices come on top. Found by the",
        "likeness of every fifth of a second with speech in it; talker, station and hearers are processes, and",
        "lines with loss are real UDP through a relay: each datagram is lost with 5 %, else held for 0 to 80 ms,",
        "40 on average, as by `netem delay 40ms 40ms loss 5%`. Intelligibility is STOI. The WebSocket has no UDP.",
        "What the hearer tells is by RTCP's times of its talker, as the desk shows it.",
    ]
    return result


def _name(talker: str, ear: str) -> str:
    """What is special about a way, whichever the terminal."""
    if talker == "desk":
        return {"clean": "clean", "websocket": "websocket"}.get(ear, _LOSSY)
    return {"websocket": "websocket, terminal to desk"}.get(talker, f"{_LOSSY}, terminal to desk")


def _add(result: Result, name: str, matches: list[Match]) -> None:
    parts, shares = zip(*(match.delays_s() for match in matches), strict=True)
    delays_ms = 1000 * np.concatenate(parts)
    like = [match.intelligibility() for match in matches]
    limit_ms = 200 if name.startswith(_LOSSY) else 150
    result.add(f"{name}: mouth to ear p95", float(np.quantile(delays_ms, 0.95)), "ms", at_most=limit_ms)
    result.add(f"{name}: mouth to ear p50", float(np.quantile(delays_ms, 0.5)), "ms")
    told_ms = np.concatenate([match.told_ms for match in matches])
    result.add(f"{name}: p95 as the hearer tells", float(np.quantile(told_ms, 0.95)), "ms")
    result.add(f"{name}: parts of speech found again", 100 * float(np.mean(shares)), "%", at_least=90)
    result.add(f"{name}: intelligibility, worst burst", min(like), "STOI", at_least=0.9)
    distance_db = float(np.mean([match.spectral_distance_db() for match in matches]))
    result.add(f"{name}: spectral distance", distance_db, "dB")


@contextmanager
def voice_town() -> Iterator[Town]:
    """A station of its own, and an operator of it."""
    with TemporaryDirectory() as folder:
        station = StationProcess(Path(folder)).start()
        try:
            yield Town(station)
        finally:
            station.stop()


def desk_setup(town: Town, *calls: int, **fields: object) -> Setup:
    door = town.desk_door()
    return Setup(door.url, dict(door.headers), calls, **fields)  # type: ignore[arg-type]


def terminal_setup(town: Town, terminal: int, **fields: object) -> Setup:
    return Setup(town.terminal_door(terminal).url, {}, **fields)  # type: ignore[arg-type]


@contextmanager
def linked(setups: Mapping[str, Setup]) -> Iterator[dict[str, Peer]]:
    """Peers that can hear and talk."""
    peers = {name: Peer(setup) for name, setup in setups.items()}
    try:
        for peer in peers.values():
            peer.wait()
        yield peers
    finally:
        for peer in peers.values():
            peer.close()


def spoken(seconds: float) -> Wave:
    """What a peer says that talks for so long."""
    return np.resize(speech(), round(seconds / FRAME_S) * FRAME_SAMPLES)
