"""Benchmark ``voice_drift``: a long burst, heard in real time by loudspeakers whose clocks run wrong."""

from __future__ import annotations

import argparse
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from app.voice.wave import FRAME_S
from tests.bench.report import Result
from tests.bench.voice_ear import desk_setup, linked, spoken, terminal_setup, voice_town
from tests.bench.voice_match import Match

#: Parts per million by which a hearer's clock is too slow. A minute of ten times what is asked for, too: only that
#: moves by more than the buffer has in reserve.
_DRIFTS_PPM = (200, -200, 2000, -2000)


def add_options(parser: argparse.ArgumentParser) -> None:
    # A burst may last for 60 s.
    parser.add_argument("--seconds", type=float, default=57.0)


def run(given: argparse.Namespace) -> Result:
    result = Result("voice_drift")
    with ExitStack() as closing:
        folder = Path(closing.enter_context(TemporaryDirectory()))
        town = closing.enter_context(voice_town())
        setups = {"desk": desk_setup(town)}
        for ppm in _DRIFTS_PPM:
            terminal = town.terminal(town.unit(f"V {ppm}"))
            setups[f"{ppm:+d}"] = terminal_setup(town, terminal, drift=ppm * 1e-6)
        peers = closing.enter_context(linked(setups))
        said_s = peers["desk"].talk(town.talkgroup(), given.seconds)
        wave = spoken(given.seconds)
        for ppm in _DRIFTS_PPM:
            heard = peers[f"{ppm:+d}"].heard(folder)
            match = Match(wave, said_s, heard)
            delays_ms = match.delays_s()[0] * 1000
            name = f"{ppm:+d} ppm for {given.seconds:g} s"
            last = delays_ms[-len(delays_ms) // 4 :]
            (figures,) = heard.figures
            gaps = figures.lost + figures.late + round(figures.concealed_s / FRAME_S)
            result.add(
                f"{name}: mouth to ear p95 of the last quarter", float(np.quantile(last, 0.95)), "ms", at_most=150
            )
            result.add(f"{name}: without correction", ppm * 1e-3 * given.seconds, "ms more")
            result.add(f"{name}: frames that were missing", gaps, "", at_most=round(given.seconds / 20))
            result.add(f"{name}: changes of length", figures.changes, "")
            result.add(f"{name}: intelligibility", match.intelligibility(), "STOI", at_least=0.9)
    result.notes += [
        "One desk talks, four terminals hear; each is a process, and the clock of its loudspeaker is wrong. Where",
        "the machine is busy, a frame may be missing; `voice_core` has the hour in made-up time.",
    ]
    return result
