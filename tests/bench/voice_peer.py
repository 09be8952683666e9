"""One end in a process of its own, for benchmarks: it talks and hears as a desk does, with a recording for a
microphone and a memory for a loudspeaker, and remembers when each sample was said and heard.

Standard input: a ``Setup`` as one line of JSON; it says ``ready`` when it is linked the way it should be. Then
orders, each a line of JSON, each answered by one: ``talk`` (``call``, ``seconds``) and ``heard`` (``file``).
"""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from app.domain import voice
from app.domain.talk import VoicePath
from app.voice.connection import Door, Quality
from app.voice.jitter import JitterFigures
from app.voice.link import Link, LinkPhase, LinkState
from app.voice.listen import Listener
from app.voice.rtcp import SenderReport
from app.voice.rtp import Packet
from app.voice.talk import Talker
from app.voice.talk_state import Phase, TalkState
from app.voice.wave import FRAME_S, FRAME_SAMPLES, Stereo, Wave
from tests.app.voice.speech import speech
from tests.bench.voice_devices import Ear, Mouth
from tests.contract.voice_line import line_to

_WAIT_S = 20.0


@dataclass(frozen=True, slots=True)
class Setup:
    """
    Args:
        url: of the door of speech. station: where the line leads, ``http://…``; empty for no line in between.
        has_udp, loss, jitter_s, seed: of the line.
        drift: how much too slow the clock of its devices is: 0.0002 for 200 ppm.
    """

    url: str
    headers: Mapping[str, str]
    calls: tuple[int, ...] = ()
    station: str = ""
    has_udp: bool = True
    loss: float = 0.0
    jitter_s: float = 0.0
    seed: int = 1
    drift: float = 0.0


@dataclass(frozen=True, slots=True)
class Heard:
    """What an end has played since it was last asked.

    Args:
        wave: 48 kHz mono. asked_s: when each of its frames was asked for, of the clock that all processes share.
        cpu_s: processor time of the process so far. figures: of each burst that is over.
        told_ms: from mouth to ear, of each packet that was played, as the end finds by the talker's reports.
    """

    wave: Wave
    asked_s: list[float]
    cpu_s: float
    paths: list[str]
    figures: list[JitterFigures]
    told_ms: list[float]


class Peer:
    """The other process, from this one."""

    def __init__(self, setup: Setup) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.bench.voice_peer"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self._order(asdict(setup))

    @property
    def pid(self) -> int:
        return self._process.pid

    def wait(self) -> None:
        """Until it is linked."""
        assert self._answer() == {"ready": True}

    def talk(self, call: int, seconds: float) -> list[float]:
        """Hold the key for so long and speak. Returns when each frame of it was handed over by the microphone."""
        self._order({"do": "talk", "call": call, "seconds": seconds})
        return list(self._answer()["said_s"])

    def heard(self, folder: Path) -> Heard:
        file = folder / f"{self.pid}.npy"
        self._order({"do": "heard", "file": str(file)})
        answer = self._answer()
        wave: Wave = np.load(file).astype(np.float32) / np.float32(32768)
        figures = [JitterFigures(**each) for each in answer["figures"]]
        return Heard(wave, answer["asked_s"], answer["cpu_s"], answer["paths"], figures, answer["told_ms"])

    def close(self) -> None:
        assert self._process.stdin is not None
        with suppress(BrokenPipeError):
            self._process.stdin.close()
        self._process.wait(20)

    def _order(self, order: Mapping[str, Any]) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(order) + "\n")
        self._process.stdin.flush()

    def _answer(self) -> dict[str, Any]:
        assert self._process.stdout is not None
        return dict(json.loads(self._process.stdout.readline()))


class _Listener(Listener):
    """Keeps the figures of each burst."""

    figures: list[JitterFigures]
    told_ms: list[float]
    is_quiet = True

    def _report(self, burst: Any) -> Any:
        self.figures.append(burst.buffer.figures)
        self.told_ms += self.mouth_to_ear_ms.get(burst.told.burst) or ()
        return super()._report(burst)

    def next_frame(self) -> Stereo:
        frame = super().next_frame()
        # Reports of what is over have been made by now.
        self.is_quiet = not self._bursts
        return frame

    def wait(self) -> None:
        """Until all that was told of has been played."""
        deadline_s = time.monotonic() + _WAIT_S
        while not self.is_quiet:
            assert time.monotonic() < deadline_s, "a burst does not end"
            time.sleep(FRAME_S)


