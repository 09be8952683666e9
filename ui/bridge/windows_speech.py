"""The voices of Windows, through PowerShell and ``System.Speech``, which every Windows has."""

from __future__ import annotations

import base64
import json
import math
from pathlib import Path

from app.domain.errors import AppError
from ui.bridge.speech_engine import SpeechVoice, WavEngine

# What is given and what is answered is JSON in base 64: consoles have code pages of their own.
_READ = (
    "$o=[Text.Encoding]::UTF8.GetString([Convert]::FromBase64String([Console]::In.ReadToEnd()))|ConvertFrom-Json;"
)
_MAKE = (
    # Its own way of telling an error is XML.
    "$ErrorActionPreference='Stop';trap{[Console]::Error.WriteLine($_.Exception.Message);exit 1};"
    "Add-Type -AssemblyName System.Speech;"
    "$s=New-Object System.Speech.Synthesis.SpeechSynthesizer;"
)
_SPEAK = (
    f"{_MAKE}{_READ}"
    "$f=New-Object System.Speech.AudioFormat.SpeechAudioFormatInfo(48000,'Sixteen','Mono');"
    "$s.SelectVoice($o.voice);$s.Rate=$o.rate;$s.SetOutputToWaveFile($o.file,$f);$s.Speak($o.text);$s.Dispose()"
)
_LIST = (
    f"{_MAKE}"
    "$v=@($s.GetInstalledVoices()|Where-Object{$_.Enabled}|ForEach-Object{"
    "@{name=$_.VoiceInfo.Name;language=$_.VoiceInfo.Culture.Name}});"
    "[Convert]::ToBase64String([Text.Encoding]::UTF8.GetBytes((ConvertTo-Json -Compress -InputObject $v)))"
)
#: Its rate goes from -10 to 10, a third to three times as fast.
_MOST_RATE, _RATE_BASE = 10, 3.0


class WindowsSpeech(WavEngine):
    """
    Args:
        program: the path of ``powershell``.
    """

    name = "Windows"

    def __init__(self, program: str) -> None:
        self._program = program

    def voices(self) -> tuple[SpeechVoice, ...]:
        answer = self._run(self._command(_LIST))
        try:
            listed = json.loads(base64.b64decode(answer))
            return tuple(SpeechVoice(one["name"], one["name"], one["language"]) for one in listed)
        except (ValueError, KeyError, TypeError) as fault:
            raise AppError("speech.failed", engine=self.name, reason=type(fault).__name__) from fault

    def _write(self, text: str, voice: str, rate: float, file: Path) -> None:
        order = {"text": text, "voice": voice, "rate": windows_rate(rate), "file": str(file)}
        self._run(self._command(_SPEAK), base64.b64encode(json.dumps(order).encode()).decode())

    def _command(self, script: str) -> list[str]:
        encoded = base64.b64encode(script.encode("utf-16-le")).decode()
        return [self._program, "-NoProfile", "-NonInteractive", "-EncodedCommand", encoded]


def windows_rate(rate: float) -> int:
    """A factor as the steps that System.Speech counts in."""
    steps = round(_MOST_RATE * math.log(rate) / math.log(_RATE_BASE))
    return max(-_MOST_RATE, min(_MOST_RATE, steps))
