"""Programs that tests meet: a real ffmpeg, media servers (GStreamer's, nginx'), a real sound server and a speaker.

Nothing else needs them.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Callable

from installers import debian
from installers.steps import Steps, Trouble

#: The Python that Debian's bindings are made for; one that comes first on PATH may be another.
SYSTEM_PYTHON = Path("/usr/bin/python3")

#: Where nginx is unpacked. Installed, it would serve its web page on this machine from then on.
UNPACKED = Path(__file__).resolve().parents[1] / "build" / "peers"
NGINX, NGINX_RTMP = "usr/sbin/nginx", "usr/lib/nginx/modules/ngx_rtmp_module.so"

_FFMPEG = ("ffmpeg", "ffprobe")
_SHARED = Path("/usr/lib")
# Package → what it is known by. Found by a look at the files, for asking dpkg would cost every run a moment.
_FILES = {
    "python3-gi": "python3/dist-packages/gi/__init__.py",
    "gir1.2-gst-rtsp-server-1.0": "*/girepository-1.0/GstRtspServer-1.0.typelib",
    "gstreamer1.0-plugins-base": "*/gstreamer-1.0/libgstvideotestsrc.so",
    "gstreamer1.0-plugins-good": "*/gstreamer-1.0/libgstrtpmanager.so",
    "gstreamer1.0-plugins-ugly": "*/gstreamer-1.0/libgstx264.so",
}
# Package → its program.
_SOUND = {"pulseaudio": "pulseaudio", "espeak-ng": "espeak-ng"}
_RTMP = {"nginx": NGINX, "libnginx-mod-rtmp": NGINX_RTMP}
_WHAT_IS_LOST = "Until then the tests that meet them are skipped."


def missing_ffmpeg() -> list[str]:
    """The packages that a test with ffmpeg waits for."""
    return [] if all(map(shutil.which, _FFMPEG)) else ["ffmpeg"]


def missing_rtsp_server() -> list[str]:
    """The packages that a test with GStreamer's RTSP server waits for."""
    return [package for package, pattern in _FILES.items() if not any(_SHARED.glob(pattern))]


def missing_rtmp_server() -> list[str]:
    """The packages that a test with nginx' RTMP server waits for; these are unpacked, not installed."""
    return [package for package, file in _RTMP.items() if not (UNPACKED / file).is_file()]


def missing_sound() -> list[str]:
    """The packages that a test with a sound server and made-up speech waits for."""
    return [package for package, program in _SOUND.items() if shutil.which(program) is None]


def how_to_get(packages: list[str]) -> str:
    """The sentence of a test that is skipped because these are missing."""
    if any(package in _RTMP for package in packages):
        return "meets a real program: python3 installers/bootstrap.py test fetches it, on Debian and its relatives"
    return f"meets a real program: sudo apt-get install --no-install-recommends {' '.join(packages)}"


def are_here() -> bool:
    """Whether every program is there; costs a look into a few folders."""
    return not (_to_install() or missing_rtmp_server())


def ensure(steps: Steps) -> None:
    """Install what is missing; where that cannot be, say how it could, and go on: only some tests need it."""
    to_install, to_unpack = _to_install(), missing_rtmp_server()
    if not (to_install or to_unpack):
        return
    if not debian.is_here():
        steps.say(f"    Not here, by Debian's names: {', '.join(to_install + to_unpack)}. {_WHAT_IS_LOST}")
        return
    why = "Tests meet a real ffmpeg, RTSP server or sound server that is missing"
    if to_install:
        _attempt(lambda: debian.install(to_install, why, steps), steps)
    if to_unpack:
        _attempt(lambda: debian.unpack(to_unpack, UNPACKED, steps), steps)


def _to_install() -> list[str]:
    return missing_ffmpeg() + missing_rtsp_server() + missing_sound()


def _attempt(get: Callable[[], None], steps: Steps) -> None:
    try:
        get()
    except Trouble as trouble:
        steps.say(f"    {trouble}\n    {_WHAT_IS_LOST}")
