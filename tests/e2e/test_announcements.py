"""An announcement through the real station, while the same desk talks with the key to somebody else."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from pytestqt.qtbot import QtBot

from app.domain.audience import UnitsAudience
from app.domain.talk import CallKind, VoicePath
from app.voice.alignment import realigned
from app.voice.spectrum import intelligibility
from app.voice.talk import Phase
from app.voice.wav import read_wav, write_wav
from app.voice.wave import RATE_HZ, Wave
from tests.app.voice.speech import speech
from tests.contract.station_process import StationProcess
from tests.contract.voice_end import Town
from tests.e2e.spoken_terminal import SpokenTerminal
from tests.e2e.test_voice_speech import spoken_part
from ui.bridge.audio_devices import AudioDevices, sound_files
from ui.bridge.speech import Sending, SendPhase
from ui.bridge.voice import Voice
from ui.widgets.talk_port import CallTarget, NewCall

WAIT_MS = 15_000
LEAST_STOI, OTHERS_STOI = 0.75, 0.6
ANNOUNCED = speech()[3 * RATE_HZ : 5 * RATE_HZ]
TALKED = speech()[: 2 * RATE_HZ]


@pytest.fixture
def voice(station: StationProcess, tmp_path: Path, qtbot: QtBot) -> Iterator[Voice]:
    """What talks at a desk, with files for its devices."""
    write_wav(tmp_path / "key.wav", TALKED)
    town = Town(station)
    kept = QSettings(str(tmp_path / "desk.ini"), QSettings.Format.IniFormat)
    files = sound_files(tmp_path / "key.wav", tmp_path / "heard.wav")
    made = Voice(lambda _: town.desk_door(), AudioDevices(kept, files=files))
    made.start()
    qtbot.waitUntil(lambda: made.voice.path is VoicePath.UDP, timeout=WAIT_MS)
    yield made
    made.stop()


def likeness(said: Wave, file: Path) -> float:
    return intelligibility(said, realigned(said, read_wav(file)))


def test_an_announcement_and_the_talk_key_are_heard_each_where_it_is_meant_and_nowhere_else(
    station: StationProcess, voice: Voice, tmp_path: Path, qtbot: QtBot
) -> None:
    town = Town(station)
    shouted_at, talked_to = town.unit("D-01", "Patrol"), town.unit("T-01", "Traffic")
    numbers = [town.terminal(unit) for unit in (shouted_at, talked_to)]
    with ExitStack() as stack:
        terminals = []
        for number in numbers:
            address = town.get(f"/v1/terminals/{number}/address")["voice_url"]
            terminals.append(SpokenTerminal(address, tmp_path / f"terminal-{number}"))
            stack.callback(terminals[-1].stop)
        hears_shout, hears_key = terminals
        qtbot.waitUntil(lambda: all(one.all("path") for one in terminals), timeout=WAIT_MS)
        told: list[Sending] = []
        voice.announcer.changed.connect(told.append)

        traffic = CallTarget(town.talkgroup("Traffic"))
        target = NewCall(CallKind.SHOUT, UnitsAudience(units=(shouted_at,)), "Road closed")
        voice.announcer.speak(target, ANNOUNCED)
        qtbot.waitUntil(lambda: [one.phase for one in told] == [SendPhase.ON_AIR], timeout=WAIT_MS)
        voice.press(CallTarget(next(iter(voice.announcer.calls))))
        qtbot.waitUntil(lambda: voice.own.code == "announcement.speaking", timeout=WAIT_MS)
        voice.release()
        voice.press(traffic)
        qtbot.waitUntil(lambda: voice.own.phase is Phase.ON_AIR, timeout=WAIT_MS)
        qtbot.waitUntil(lambda: told[-1].phase is SendPhase.SENT, timeout=WAIT_MS)
        assert voice.own.phase is Phase.ON_AIR
        voice.release()
        qtbot.waitUntil(lambda: all(one.all("played") for one in terminals), timeout=WAIT_MS)
        (shout,), (key,) = hears_shout.all("played"), hears_key.all("played")
        assert shout["burst"] == told[-1].burst != key["burst"]
        assert likeness(ANNOUNCED, hears_shout.folder / shout["file"]) > LEAST_STOI
        # The microphone's clip goes round and round: it was somewhere in it when the key came down.
        assert intelligibility(*spoken_part(TALKED, read_wav(hears_key.folder / key["file"]))) > LEAST_STOI
        assert likeness(ANNOUNCED, hears_key.folder / key["file"]) < OTHERS_STOI
        qtbot.waitUntil(lambda: hearing_of(town, shout["burst"], numbers[0]) == "acknowledged", timeout=WAIT_MS)
        opened = [event["fact"]["call"] for event in town.events("call.opened")]
        assert [(call["kind"], call["name"]) for call in opened] == [("shout", "Road closed")]


def hearing_of(town: Town, burst: int, terminal: int) -> str:
    bursts = {one["number"]: one for one in town.get("/v1/bursts")["bursts"]}
    return next((one["hearing"] for one in bursts[burst]["receipts"] if one["number"] == terminal), "")
