"""The real ``ffmpeg`` as a terminal and as a desk."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from shutil import which

import pytest

needs_ffmpeg = pytest.mark.skipif(
    which("ffmpeg") is None or which("ffprobe") is None, reason="pushes and reads with Debian's package ffmpeg"
)

H264 = ("-c:v", "libx264", "-preset", "ultrafast", "-tune", "zerolatency", "-pix_fmt", "yuv420p", "-c:a", "aac")
VP8 = ("-c:v", "libvpx", "-deadline", "realtime", "-cpu-used", "8", "-b:v", "500k", "-c:a", "libopus")
#: What a terminal's ffmpeg is told for each container.
FORMS: dict[str, tuple[str, ...]] = {
    "mpegts": (*H264, "-f", "mpegts"),
    "flv": (*H264, "-f", "flv"),
    "webm": (*VP8, "-f", "webm"),
    "fmp4": (*H264, "-movflags", "frag_keyframe+empty_moov", "-f", "mp4"),
}


@dataclass(frozen=True, slots=True)
class Shown:
    """One decoded picture. ``time_s`` is on the publisher's clock."""

    is_key: bool
    time_s: float
    width: int


def push(url: str, form: Sequence[str], token: str = "", seconds: float = 30.0) -> subprocess.Popen[bytes]:
    """Push a test picture with a tone at the speed of life, a key frame a second."""
    source = ["-re", "-f", "lavfi", "-i", "testsrc2=s=320x180:r=15", "-f", "lavfi", "-i", "sine=r=48000"]
    command = ["ffmpeg", "-nostdin", "-loglevel", "error", *source, "-t", str(seconds), *form, "-g", "15"]
    headers = ["-headers", f"X-Token: {token}\r\n"] if token else []
    return subprocess.Popen([*command, "-method", "POST", *headers, url], stderr=subprocess.PIPE)


def end(pushing: subprocess.Popen[bytes]) -> None:
    pushing.kill()
    pushing.communicate()


def watch(url: str, seconds: float = 1.0) -> list[Shown]:
    """Read and decode for a while, from where the station begins."""
    entries = ["-select_streams", "v", "-show_entries", "frame=key_frame,pts_time,width", "-of", "csv=p=0"]
    command = ["ffprobe", "-loglevel", "error", "-read_intervals", f"%+{seconds}", *entries, url]
    done = subprocess.run(command, capture_output=True, text=True, timeout=30, check=True)
    rows = [line.split(",") for line in done.stdout.split()]
    return [Shown(row[0] == "1", float(row[1]), int(row[2])) for row in rows]
