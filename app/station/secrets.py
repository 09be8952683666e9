"""Terminal secrets and what they are made of: derived from the station's key, so none is stored anywhere."""

from __future__ import annotations

import base64
import hashlib
import hmac

from app.domain.terminal import Terminal


class TerminalSecrets:
    """Gives and checks the token that a terminal carries: ``<number>-<secret>``, safe in a URL path.

    The secret is 130 bits of HMAC-SHA-256 over number and generation, in lower-case base 32 without padding.
    """

    def __init__(self, key: bytes) -> None:
        self._key = key

    def token(self, terminal: Terminal) -> str:
        message = f"terminal:{terminal.number}:{terminal.secret_generation}".encode()
        mac = hmac.new(self._key, message, hashlib.sha256).digest()
        return f"{terminal.number}-{base64.b32encode(mac).decode().lower()[:26]}"

    def is_token_of(self, terminal: Terminal, token: str) -> bool:
        """In constant time."""
        return hmac.compare_digest(self.token(terminal).encode(), token.encode("utf-8", "replace"))

    def body_mac(self, body: bytes) -> str:
        """A fingerprint of a command that gives nothing away about a password in it."""
        return hmac.new(self._key, b"body:" + body, hashlib.sha256).hexdigest()


def number_in(token: str) -> int | None:
    """The terminal that a token says it is of, unchecked."""
    number, dash, _ = token.partition("-")
    return int(number) if dash and number.isascii() and number.isdigit() and len(number) <= 9 else None
