"""SRTP and SRTCP of one link, AES_CM_128_HMAC_SHA1_80 (RFC 3711), by libsrtp.

What is refused is a value, and counted.
"""

from __future__ import annotations

import base64
import binascii
import secrets
from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Self

from pylibsrtp import Error, Policy, Session

from app.domain.errors import AppError
from app.voice.rtp import MOST_BYTES, is_rtcp

#: A 128-bit key and its 112-bit salt.
MASTER_BYTES = 30
#: What protection adds at most: a tag of 10 bytes, and 4 of index for SRTCP.
MOST_ADDED_BYTES = 14
_SHORTEST_BYTES = 8
#: Packets that may come in any order; far more than reordering on a mobile link needs.
_WINDOW = 128


@dataclass(frozen=True, slots=True)
class LinkKeys:
    """The two master keys of one link, each with its salt, 30 bytes. No link shares one with another."""

    to_station: bytes = field(repr=False)
    from_station: bytes = field(repr=False)

    @classmethod
    def made(cls) -> Self:
        """New ones, from the system's source of randomness."""
        return cls(secrets.token_bytes(MASTER_BYTES), secrets.token_bytes(MASTER_BYTES))

    @classmethod
    def from_text(cls, to_station: str, from_station: str) -> Self:
        """From what ``as_text`` gave.

        Raises:
            AppError("voice.bad_key"): it is not 30 bytes in base 64.
        """
        return cls(_decoded(to_station), _decoded(from_station))

    def as_text(self) -> tuple[str, str]:
        """To and from the station, in base 64, 40 characters each."""
        return base64.b64encode(self.to_station).decode(), base64.b64encode(self.from_station).decode()


class Refusal(StrEnum):
    """Why a datagram is thrown away."""

    #: Not of this link, or changed on the way.
    FORGED = "forged"
    #: Came before, or is older than anybody could still use.
    REPLAYED = "replayed"
    #: Of a burst that was not granted or announced to this link.
    UNKNOWN_SSRC = "unknown_ssrc"
    MALFORMED = "malformed"
    OVERSIZED = "oversized"


#: libsrtp's words, as pylibsrtp gives them.
_REFUSALS = {
    "authentication failure": Refusal.FORGED,
    "replay check failed (bad index)": Refusal.REPLAYED,
    "replay check failed (index too old)": Refusal.REPLAYED,
    "packet index is too old to consider": Refusal.REPLAYED,
    "no appropriate context found": Refusal.UNKNOWN_SSRC,
}


class _Streams:
    """The streams that one key protects. Belongs to one thread: libsrtp works in one buffer."""

    def __init__(self, master: bytes) -> None:
        if len(master) != MASTER_BYTES:
            raise AppError("voice.bad_key")
        self._master = master
        self._session = Session()
        self._ssrcs: set[int] = set()

    @property
    def ssrcs(self) -> frozenset[int]:
        return frozenset(self._ssrcs)

    def allow(self, ssrc: int) -> None:
        """Let a stream through from now on. An SSRC is used once in the life of a key: its counters begin anew."""
        if ssrc not in self._ssrcs:
            policy = Policy(self._master, Policy.SSRC_SPECIFIC, ssrc)
            policy.window_size = _WINDOW
            self._session.add_stream(policy)
            self._ssrcs.add(ssrc)

    def forget(self, ssrc: int) -> None:
        """The burst is over, and everything that comes of it is refused."""
        if ssrc in self._ssrcs:
            self._session.remove_stream(ssrc)
            self._ssrcs.discard(ssrc)


class Protector(_Streams):
    """Protects what is sent with one master key."""

    def protect(self, packet: bytes) -> bytes:
        """SRTP or SRTCP of a packet whose SSRC is allowed.

        Raises:
            AppError("voice.not_protected"): its SSRC is not allowed, or it is no packet.
        """
        try:
            return self._session.protect_rtcp(packet) if is_rtcp(packet) else self._session.protect(packet)
        except (Error, ValueError) as fault:
            raise AppError("voice.not_protected", reason=str(fault)) from fault


class Unprotector(_Streams):
    """Opens what is received with one master key, and refuses everything that is not for it."""

    def __init__(self, master: bytes) -> None:
        super().__init__(master)
        self.refused: Counter[Refusal] = Counter()

    def unprotect(self, datagram: bytes) -> bytes | Refusal:
        """The RTP or RTCP packet, or why there is none."""
        opened = self._opened(datagram)
        if isinstance(opened, Refusal):
            self.refused[opened] += 1
        return opened

    def _opened(self, datagram: bytes) -> bytes | Refusal:
        if len(datagram) < _SHORTEST_BYTES:
            return Refusal.MALFORMED
        if len(datagram) > MOST_BYTES + MOST_ADDED_BYTES:
            return Refusal.OVERSIZED
        opened = self._session.unprotect_rtcp if is_rtcp(datagram) else self._session.unprotect
        try:
            return opened(datagram)
        except Error as fault:
            return _REFUSALS.get(str(fault), Refusal.MALFORMED)


def _decoded(text: str) -> bytes:
    try:
        master = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as fault:
        raise AppError("voice.bad_key") from fault
    if len(master) != MASTER_BYTES:
        raise AppError("voice.bad_key")
    return master
