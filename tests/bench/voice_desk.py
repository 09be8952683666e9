"""Benchmark ``voice_desk``: eight groups at once on one desk, in real time, from socket to loudspeaker."""

from __future__ import annotations

import argparse
import asyncio
import time
from collections.abc import Awaitable, Sequence
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory

import psutil

from app.domain import voice
from app.voice.opus import Encoder
from app.voice.rtp import Packetizer
from app.voice.wave import FRAME_S, FRAME_SAMPLES
from tests.app.voice.speech import speech
from tests.bench.report import Result
from tests.bench.voice_ear import desk_setup, linked, voice_town
from tests.bench.voice_peer import Peer
from tests.contract.voice_end import End, Town

GROUPS = 8
#: Talkers begin at different words.
_APART = 41


def add_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--seconds", type=float, default=15.0)


def run(given: argparse.Namespace) -> Result:
    result = Result("voice_desk")
    with ExitStack() as closing:
        folder = Path(closing.enter_context(TemporaryDirectory()))
        town = closing.enter_context(voice_town())
        units = [town.unit(f"V-{index}") for index in range(GROUPS)]
        terminals = [town.terminal(unit) for unit in units]
        groups = [_group(town, unit) for unit in units]
        desk = closing.enter_context(linked({"desk": desk_setup(town, *groups)}))["desk"]
        asyncio.run(_measure(result, town, desk, terminals, groups, given.seconds))
        heard = desk.heard(folder)
    shares = [100 * each.played / each.received for each in heard.figures]
    result.add("calls that were heard", len(shares), "", at_least=GROUPS)
    result.add("played of the worst of them", min(shares), "% of what came", at_least=99)
    result.notes += [
        "Eight terminals talk without a pause, each in a group of its own. The process is the desk's voice, but",
        "no window: link, keys, jitter buffers, decoders, mixer, and a loudspeaker that takes a frame each 20 ms.",
    ]
    return result


def _group(town: Town, unit: int) -> int:
    audience = {"kind": "units", "units": [unit]}
    fact = town.order("talkgroup.register", talkgroup={"name": f"Group {unit}", "audience": audience})
    return int(fact["talkgroup"]["number"])


async def _measure(
    result: Result, town: Town, desk: Peer, terminals: Sequence[int], groups: Sequence[int], seconds: float
) -> None:
    ends = [await End.at(town.terminal_door(terminal)) for terminal in terminals]
    result.add("the same without a word", 100 * await _share(desk, asyncio.sleep(seconds / 3)), "% of a core")
    payloads = _payloads()
    speaking = asyncio.gather(
        *(
            _speak(end, group, payloads[index * _APART :] + payloads[: index * _APART], seconds)
            for index, (end, group) in enumerate(zip(ends, groups, strict=True))
        )
    )
    share = await _share(desk, speaking)
    result.add("eight groups at once on the desk", 100 * share, "% of a core", at_most=15)
    for end in ends:
        await end.close()


async def _share(desk: Peer, work: Awaitable[object]) -> float:
    """Of a core, that the desk's process takes meanwhile."""
    process = psutil.Process(desk.pid)
    before, began_s = process.cpu_times(), time.monotonic()
    await work
    after, ended_s = process.cpu_times(), time.monotonic()
    return (after.user + after.system - before.user - before.system) / (ended_s - began_s)


def _payloads() -> list[bytes]:
    wave, encoder = speech(), Encoder()
    frames = wave[: wave.size // FRAME_SAMPLES * FRAME_SAMPLES].reshape(-1, FRAME_SAMPLES)
    return [encoder.encode(frame) for frame in frames]


async def _speak(end: End, group: int, payloads: Sequence[bytes], seconds: float) -> None:
    granted = await end.floor(group)
    packetizer = Packetizer(granted.ssrc)
    began_s = time.monotonic()
    for at in range(round(seconds / FRAME_S)):
        packet = packetizer.packet(payloads[at % len(payloads)])
        if packet is not None:
            end.connection.send(packet)
        await asyncio.sleep(max(0.0, began_s + (at + 1) * FRAME_S - time.monotonic()))
    end.connection.say(voice.ReleaseFloor(call=group))
    await end.told_of(voice.FloorIdle)
