"""The real ``ffmpeg`` as a talker and a hearer of RTP and SRTP."""

from __future__ import annotations

import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import which

import pytest

needs_ffmpeg = pytest.mark.skipif(which("ffmpeg") is None, reason="talks to Debian's package ffmpeg")

SUITE = "AES_CM_128_HMAC_SHA1_80"
_TONE = ("-re", "-f", "lavfi", "-i", "sine=frequency=440:sample_rate=48000")
_OPUS = ("-ac", "1", "-c:a", "libopus", "-application", "voip", "-frame_duration", "20", "-payload_type", "111")


def free_port() -> int:
    """An even one whose successor is free too, as RTP with RTCP wants them."""
    while True:
        with udp_socket() as first, udp_socket() as second:
            port = int(first.getsockname()[1])
            if port % 2:
                continue
            try:
                second.close()
                with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as beside:
                    beside.bind(("127.0.0.1", port + 1))
            except OSError:
                continue
            return port


@contextmanager
def udp_socket(port: int = 0) -> Iterator[socket.socket]:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as opened:
        opened.bind(("127.0.0.1", port))
        opened.settimeout(10)
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
        "-t",
        "20",
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
