"""One heap for all threads, counted by the C library itself."""

from __future__ import annotations

import platform
import subprocess
import sys
from pathlib import Path

import pytest

_HEAPS = """
import ctypes, sys, threading
from app.media.heaps import share_one_heap

if sys.argv[1] == "one":
    assert share_one_heap()
libc = ctypes.CDLL(None)
libc.malloc.restype = ctypes.c_void_p
libc.fopen.restype = ctypes.c_void_p
all_there = threading.Barrier(8)

def take():
    # Together, so that each would like a heap of its own.
    all_there.wait()
    assert all(libc.malloc(ctypes.c_size_t(5000)) for _ in range(200))
    all_there.wait()

threads = [threading.Thread(target=take) for _ in range(8)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
file = ctypes.c_void_p(libc.fopen(sys.argv[2].encode(), b"w"))
libc.malloc_info(0, file)
libc.fclose(file)
"""


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="only glibc gives threads heaps of their own")
def test_threads_share_one_heap_where_each_would_have_its_own(tmp_path: Path) -> None:
    def heaps(manner: str) -> int:
        file = tmp_path / manner
        subprocess.run([sys.executable, "-c", _HEAPS, manner, str(file)], check=True)
        return file.read_text().count("<heap nr=")

    assert heaps("own") > 1
    assert heaps("one") == 1
