"""Engines of the machine: eSpeak NG where it is installed, and stand-ins that behave like the others."""

from __future__ import annotations

import base64
import json
import sys
from pathlib import Path
from shutil import which

import pytest

from app.domain.errors import AppError
from app.voice.level import level_of
from app.voice.wave import RATE_HZ
from ui.bridge.speech_engine import EspeakNg, MacSpeech, espeak_voices, mac_voices
from ui.bridge.speech_engines import engines_here
from ui.bridge.windows_speech import WindowsSpeech, windows_rate

TEXT = "Attention. The road at the north gate is closed."
needs_espeak = pytest.mark.skipif(which("espeak-ng") is None, reason="asks Debian's package espeak-ng")
#: Writes what it was given into a file, and a second of noise as its speech.
_STAND_IN = """#!{python}
import base64, json, random, struct, sys, wave
given = sys.stdin.buffer.read()
open({noted!r}, "wb").write(json.dumps([sys.argv[1:], given.decode()]).encode())
target = ""
if "-o" in sys.argv:
    target = sys.argv[sys.argv.index("-o") + 1]
elif given:
    target = json.loads(base64.b64decode(given))["file"]
else:
    print(base64.b64encode(json.dumps([dict(name="Zira", language="en-US")]).encode()).decode())
if target:
    with wave.open(target, "wb") as file:
        file.setparams((1, 2, 48000, 0, "NONE", ""))
        file.writeframes(b"".join(struct.pack("<h", random.randint(-9000, 9000)) for _ in range(48000)))
"""


@pytest.fixture
def stand_in(tmp_path: Path):
    program, noted = tmp_path / "engine", tmp_path / "noted.json"
    program.write_text(_STAND_IN.format(python=sys.executable, noted=str(noted)))
    program.chmod(0o755)
    return str(program), lambda: json.loads(noted.read_text())


@needs_espeak
def test_espeak_speaks_a_text_faster_where_that_is_asked_for():
    engine = next(one for one in engines_here() if one.name == "eSpeak NG")
    voice = next(one for one in engine.voices() if one.language == "en-GB")
    usual, fast = (engine.speak(TEXT, voice.key, rate) for rate in (1.0, 1.6))
    assert 1.5 < usual.size / RATE_HZ < 6
    assert fast.size < 0.8 * usual.size
    assert level_of(usual).rms_dbfs > -35


@needs_espeak
def test_a_text_is_never_taken_for_an_option_and_a_fault_is_told_in_the_engines_words():
    engine = EspeakNg(which("espeak-ng") or "")
    assert engine.speak("--help $(reboot) ; äöü", "en", 1.0).size
    with pytest.raises(AppError) as told:
        engine.speak(TEXT, "nobody", 1.0)
    assert (told.value.code, "voice" in told.value.params["reason"]) == ("speech.failed", True)
    with pytest.raises(AppError) as told:
        engine.speak("  …  ", "en", 1.0)
    assert told.value.code == "speech.silent"


def test_a_program_that_is_not_there_is_told():
    with pytest.raises(AppError) as told:
        EspeakNg("/nowhere/espeak-ng").voices()
    assert told.value.params == {"engine": "eSpeak NG", "reason": "FileNotFoundError"}


def test_lists_of_voices_are_read():
    listed = (
        "Pty Language       Age/Gender VoiceName          File                 Other Languages\n"
        " 5  en-us           --/M      English_(America)  gmw/en-US            (en 3)\n"
        " 2  en-gb           --/M      English_(Great_Britain) gmw/en               (en 2)\n"
    )
    assert [(v.key, v.name, v.language) for v in espeak_voices(listed)] == [
        ("en-us", "English (America)", "en-US"),
        ("en-gb", "English (Great Britain)", "en-GB"),
    ]
    said = (
        "Bad News            en_US    # The light you see at the end of the tunnel is the headlamp of a train.\n"
        "Flo (German (Germany)) de_DE    # Hallo! Ich heiße Flo.\n"
    )
    assert [(v.key, v.language) for v in mac_voices(said)] == [
        ("Bad News", "en-US"),
        ("Flo (German (Germany))", "de-DE"),
    ]


@pytest.mark.skipif(sys.platform == "win32", reason="the stand-in is a script")
def test_macos_is_asked_for_samples_of_our_rate(stand_in):
    program, noted = stand_in
    assert MacSpeech(program).speak(TEXT, "Alex", 1.5).size == RATE_HZ
    command, given = noted()
    assert command[:5] == ["-v", "Alex", "-r", "255", "-o"]
    assert command[6:] == ["--file-format=WAVE", "--data-format=LEI16@48000", "-f", "-"]
    assert given == TEXT


@pytest.mark.skipif(sys.platform == "win32", reason="the stand-in is a script")
def test_windows_is_given_all_but_the_script_beside_the_command_line(stand_in):
    program, noted = stand_in
    engine = WindowsSpeech(program)
    assert [(v.key, v.language) for v in engine.voices()] == [("Zira", "en-US")]
    assert engine.speak("Straße 'gesperrt'; exit", "Zira", 1.0).size == RATE_HZ
    command, given = noted()
    script = base64.b64decode(command[-1]).decode("utf-16-le")
    assert "Straße" not in script
    assert json.loads(base64.b64decode(given))["text"] == "Straße 'gesperrt'; exit"
    assert [windows_rate(rate) for rate in (0.5, 1.0, 3.0, 9.0)] == [-6, 0, 10, 10]
