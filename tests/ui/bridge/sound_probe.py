"""Works with the sound server of its environment and says as JSON what came of it; ``test_audio`` runs it."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
from PySide6.QtCore import QCoreApplication, QSettings
from PySide6.QtTest import QTest

from app.domain import voice
from app.media.sound import SoundBuffer
from app.voice.alignment import delay_samples
from app.voice.rtp import Packet
from app.voice.talk import Talker
from app.voice.wave import FRAME_SAMPLES, RATE_HZ, Stereo, Wave
from tests.app.voice.speech import speech
from tests.ui.bridge.sound_server import MICROPHONE
from ui.bridge import audio_thread, sound_sources
from ui.bridge.audio import Loudspeaker, Microphone
from ui.bridge.audio_devices import AudioDevices, Direction
from ui.bridge.ears import Ears
from ui.bridge.sound_sources import sources
from ui.bridge.video_sound import TileSounds

_SETTLE_S, _RECORDED_S = 2.0, 7.0
_MOST_DELAY = 3 * RATE_HZ
#: At a quarter of the rate.
_PIECE = round(0.06 * RATE_HZ / 4)
#: What the sound server of ``sound_server`` has.
_THERE = {Direction.INPUT: {"Mic"}, Direction.OUTPUT: {"Loop", "Headset"}}


class Player:
    """Gives speech frame by frame, and remembers when each frame was asked for."""

    def __init__(self, wave: Wave) -> None:
        self._wave = wave
        self.asked_s: list[float] = []
        self.thread = 0

    def __call__(self) -> Stereo:
        at = len(self.asked_s) * FRAME_SAMPLES
        frame = self._wave[at : at + FRAME_SAMPLES]
        frame = np.pad(frame, (0, FRAME_SAMPLES - frame.size))
        self.asked_s.append(time.monotonic())
        self.thread = threading.get_ident()
        return np.repeat((frame * 32767).astype(np.int16)[:, None], 2, axis=1)


class Recorder:
    def __init__(self) -> None:
        self.frames: list[Wave] = []
        self.came_s: list[float] = []
        self.thread = 0

    def __call__(self, frame: Wave) -> None:
        self.frames.append(frame)
        self.came_s.append(time.monotonic())
        self.thread = threading.get_ident()


def loop(devices: AudioDevices) -> dict[str, object]:
    """Play speech, hear it, and compare."""
    wave = speech()
    player, recorder = Player(wave), Recorder()
    microphone, loudspeaker = Microphone(devices), Loudspeaker(devices)
    microphone.start(recorder)
    wait(lambda: len(recorder.frames) > _SETTLE_S * 50)
    loudspeaker.start(player)
    wait(lambda: len(player.asked_s) > _RECORDED_S * 50)
    loudspeaker.stop()
    microphone.stop()
    count = len(recorder.frames)
    QTest.qWait(100)
    heard = np.concatenate(recorder.frames)
    begin = delay_samples(wave, heard, most=_MOST_DELAY)
    return {
        "share_heard": share_heard(wave[: round((_RECORDED_S - 1) * RATE_HZ)], heard),
        "latency_ms": latency_ms(player, recorder, begin),
        "microphone": microphone.state.name,
        "loudspeaker": loudspeaker.state.name,
        "is_off_the_gui_thread": threading.get_ident() not in {player.thread, recorder.thread},
        "is_still": len(recorder.frames) == count,
    }


def tile(devices: AudioDevices) -> dict[str, object]:
    """Unmute a tile on a desk that has no talk bar, and hear what its source sends."""
    wave = speech()[RATE_HZ : 3 * RATE_HZ]
    sound, recorder = SoundBuffer(), Recorder()
    output = Ears(devices)
    output.start()
    sounds, microphone = TileSounds(output), Microphone(devices)
    microphone.start(recorder)
    wait(lambda: len(recorder.frames) > 25)
    sounds.play({12: sound})
    begun_s = time.monotonic()
    for at in range(0, wave.size, FRAME_SAMPLES):
        wait(lambda at=at: time.monotonic() - begun_s > at / RATE_HZ)
        both = np.repeat((wave[at : at + FRAME_SAMPLES] * 32767).astype(np.int16)[:, None], 2, axis=1)
        sound.put(both.tobytes())
    wait(lambda: sound.seconds < FRAME_SAMPLES / RATE_HZ)
    count = len(recorder.frames)
    wait(lambda: len(recorder.frames) > count + 25)
    sounds.stop()
    output.stop()
    microphone.stop()
    heard = np.concatenate(recorder.frames)
    return {"share_heard": share_heard(wave, heard), "is_well": output.fault is None}


def share_heard(wave: Wave, heard: Wave, likeness: float = 0.95) -> float:
    """Of pieces of 60 ms, how many are somewhere in what was heard, as they were said.

    A busy machine leaves gaps, and each moves what follows; a piece between two of them is whole all the same. Of
    other speech 3 in 100 are found, and 2 of the same that is 3 % too fast.

    Args:
        likeness: from which correlation on a piece is the same; less of one that was coded on its way.
    """
    said, found_in = _slower(wave), _slower(heard)
    size = 1 << (found_in.size + _PIECE).bit_length()
    spectrum = np.fft.rfft(found_in, size)
    sums = np.concatenate(((0.0,), np.cumsum(found_in**2)))
    energy = sums[_PIECE:] - sums[:-_PIECE]
    likenesses = []
    for at in range(0, said.size - _PIECE, _PIECE):
        piece = said[at : at + _PIECE]
        if np.sqrt(np.mean(piece**2)) > 0.02:
            correlation = np.fft.irfft(spectrum * np.conj(np.fft.rfft(piece, size)), size)[: energy.size]
            likenesses.append(np.max(correlation / np.sqrt(energy * np.sum(piece**2) + 1e-9)))
    return float(np.mean(np.array(likenesses) > likeness))


def _slower(wave: Wave) -> np.ndarray:
    """At a quarter of its rate: so a whole recording is searched in no time."""
    low = np.convolve(wave.astype(np.float64), np.ones(12) / 12, "same")
    return low[: low.size // 4 * 4 : 4]


def latency_ms(player: Player, recorder: Recorder, begin: int) -> float:
    """From the moment at which a frame was asked for to the one at which all of it was heard: the median."""
    late = []
    for i, asked_s in enumerate(player.asked_s):
        frame = (begin + (i + 1) * FRAME_SAMPLES) // FRAME_SAMPLES
        if i > 100 and frame < len(recorder.came_s):
            late.append((recorder.came_s[frame] - asked_s) * 1000)
    return float(np.median(late))


def hang(devices: AudioDevices) -> dict[str, object]:
    """Play into a loudspeaker that hangs, as one does whose plug is drawn, and comes back."""
    chosen = next(name for name in devices.names(Direction.OUTPUT) if name.description == "Headset")
    devices.choose(Direction.OUTPUT, chosen)
    player, loudspeaker, microphone = Player(speech()), Loudspeaker(devices), Microphone(devices)
    states = [said_by(loudspeaker)]
    loudspeaker.changed.connect(lambda: states.append(said_by(loudspeaker)))
    microphone.start(Recorder())
    loudspeaker.start(player)
    goes_on(player)
    pactl("suspend-sink", "headset", "1")
    wait(lambda: loudspeaker.state.missed == "Headset")
    goes_on(player)
    pactl("suspend-sink", "headset", "0")
    wait(lambda: loudspeaker.state.name == "Headset")
    goes_on(player)
    loudspeaker.stop()
    microphone.stop()
    return {"states": states}


def die(devices: AudioDevices) -> dict[str, object]:
    """The sound server is killed under a loudspeaker and a microphone at work."""
    player, recorder = Player(speech()), Recorder()
    microphone, loudspeaker = Microphone(devices), Loudspeaker(devices)
    microphone.start(recorder)
    loudspeaker.start(player)
    wait(lambda: len(player.asked_s) > 25 and len(recorder.frames) > 25)
    print("ready", flush=True)
    wait(lambda: not loudspeaker.state.name and not microphone.state.name)
    goes_on(player)
    heard = len(recorder.frames)
    wait(lambda: len(recorder.frames) > heard + 10)
    loudspeaker.stop()
    microphone.stop()
    return {"is_silent": not any(frame.any() for frame in recorder.frames[-5:])}


class Station:
    """Grants at once, and remembers what it got."""

    def __init__(self) -> None:
        self.said: list[voice.Said] = []
        self.packets: list[Packet] = []
        self.talker: Talker

    def say(self, said: voice.Said) -> None:
        self.said.append(said)
        if isinstance(said, voice.RequestFloor):
            self.talker.on_told(voice.FloorGranted(call=said.call, burst=1, ssrc=7, limit_s=60))

    def send(self, packet: Packet) -> None:
        self.packets.append(packet)


def unplug(devices: AudioDevices) -> dict[str, object]:
    """Talk into a microphone that hangs, as one does whose plug is drawn, and comes back."""
    microphone, loudspeaker, station = Microphone(devices), Loudspeaker(devices), Station()
    names = [microphone.state.name]
    microphone.changed.connect(lambda: names.append(microphone.state.name))
    talker = station.talker = Talker(microphone, station, lambda _: None)
    loudspeaker.start(Player(speech()))
    talker.start()
    talker.press(1)
    wait(lambda: len(station.packets) > 25)
    pactl("suspend-source", "mic", "1")
    wait(lambda: names[-1] != "Mic")
    gap_s = goes_out(station)
    pactl("suspend-source", "mic", "0")
    wait(lambda: names[-1] == "Mic")
    gap_s = max(gap_s, goes_out(station))
    phase = talker.state.phase
    talker.release()
    wait(lambda: isinstance(station.said[-1], voice.ReleaseFloor))
    talker.stop()
    loudspeaker.stop()
    return {"names": names, "gap_s": gap_s, "phase": phase.value}


def remove(devices: AudioDevices) -> dict[str, object]:
    """Take away the only microphone while it is heard, and plug it in again."""
    # A busy machine may stand still for a while: that is not what is to be noticed here.
    audio_thread._STALLED_S = audio_thread._BEGUN_S = 600
    audio_thread._STOP_MS = 60_000
    answers: list[bytes] = []
    sound_sources.sources = lambda listed: answers.append(listed) or sources(listed)
    recorder, microphone, loudspeaker = Recorder(), Microphone(devices), Loudspeaker(devices)
    loudspeaker.start(Player(np.tile(speech(), 20)))
    microphone.start(recorder)
    wait(lambda: bool(answers) and any(frame.any() for frame in recorder.frames))
    pactl("unload-module", "module-remap-source")
    wait(lambda: not devices.names(Direction.INPUT))
    names, count = [microphone.state.name], len(recorder.frames)
    wait(lambda: len(recorder.frames) > count + 25)
    heard = np.concatenate(recorder.frames[count + 5 :])
    pactl("load-module", *MICROPHONE.split())
    wait(lambda: bool(microphone.state.name))
    names.append(microphone.state.name)
    count = len(recorder.frames)
    wait(lambda: any(frame.any() for frame in recorder.frames[count:]))
    microphone.stop()
    loudspeaker.stop()
    return {"names": names, "is_silent": not heard.any()}


def goes_out(station: Station) -> float:
    """Packets go on: the longest that one was waited for, seconds."""
    longest_s = 0.0
    for _ in range(3):
        sent, begun_s = len(station.packets), time.monotonic()
        wait(lambda sent=sent: len(station.packets) > sent)
        longest_s = max(longest_s, time.monotonic() - begun_s)
    return longest_s


def goes_on(player: Player) -> None:
    """Frames are asked for at the pace of life; on a busy machine at a slower one."""
    # In this order: who is held up in between takes them for slower, and not for quicker.
    begun_s, begun = time.monotonic(), len(player.asked_s)
    wait(lambda: len(player.asked_s) > begun + 50)
    assert time.monotonic() - begun_s > 0.5, "not the pace of life"


def pactl(*words: str) -> str:
    return subprocess.run(["pactl", *words], capture_output=True, text=True, check=True, timeout=60).stdout.strip()


def said_by(loudspeaker: Loudspeaker) -> list[str]:
    return [loudspeaker.state.name, loudspeaker.state.missed]


def wait(is_so: Callable[[], bool], within_s: float = 60) -> None:
    deadline_s = time.monotonic() + within_s
    while not is_so():
        assert time.monotonic() < deadline_s, "waited in vain"
        QTest.qWait(10)


def main() -> None:
    _app = QCoreApplication([])
    devices = AudioDevices(QSettings(str(Path(sys.argv[2]) / "audio.ini"), QSettings.Format.IniFormat))
    wait(lambda: all(names <= {name.description for name in devices.names(way)} for way, names in _THERE.items()))
    print(
        json.dumps(
            {"loop": loop, "tile": tile, "hang": hang, "unplug": unplug, "remove": remove, "die": die}[
                sys.argv[1]
            ](devices)
        )
    )


if __name__ == "__main__":
    main()
