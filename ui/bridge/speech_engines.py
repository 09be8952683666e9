"""Which speech engines this machine has."""

from __future__ import annotations

import sys
from shutil import which

from ui.bridge.speech_engine import EspeakNg, MacSpeech, SpeechEngine
from ui.bridge.windows_speech import WindowsSpeech


def engines_here() -> tuple[SpeechEngine, ...]:
    """The one that comes with the system first."""
    found: list[SpeechEngine] = []
    say, powershell, espeak = which("say"), which("powershell"), which("espeak-ng")
    if sys.platform == "darwin" and say is not None:
        found.append(MacSpeech(say))
    if sys.platform == "win32" and powershell is not None:
        found.append(WindowsSpeech(powershell))
    if espeak is not None:
        found.append(EspeakNg(espeak))
    return tuple(found)
