"""What speech costs and how it fares without a station: codec, keys, jitter buffer, mixer, files, in made-up time.

Times of processors are of this process, so a busy machine only makes them noisy; all about delay and loss is
counted in the talker's and the hearer's own time, and is about the same at every run.
"""

from __future__ import annotations

import argparse
import secrets
import time
from collections.abc import Callable
from pathlib import Path
from statistics import mean
from tempfile import TemporaryDirectory

import numpy as np

from app.voice.alignment import realigned
from app.voice.crypto import Protector, Unprotector
from app.voice.jitter import JitterBuffer
from app.voice.mixer import Mixer
from app.voice.ogg import OggWriter
from app.voice.opus import Decoder, Encoder
from app.voice.recording import outline_of
from app.voice.rtp import Packet, Packetizer
from app.voice.spectrum import intelligibility, spectral_distance_db
from app.voice.wave import FRAME_S, FRAME_SAMPLES, RATE_HZ
from tests.app.voice.network import Way, hear, spoken
from tests.app.voice.speech import speech
from tests.bench.report import Result

CALLS = 8
_SEEDS = range(1, 9)
_LOSSY = (0.05, 0.04)
_DRIFT = 200e-6


def add_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--minutes", type=float, default=60.0, help="of speech with a clock that drifts")


def run(arguments: argparse.Namespace) -> Result:
    result = Result("voice_core")
    _measure_codec(result)
    _measure_keys(result)
    _measure_eight_calls(result)
    _measure_ways(result)
    _measure_drift(result, arguments.minutes)
    _measure_files(result)
    result.notes.append(
        "jitter of 40 ms: what is added to each packet's way is even between 0 and 80 ms, so they mix"
    )
    result.notes.append(
        "delay is of what is played, behind the promptest packet; device and 20 ms of frame come on top"
    )
    result.notes.append(
        "intelligibility is STOI against what was said, after moving 0.2 s parts to where they belong"
    )
    return result


def _cpu_per(count: int, work: Callable[[], object]) -> float:
    """Seconds of this process for each of ``count``."""
    before = time.process_time()
    work()
    return (time.process_time() - before) / count


