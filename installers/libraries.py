"""What Qt needs of a Linux system and its wheels do not carry."""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
import sys
from fnmatch import fnmatch
from pathlib import Path

from installers import debian
from installers.steps import Steps, Trouble

# Library → Debian package (``new|old`` where 64-bit time renamed it). Read with `readelf -d` from PySide6 6.11:
# Core, Gui, Widgets, Network, DBus, WebEngineCore, Multimedia, and the platform plugins offscreen, xcb, wayland.
LIBRARIES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libX11.so.6": "libx11-6",
    "libXcomposite.so.1": "libxcomposite1",
    "libXdamage.so.1": "libxdamage1",
    "libXext.so.6": "libxext6",
    "libXfixes.so.3": "libxfixes3",
    "libXrandr.so.2": "libxrandr2",
    "libXtst.so.6": "libxtst6",
    "libasound.so.2": "libasound2t64|libasound2",
    "libbrotlidec.so.1": "libbrotli1",
    "libdbus-1.so.3": "libdbus-1-3",
    "libexpat.so.1": "libexpat1",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libgbm.so.1": "libgbm1",
    "libglib-2.0.so.0": "libglib2.0-0t64|libglib2.0-0",
    "libgssapi_krb5.so.2": "libgssapi-krb5-2",
    "libnspr4.so": "libnspr4",
    "libnss3.so": "libnss3",
    "libpulse.so.0": "libpulse0",
    "libudev.so.1": "libudev1",
    "libwayland-client.so.0": "libwayland-client0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
    "libwayland-egl.so.1": "libwayland-egl1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-dri3.so.0": "libxcb-dri3-0",
    "libxcb-glx.so.0": "libxcb-glx0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-render.so.0": "libxcb-render0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-util.so.1": "libxcb-util1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxcb.so.1": "libxcb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libxkbfile.so.1": "libxkbfile1",
    "libz.so.1": "zlib1g",
    "libzstd.so.1": "libzstd1",
}

# Any one of these files will do → the smallest package that has one. The second, for names in Chinese, Japanese or
# Korean, is 5 MB (fonts-noto-cjk, with all its weights, would be 90), and only comes along with other packages.
FACE = (("DejaVuSans.ttf", "LiberationSans*", "NotoSans-Regular*", "Ubuntu*", "Cantarell*"), "fonts-dejavu-core")
FACE_FOR_HAN = (("*CJK*", "wqy-*", "DroidSansFallback*", "uming*", "ukai*"), "fonts-wqy-microhei")
_FONT_FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts", "~/.local/share/fonts", "~/.fonts")


def are_here() -> bool:
    """Whether Qt finds all it needs; costs a look at the loader's cache and into the font folders."""
    return not sys.platform.startswith("linux") or not (missing_libraries() or missing_faces(FACE))


def ensure(steps: Steps) -> None:
    """Install what is missing.

    Raises:
        Trouble: something is missing and may not be installed; the sentence holds the command that does.
    """
    if are_here():
        return
    libraries = missing_libraries()
    packages = sorted({LIBRARIES[name] for name in libraries}) + missing_faces(FACE)
    if not debian.is_here():
        steps.say(
            f"    Qt needs what this system's packages do not seem to have yet: {', '.join(libraries or packages)}"
        )
        return
    debian.install(packages + missing_faces(FACE_FOR_HAN), "Qt lacks libraries of the system", steps)
    if missing_libraries():
        raise Trouble(
            f"Still missing after apt installed them: {', '.join(missing_libraries())}. Run `sudo ldconfig`."
        )


def missing_libraries() -> list[str]:
    """Names of LIBRARIES that the loader does not know; none where the loader cannot be asked."""
    ldconfig = shutil.which("ldconfig", path=f"{os.environ.get('PATH', '')}:/sbin:/usr/sbin")
    if ldconfig is None:
        return []
    known = subprocess.run([ldconfig, "-p"], stdout=subprocess.PIPE, encoding="utf-8", check=False).stdout
    if platform.machine() == "x86_64":
        # Libraries for 32-bit programs are listed too, without this word.
        known = "\n".join(line for line in known.splitlines() if "x86-64" in line)
    names = {line.split(maxsplit=1)[0] for line in known.splitlines() if line.strip()}
    return [name for name in LIBRARIES if name not in names]


def missing_faces(*faces: tuple[tuple[str, ...], str]) -> list[str]:
    """Packages of those faces that no font folder has a file of."""
    files = [file.name for folder in _FONT_FOLDERS for file in Path(folder).expanduser().rglob("*")]
    return [
        package for patterns, package in faces if not any(fnmatch(file, p) for file in files for p in patterns)
    ]
