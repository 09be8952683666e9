"""The real ``ffmpeg`` as a talker and a hearer of RTP and SRTP."""

from __future__ import annotations

import itertools
import os
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from shutil import which

import pytest

needs_ffmpeg = pytest.mark.skipif(which("ffmpeg") is None, reason="talks to Debian's package ffmpeg")

#: Longer than a program takes to start, however busy the machine.
WITHIN_S = 60.0
SUITE = "AES_CM_128_HMAC_SHA1_80"
_TONE = ("-re", "-f", "lavfi", "-i", "sine=frequency=440:sample_rate=48000")
_OPUS = ("-ac", "1", "-c:a", "libopus", "-application", "voip", "-frame_duration", "20", "-payload_type", "111")


def _pairs() -> Iterator[int]:
    worker = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
    first = _FIRST + worker % 10 * _EACH
    return itertools.cycle(range(first, first + _EACH, 2))


#: Below those that a system gives to who asks for any, and each worker's own: nobody else is given one meanwhile,
#: nor are the reports sent there that belong beside another test's speech.
_FIRST, _EACH = 30_000, 270
_even = _pairs()


def free_port() -> int:
    """An even one whose successor is free too, as RTP with RTCP wants them; another one each time."""
    while True:
        port = next(_even)
        with suppress(OSError), udp_socket(port), udp_socket(port + 1):
            return port


@contextmanager
def udp_socket(port: int = 0) -> Iterator[socket.socket]:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as opened:
        opened.bind(("127.0.0.1", port))
        opened.settimeout(WITHIN_S)
        yield opened


@contextmanager
def talker(port: int, key_text: str = "") -> Iterator[None]:
    """Sends a tone of 440 Hz as Opus; with a key, as SRTP."""
    secret = ["-srtp_out_suite", SUITE, "-srtp_out_params", key_text] if key_text else []
    scheme = "srtp" if key_text else "rtp"
    command = [
        "ffmpeg",
        "-nostdin",
        "-loglevel",
        "error",
        *_TONE,
        *_OPUS,
        "-f",
        "rtp",
        "-cname",
        "talker",
        *secret,
    ]
    command += [f"{scheme}://127.0.0.1:{port}?pkt_size=1000"]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            yield
        finally:
            process.kill()


@contextmanager
def hearer(port: int, folder: Path, key_text: str = "") -> Iterator[subprocess.Popen[bytes]]:
    """Receives Opus for two seconds of it into ``heard.wav``; with a key, as SRTP."""
    profile, crypto = ("SAVP", f"a=crypto:1 {SUITE} inline:{key_text}\n") if key_text else ("AVP", "")
    sdp = folder / "call.sdp"
    sdp.write_text(
        "v=0\no=- 0 0 IN IP4 127.0.0.1\ns=call\nc=IN IP4 127.0.0.1\nt=0 0\n"
        f"m=audio {port} RTP/{profile} 111\na=rtpmap:111 opus/48000/2\n{crypto}"
    )
    command = ["ffmpeg", "-nostdin", "-loglevel", "error", "-protocol_whitelist", "file,udp,rtp,srtp,crypto"]
    command += ["-i", str(sdp), "-t", "2", "-ac", "1", "-y", str(folder / "heard.wav")]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) as process:
        try:
            yield process
        finally:
            process.kill()