def _measure_codec(result: Result) -> None:
    wave = np.tile(speech(), 4)
    frames = wave[: wave.size // FRAME_SAMPLES * FRAME_SAMPLES].reshape(-1, FRAME_SAMPLES)
    encoder, decoder = Encoder(), Decoder()
    payloads: list[bytes] = []
    result.add(
        "encode a frame", 1e6 * _cpu_per(len(frames), lambda: payloads.extend(map(encoder.encode, frames))), "µs"
    )
    result.add("decode a frame", 1e6 * _cpu_per(len(frames), lambda: [*map(decoder.decode, payloads)]), "µs")
    result.add("speech on the wire", 50 * 8 / 1000 * mean(map(len, payloads)), "kbit/s")


def _measure_keys(result: Result, count: int = 20_000) -> None:
    master = secrets.token_bytes(30)
    protector, unprotector = Protector(master), Unprotector(master)
    protector.allow(7)
    unprotector.allow(7)
    packets = [Packet(i, 960 * i, 7, bytes(60)).pack() for i in range(count)]
    protected: list[bytes] = []
    result.add("protect", 1e6 * _cpu_per(count, lambda: protected.extend(map(protector.protect, packets))), "µs")
    result.add("unprotect", 1e6 * _cpu_per(count, lambda: [*map(unprotector.unprotect, protected)]), "µs")
    assert not unprotector.refused


def _measure_eight_calls(result: Result) -> None:
    """Eight talkers at once, each over a lossy way of its own, as one stereo sound."""
    arrivals, mixer, buffers = [], Mixer(), []
    sent = spoken(np.tile(speech(), 3))
    for i in range(CALLS):
        buffer = JitterBuffer(Decoder())
        buffers.append(buffer)
        mixer.add(i, buffer, gain_db=-3, place=i / 4 - 0.9)
        arrivals += [(at_s, i, packet) for at_s, packet in Way(*_way(*_LOSSY), seed=i + 1).arrivals(sent)]
    arrivals.sort(key=lambda arrival: arrival[:2], reverse=True)
    frames = int(arrivals[0][0] / FRAME_S)
    before, slowest = time.process_time(), 0.0
    for frame in range(frames):
        now_s = frame * FRAME_S
        while arrivals and arrivals[-1][0] <= now_s:
            came_s, i, packet = arrivals.pop()
            buffers[i].put(packet, came_s)
        begun = time.process_time()
        mixer.take(now_s)
        slowest = max(slowest, time.process_time() - begun)
    share = (time.process_time() - before) / (frames * FRAME_S)
    result.add("eight calls at once", 100 * share, "% of a core", at_most=15)
    result.add("slowest frame of eight", 1000 * slowest, "ms")


def _way(loss: float, jitter_s: float) -> tuple[float, float, float]:
    return loss, 0.03, jitter_s


def _measure_ways(result: Result) -> None:
    sent = spoken(speech())
    for name, loss, jitter_s, limit_ms in (("clean", 0.0, 0.0, 60), ("5 % loss, 40 ms jitter", *_LOSSY, 120)):
        heard = [
            hear(Way(*_way(loss, jitter_s), seed=seed).arrivals(sent), speech().size / RATE_HZ + 0.5)
            for seed in (_SEEDS if loss else (1,))
        ]
        delays_ms = 1000 * np.concatenate([each.delays_s[50:] for each in heard])
        first_ms = 1000 * np.concatenate([each.delays_s[:50] for each in heard])
        aligned = [realigned(speech(), each.wave) for each in heard]
        result.add(f"{name}: delay p95", float(np.quantile(delays_ms, 0.95)), "ms", at_most=limit_ms)
        result.add(f"{name}: p95 in the first second", float(np.quantile(first_ms, 0.95)), "ms")
        like = [intelligibility(speech(), each) for each in aligned]
        result.add(f"{name}: intelligibility, worst", min(like), "STOI", at_least=0.9)
        result.add(f"{name}: intelligibility", mean(like), "STOI")
        result.add(
            f"{name}: spectral distance", mean(spectral_distance_db(speech(), each) for each in aligned), "dB"
        )
        if loss:
            lost, said = (sum(getattr(each.figures, key) for each in heard) for key in ("lost", "recovered"))
            whole = sum(each.figures.played for each in heard) + lost + said
            result.add(f"{name}: recovered", 100 * said / whole, "% of packets")
            result.add(f"{name}: made up", 100 * lost / whole, "% of packets")


def _measure_drift(result: Result, minutes: float) -> None:
    encoder = Encoder()
    wave = speech()[: speech().size // FRAME_SAMPLES * FRAME_SAMPLES]
    payloads = [encoder.encode(frame) for frame in wave.reshape(-1, FRAME_SAMPLES)]
    for drift in (_DRIFT, -_DRIFT):
        buffer, packetizer = JitterBuffer(Decoder()), Packetizer(7)
        sent, delays_s = 0, []
        for frame in range(int(minutes * 60 / FRAME_S)):
            now_s = frame * FRAME_S
            while (at_s := sent * FRAME_S * (1 + drift)) <= now_s:
                packet = packetizer.packet(payloads[sent % len(payloads)])
                if packet is not None:
                    buffer.put(packet, at_s)
                sent += 1
            buffer.take(now_s)
            if frame > 100:
                delays_s.append(buffer.figures.delay_s)
        name, figures = f"{1e6 * drift:+.0f} ppm for {minutes:g} min", buffer.figures
        late_s = delays_s[-len(delays_s) // 10 :]
        result.add(f"{name}: delay at the end, p95", 1000 * float(np.quantile(late_s, 0.95)), "ms", at_most=60)
        result.add(f"{name}: highest delay", 1000 * max(delays_s), "ms", at_most=80)
        result.add(f"{name}: gaps", figures.lost + figures.late + figures.concealed_s, "", at_most=0)
        result.add(f"{name}: changes of length", figures.changes / minutes, "a minute")


def _measure_files(result: Result) -> None:
    sent = [packet for _, packet in spoken(np.tile(speech(), 6)[: 60 * RATE_HZ])]
    with TemporaryDirectory() as folder:
        file = Path(folder) / "burst.opus"

        def write() -> None:
            with OggWriter(file, 1) as writer:
                for packet in sent:
                    writer.write(packet.payload, packet.timestamp)

        result.add("record a minute", 1000 * _cpu_per(1, write), "ms")
        result.add("outline of a minute", 1000 * _cpu_per(1, lambda: outline_of(file, 800)), "ms")
        result.add("size of a minute", file.stat().st_size / 1000, "kB")
