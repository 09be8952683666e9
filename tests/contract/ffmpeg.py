"""The real ``ffmpeg`` as a terminal and as a desk."""

from __future__ import annotations

import shlex
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from installers import peers
from tests.contract.station_process import ROOT

needs_ffmpeg = pytest.mark.skipif(bool(peers.missing_ffmpeg()), reason=peers.how_to_get(peers.missing_ffmpeg()))

H264 = ("-c:v", "libx264", "-preset", "ultrafast", "-tune", "zerolatency", "-pix_fmt", "yuv420p", "-c:a", "aac")
VP8 = ("-c:v", "libvpx", "-deadline", "realtime", "-cpu-used", "8", "-b:v", "500k", "-c:a", "libopus")
#: What FLV began with.
SORENSON = ("-c:v", "flv", "-b:v", "500k", "-g", "15", "-c:a", "libmp3lame", "-ar", "44100")
#: What a terminal's ffmpeg is told for each container.
FORMS: dict[str, tuple[str, ...]] = {
    "mpegts": (*H264, "-f", "mpegts"),
    "flv": (*H264, "-f", "flv"),
    "webm": (*VP8, "-f", "webm"),
    "fmp4": (*H264, "-movflags", "frag_keyframe+empty_moov", "-f", "mp4"),
}


#: What a camera's ffmpeg is told for each protocol that ffmpeg itself serves; it hears one reader, once.
SERVED: dict[str, tuple[str, str]] = {
    "rtmp": ("flv", "rtmp://{login}127.0.0.1:{port}/live/camera"),
    "flv": ("flv", "http://{login}127.0.0.1:{port}/camera.flv"),
    "ts": ("mpegts", "http://{login}127.0.0.1:{port}/camera.ts"),
}


@dataclass(frozen=True, slots=True)
class Shown:
    """One decoded picture. ``time_s`` is on the publisher's clock."""

    is_key: bool
    time_s: float
    width: int


def push(url: str, form: Sequence[str], token: str = "", seconds: float = 600.0) -> subprocess.Popen[bytes]:
    """Push a test picture with a tone at the speed of life, a key frame a second, until it is ended."""
    source = ["-re", "-f", "lavfi", "-i", "testsrc2=s=320x180:r=15", "-f", "lavfi", "-i", "sine=r=48000"]
    command = ["ffmpeg", "-nostdin", "-loglevel", "error", *source, "-t", str(seconds), *form, "-g", "15"]
    headers = ["-headers", f"X-Token: {token}\r\n"] if token else []
    return subprocess.Popen([*command, "-method", "POST", *headers, url], stderr=subprocess.PIPE)


def colour(rgb: str, size: str = "320x180", rate: int = 15) -> list[str]:
    """An input that is one colour, as ``RRGGBB``."""
    return ["-f", "lavfi", "-i", f"color=c=0x{rgb}:s={size}:r={rate}"]


def write(file: Path, source: Sequence[str], seconds: float, *form: str) -> Path:
    """A recording; the container follows the name."""
    encoding = form or ("-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-g", "15")
    command = ["ffmpeg", "-nostdin", "-loglevel", "error", *source, "-t", str(seconds), *encoding, str(file)]
    subprocess.run(command, check=True, timeout=100)
    return file


def serve(protocol: str, port: int, source: Sequence[str]) -> subprocess.Popen[bytes]:
    """Serve a live source to the one who asks first."""
    form, url = SERVED[protocol]
    encoding = [*H264[:8], "-g", "15", "-f", form, "-listen", "1", url.format(login="", port=port)]
    return _started(["-re", *source, *encoding])


def push_twice(slow: str, quick: str, source: Sequence[str]) -> subprocess.Popen[bytes]:
    """Send pictures and a tone by RTMP: with key frames two seconds apart, and with two of them a second."""
    return push_flv(quick, source, *H264, "-g", "30", "-f", "flv", slow, *H264, "-g", "7")


def push_flv(url: str, source: Sequence[str], *form: str) -> subprocess.Popen[bytes]:
    """Send pictures and a tone by RTMP."""
    return _started(["-re", *source, "-f", "lavfi", "-i", "sine=r=48000", *form, "-f", "flv", url])


def segment(folder: Path, source: Sequence[str]) -> subprocess.Popen[bytes]:
    """Write a live HLS playlist ``camera.m3u8`` of one-second pieces."""
    hls = ["-f", "hls", "-hls_time", "1", "-hls_list_size", "5", "-hls_flags", "delete_segments"]
    return _started(["-re", *source, *H264[:8], "-g", "15", *hls, str(folder / "camera.m3u8")])


def line_of_the_readme(file: Path, station: str, number: int, token: str) -> list[str]:
    """The line that README gives a person to push with, what stands in it for theirs put in."""
    lines = [line.strip() for line in (ROOT / "README.md").read_text(encoding="utf-8").splitlines()]
    (line,) = [line for line in lines if line.startswith("ffmpeg ")]
    theirs = {"x.mp4": str(file), "http://HOST:8470": station, "NUMBER": str(number), "TOKEN": token}
    for word, value in theirs.items():
        assert word in line
        line = line.replace(word, value)
    return shlex.split(line)


def _started(arguments: Sequence[str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(["ffmpeg", "-nostdin", "-loglevel", "error", *arguments], stderr=subprocess.PIPE)


def end(pushing: subprocess.Popen[bytes]) -> None:
    pushing.kill()
    pushing.communicate()


def watch(url: str, seconds: float = 1.0) -> list[Shown]:
    """Read and decode for a while, from where the station begins."""
    entries = ["-select_streams", "v", "-show_entries", "frame=key_frame,pts_time,width", "-of", "csv=p=0"]
    command = ["ffprobe", "-loglevel", "error", "-read_intervals", f"%+{seconds}", *entries, url]
    done = subprocess.run(command, capture_output=True, text=True, timeout=100, check=True)
    rows = [line.split(",") for line in done.stdout.split()]
    return [Shown(row[0] == "1", float(row[1]), int(row[2])) for row in rows]
