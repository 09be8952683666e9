"""The machine's own speech engine: a text as sound.

Engines are asked as programs that write a WAV file: eSpeak NG, what macOS has, and what Windows has
(``ui.bridge.windows_speech``). QtTextToSpeech is no way to it from Python: PySide6 6.11 has its ``say``, which
speaks through a loudspeaker of the engine's choice, and leaves out ``synthesize``, which would give samples.
"""

from __future__ import annotations

import re
import subprocess
from abc import abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Protocol

from app.domain.errors import AppError
from app.voice.trim import trimmed
from app.voice.wav import read_wav
from app.voice.wave import Wave

#: A minute of speech takes an engine a second or two.
_PATIENCE_S = 30.0
#: Words a minute at the usual rate.
_USUAL_WPM = 170
#: No console flashes up where there are such.
_NO_WINDOW: int = getattr(subprocess, "CREATE_NO_WINDOW", 0)


@dataclass(frozen=True, slots=True)
class SpeechVoice:
    """
    Args:
        key: by which the engine knows it. language: such as ``en-GB``; may be empty.
    """

    key: str
    name: str
    language: str


class SpeechEngine(Protocol):
    """Its methods block, for seconds: call them on a job's thread."""

    @property
    def name(self) -> str: ...

    def voices(self) -> tuple[SpeechVoice, ...]:
        """
        Raises:
            AppError("speech.failed"): the engine does not answer.
        """

    def speak(self, text: str, voice: str, rate: float) -> Wave:
        """The text as sound, 48 kHz mono, without silence at its ends.

        Args:
            voice: the key of one of its voices. rate: 1.0 is the usual one, 2.0 twice as fast.
        Raises:
            AppError("speech.failed"): with the engine's own words as the reason. AppError("speech.silent"): it
                made no sound of this text, as where the voice is for another script.
        """


class WavEngine:
    """An engine that is a program and writes WAV files."""

    name: str

    def speak(self, text: str, voice: str, rate: float) -> Wave:
        with TemporaryDirectory(prefix="watchfloor-") as folder:
            file = Path(folder) / "speech.wav"
            self._write(text, voice, rate, file)
            try:
                wave = trimmed(read_wav(file))
            except AppError as error:
                raise AppError("speech.failed", engine=self.name, reason=error.params.get("reason", "")) from error
        if not wave.size:
            raise AppError("speech.silent", engine=self.name)
        return wave

    @abstractmethod
    def _write(self, text: str, voice: str, rate: float, file: Path) -> None: ...

    def _run(self, command: Sequence[str], given: str = "") -> str:
        """What the program says. The text goes through its standard input: command lines are seen by all users."""
        try:
            done = subprocess.run(
                command,
                input=given,
                capture_output=True,
                encoding="utf-8",
                errors="replace",
                timeout=_PATIENCE_S,
                creationflags=_NO_WINDOW,
                check=True,
            )
        except subprocess.CalledProcessError as fault:
            said = str(fault.stderr).strip().splitlines()
            reason = said[0] if said else f"{fault.returncode}"
            raise AppError("speech.failed", engine=self.name, reason=reason) from fault
        except (OSError, subprocess.TimeoutExpired) as fault:
            raise AppError("speech.failed", engine=self.name, reason=type(fault).__name__) from fault
        return done.stdout


class EspeakNg(WavEngine):
    """
    Args:
        program: the path of ``espeak-ng``.
    """

    name = "eSpeak NG"

    def __init__(self, program: str) -> None:
        self._program = program

    def voices(self) -> tuple[SpeechVoice, ...]:
        return espeak_voices(self._run([self._program, "--voices"]))

    def _write(self, text: str, voice: str, rate: float, file: Path) -> None:
        # -b 1: what comes is UTF-8, whatever the locale says.
        command = [
            self._program,
            "-v",
            voice,
            "-s",
            f"{_USUAL_WPM * rate:.0f}",
            "-b",
            "1",
            "--stdin",
            "-w",
            str(file),
        ]
        self._run(command, text)


class MacSpeech(WavEngine):
    """The voices of macOS, through ``say``."""

    name = "macOS"

    def __init__(self, program: str) -> None:
        self._program = program

    def voices(self) -> tuple[SpeechVoice, ...]:
        return mac_voices(self._run([self._program, "-v", "?"]))

    def _write(self, text: str, voice: str, rate: float, file: Path) -> None:
        form = ["--file-format=WAVE", "--data-format=LEI16@48000"]
        command = [self._program, "-v", voice, "-r", f"{_USUAL_WPM * rate:.0f}", "-o", str(file), *form, "-f", "-"]
        self._run(command, text)


def espeak_voices(listed: str) -> tuple[SpeechVoice, ...]:
    """The table that ``--voices`` prints: priority, language, age and gender, name, file, other languages."""
    rows = (line.split() for line in listed.splitlines()[1:])
    voices = {
        row[1]: SpeechVoice(row[1], row[3].replace("_", " "), _tagged(row[1])) for row in rows if len(row) > 4
    }
    return tuple(sorted(voices.values(), key=lambda voice: voice.name.casefold()))


def mac_voices(listed: str) -> tuple[SpeechVoice, ...]:
    """Lines such as ``Bad News            en_US    # Hello!``."""
    found = re.findall(r"^(\S.*?)\s+([a-z]{2,3}[_-]\w+)\s+#", listed, re.MULTILINE)
    return tuple(SpeechVoice(name, name, _tagged(language)) for name, language in found)


def _tagged(language: str) -> str:
    """A language tag as others write it: ``en-GB``."""
    first, *rest = language.replace("_", "-").split("-")
    return "-".join((first.lower(), *(part.upper() if len(part) == 2 else part for part in rest)))
