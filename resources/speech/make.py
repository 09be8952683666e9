"""Makes the phrases that the demo city's terminals say, with espeak-ng and our own codec. Run by hand.

    python resources/speech/make.py [--to FOLDER]

Needs ``espeak-ng`` on the path (Debian: ``apt install espeak-ng``); neither the desk nor the demo does. A file is
VOICE-KIND-NAME.opus; the kinds are ``sign`` (a piece of a callsign), ``report`` and ``answer``.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from app.voice.level import amplitude
from app.voice.ogg import OggWriter
from app.voice.opus import Encoder
from app.voice.rtp import Packetizer
from app.voice.trim import trimmed
from app.voice.wav import read_wav
from app.voice.wave import FRAME_SAMPLES, RATE_HZ, Wave, silence

_BITRATE_BPS = 16_000
#: Of each phrase, and the most that a peak may have.
_RMS_DBFS, _PEAK = -22.0, 0.7
#: What ``trimmed`` leaves at either end, and what is left here: words of a callsign follow one another closely.
_MARGIN_S, _KEPT_S = 0.2, {"sign": 0.03, "report": 0.08, "answer": 0.08}


@dataclass(frozen=True)
class Voice:
    """One of espeak-ng's with a variant; pitch 0 to 99, pace in words a minute."""

    name: str
    espeak: str
    pitch: int
    pace: int


VOICES = (
    Voice("high", "en-us+f3", 52, 168),
    Voice("low", "en-gb+m3", 34, 160),
    Voice("north", "en-gb-scotland+m1", 46, 172),
)
#: By kind and name. Callsigns are a letter and digits, said one by one.
PHRASES = {
    "sign": {
        "d": "Delta",
        "s": "Sierra",
        "v": "Victor",
        **dict(enumerate(["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"])),
    },
    "report": dict(
        enumerate(
            (
                "On patrol, all quiet.",
                "Passing the market, nothing to report.",
                "Back at our post.",
                "The street is clear again.",
                "We are moving on to the next corner.",
                "Short break, back in five minutes.",
                "Radio check, please.",
            ),
            1,
        )
    ),
    "answer": dict(
        enumerate(
            (
                "Copied.",
                "Copied, on our way.",
                "Loud and clear.",
                "Received, we will have a look.",
                "Understood, standing by.",
            ),
            1,
        )
    ),
}


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--to", type=Path, default=Path(__file__).parent)
    folder: Path = options.parse_args().to
    size = 0
    for voice in VOICES:
        for kind, phrases in PHRASES.items():
            for name, text in phrases.items():
                file = folder / f"{voice.name}-{kind}-{name}.opus"
                write(file, levelled(cut(spoken(voice, str(text)), _KEPT_S[kind])), str(text))
                size += file.stat().st_size
    print(f"{size / 1e3:.0f} kB")


def spoken(voice: Voice, text: str) -> Wave:
    with TemporaryDirectory() as folder:
        file = Path(folder) / "speech.wav"
        how = ["-v", voice.espeak, "-p", str(voice.pitch), "-s", str(voice.pace)]
        subprocess.run(["espeak-ng", *how, "-w", str(file), text], check=True)
        return read_wav(file)


def cut(wave: Wave, kept_s: float) -> Wave:
    """Without the silence around it but for so much."""
    margin = silence(round(_MARGIN_S * RATE_HZ))
    surplus = round((_MARGIN_S - kept_s) * RATE_HZ)
    return trimmed(np.concatenate((margin, wave, margin)))[surplus:-surplus]


def levelled(wave: Wave) -> Wave:
    gain = amplitude(_RMS_DBFS) / float(np.sqrt(np.mean(np.square(wave))))
    return wave * np.float32(min(gain, _PEAK / float(np.abs(wave).max())))


def write(file: Path, wave: Wave, text: str) -> None:
    # A frame more: the codec gives back the end of a frame with the next one.
    frames = -(-wave.size // FRAME_SAMPLES) + 1
    padded = np.pad(wave, (0, frames * FRAME_SAMPLES - wave.size)).reshape(frames, FRAME_SAMPLES)
    encoder, packetizer = Encoder(_BITRATE_BPS, expected_loss=0.0), Packetizer(ssrc=1)
    with OggWriter(file, serial=1, comments={"TITLE": text, "ENCODER": "espeak-ng"}) as sink:
        for frame in padded:
            packet = packetizer.packet(encoder.encode(frame))
            if packet is not None:
                sink.write(packet.payload, packet.timestamp)


if __name__ == "__main__":
    main()
