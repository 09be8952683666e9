"""What the words of pip, npm and apt mean for the person who waits for them."""

from __future__ import annotations

_NO_ROOM = "The disk is full: make room, then run this again."
_READ_ONLY = "This folder cannot be written to: clone the project into one that can."
_NO_NETWORK = (
    "The packages cannot be fetched: check the network (or the proxy settings), then run this again. "
    "What was already fetched is kept."
)
_NO_TRUST = (
    "The certificate of the package index is not trusted on this machine: name your network's own authority "
    "in PIP_CERT and NODE_EXTRA_CA_CERTS, then run this again."
)
_NOT_THE_LOCKED_ONE = "A package is not the one that was locked, so it was refused: run this again."
_NO_BUILD = (
    "A locked package has no build for this system and Python. There are builds for Python 3.11 to 3.14 on Linux "
    "(glibc 2.34 or newer), Windows, and macOS 14 or newer on Apple silicon."
)
_NO_RIGHT = "A file may not be written: does another user own this folder, or is a program using it?"

# The first sign that is found decides, so what causes other errors stands before them.
_SIGNS = (
    ("No space left on device", _NO_ROOM),
    ("ENOSPC", _NO_ROOM),
    ("not enough space on the disk", _NO_ROOM),
    ("Read-only file system", _READ_ONLY),
    ("EROFS", _READ_ONLY),
    ("CERTIFICATE_VERIFY_FAILED", _NO_TRUST),
    ("SELF_SIGNED_CERT", _NO_TRUST),
    ("UNABLE_TO_GET_ISSUER_CERT", _NO_TRUST),
    ("DO NOT MATCH THE HASHES", _NOT_THE_LOCKED_ONE),
    ("EINTEGRITY", _NOT_THE_LOCKED_ONE),
    ("name resolution", _NO_NETWORK),
    ("Name or service not known", _NO_NETWORK),
    ("nodename nor servname", _NO_NETWORK),
    ("getaddrinfo", _NO_NETWORK),
    ("Failed to establish a new connection", _NO_NETWORK),
    ("Network is unreachable", _NO_NETWORK),
    ("Max retries exceeded", _NO_NETWORK),
    ("connection broken", _NO_NETWORK),
    ("ProxyError", _NO_NETWORK),
    ("timed out", _NO_NETWORK),
    ("Could not resolve '", _NO_NETWORK),
    ("Temporary failure resolving", _NO_NETWORK),
    ("ENOTFOUND", _NO_NETWORK),
    ("EAI_AGAIN", _NO_NETWORK),
    ("ECONNREFUSED", _NO_NETWORK),
    ("ECONNRESET", _NO_NETWORK),
    ("ETIMEDOUT", _NO_NETWORK),
    ("No matching distribution found", _NO_BUILD),
    ("Permission denied", _NO_RIGHT),
    ("EACCES", _NO_RIGHT),
    ("Access is denied", _NO_RIGHT),
)
_LAST_LINES = 3


def likely(output: str) -> str:
    """A sentence with the likely reason of a failure; the last lines of the output when no sign is known."""
    for sign, reason in _SIGNS:
        if sign in output:
            return reason
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    return " | ".join(lines[-_LAST_LINES:]) or "It said nothing."