class _End:
    """What ``ui.bridge.voice`` is for a desk, without Qt."""

    def __init__(self, setup: Setup, door: Door) -> None:
        self._setup = setup
        self.paths: list[str] = []
        self.is_up, self.is_idle = threading.Event(), threading.Event()
        self.mouth, self.ear = Mouth(setup.drift), Ear(setup.drift)
        self.link = Link(lambda _: door, self, on_report=self._on_report)
        self.listener = _Listener(self.link.say)
        self.listener.figures, self.listener.told_ms = [], []
        self.talker = Talker(self.mouth, self.link, self._on_talk)

    def start(self) -> None:
        self.ear.start(self.listener.next_frame)
        self.talker.start()
        self.link.start()

    def stop(self) -> None:
        self.talker.stop()
        self.link.stop()
        self.ear.stop()

    def talk(self, call: int, wave: Wave) -> list[float]:
        self.is_idle.clear()
        self.talker.press(call)
        self.mouth.say(wave)
        while not self.mouth.is_over:
            time.sleep(FRAME_S)
        assert self.talker.state.phase is Phase.ON_AIR, self.talker.state
        self.talker.release()
        assert self.is_idle.wait(_WAIT_S)
        return self.mouth.said_s

    def on_state(self, state: LinkState) -> None:
        if state.phase is LinkPhase.UP:
            if self._setup.calls:
                self.link.say(voice.Monitor(calls=self._setup.calls))
            if not self._setup.has_udp:
                self.is_up.set()

    def on_told(self, told: voice.Told) -> None:
        match told:
            case voice.FloorTaken():
                self.listener.on_taken(told)
            case voice.FloorIdle():
                self.listener.on_idle(told)
            case voice.FloorGranted() | voice.FloorDenied() | voice.FloorQueued() | voice.FloorRevoked():
                self.talker.on_told(told)
            case voice.PathTaken(path=VoicePath.UDP):
                self.is_up.set()

    def on_packet(self, packet: Packet, now_s: float) -> None:
        self.listener.on_packet(packet, now_s)

    def on_path(self, path: VoicePath) -> None:
        self.paths.append(path.value)

    def _on_report(self, report: SenderReport | Quality) -> None:
        if isinstance(report, SenderReport):
            self.listener.on_sender_report(report)

    def _on_talk(self, state: TalkState) -> None:
        if state.phase is Phase.IDLE:
            self.is_idle.set()


def _obey(end: _End, order: Mapping[str, Any]) -> dict[str, Any]:
    if order["do"] == "talk":
        wave = np.resize(speech(), round(order["seconds"] / FRAME_S) * FRAME_SAMPLES)
        return {"said_s": end.talk(order["call"], wave)}
    end.listener.wait()
    frames, end.ear.frames = end.ear.frames, []
    figures, end.listener.figures = end.listener.figures, []
    told_ms, end.listener.told_ms = end.listener.told_ms, []
    np.save(order["file"], np.concatenate([frame for _, frame in frames]).mean(1).astype(np.int16))
    return {
        "asked_s": [asked_s for asked_s, _ in frames],
        "cpu_s": time.process_time(),
        "paths": end.paths,
        "figures": [asdict(each) for each in figures],
        "told_ms": told_ms,
    }


async def _main() -> None:
    given = json.loads(sys.stdin.readline())
    setup = Setup(**{**given, "calls": tuple(given["calls"])})
    if not setup.station:
        await asyncio.to_thread(_serve, setup, setup.url)
        return
    line = line_to(setup.station, has_udp=setup.has_udp, loss=setup.loss, jitter_s=setup.jitter_s, seed=setup.seed)
    async with line as through:
        await asyncio.to_thread(_serve, setup, through.through(setup.url))


def _serve(setup: Setup, url: str) -> None:
    speech()
    end = _End(setup, Door(url, dict(setup.headers)))
    end.start()
    try:
        assert end.is_up.wait(_WAIT_S)
        print(json.dumps({"ready": True}), flush=True)
        for order in sys.stdin:
            print(json.dumps(_obey(end, json.loads(order))), flush=True)
    finally:
        end.stop()


if __name__ == "__main__":
    asyncio.run(_main())
