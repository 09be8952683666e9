from __future__ import annotations

import subprocess
import sys

#: What the station and everything without sound needs of this room.
MODULES = ("crypto", "floor", "level", "ogg", "reception", "rtcp", "rtp", "toc", "wave")
_IMPORT = """
import importlib, sys
for absent in ("opuslib_next", "av", "PySide6"):
    sys.modules[absent] = None
for name in sys.argv[1:]:
    importlib.import_module(f"app.voice.{name}")
"""


def test_who_only_forwards_and_records_speech_needs_no_codec():
    subprocess.run([sys.executable, "-c", _IMPORT, *MODULES], check=True, timeout=60)
