"""The C library's heaps: one for all threads, for a desk that starts a thread for every stream that it opens."""

from __future__ import annotations

import ctypes
import platform

_M_ARENA_MAX = -8


def share_one_heap() -> bool:
    """Have all threads that come from now on allocate from one heap.

    glibc gives each of many threads a heap of its own. FFmpeg's buffers, which live as long as a stream, leave
    each of them scattered when it ends: some kilobytes an opening that are never given back, though none is lost.

    Returns:
        whether it was done: only glibc works so, and only it can be told.

    Source: mallopt(3), M_ARENA_MAX.
    """
    if platform.libc_ver()[0] != "glibc":
        return False
    return bool(ctypes.CDLL(None).mallopt(_M_ARENA_MAX, 1))
