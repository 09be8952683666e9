"""EBML elements: what Matroska and WebM are made of. Source: RFC 8794 sections 4 to 6."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from app.domain.errors import AppError


@dataclass(frozen=True, slots=True)
class Element:
    """``id`` with its marker bits; ``size`` of the content, None when unknown; its content begins ``at``."""

    id: int
    size: int | None
    at: int


def element(data: bytes | bytearray, at: int) -> Element | None:
    """The element whose head begins here; None while the head is not whole.

    Raises:
        AppError("stream.malformed"): no element can begin so.
    """
    head = _number(data, at, 4)
    if head is None:
        return None
    identity, at = head
    head = _number(data, at, 8)
    if head is None:
        return None
    marked, after = head
    bits = 7 * (after - at)
    value = marked & ((1 << bits) - 1)
    return Element(identity, None if value == (1 << bits) - 1 else value, after)


def children(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Identity and content of each whole element in this content."""
    at = 0
    while at < len(data):
        found = element(data, at)
        if found is None or found.size is None or found.at + found.size > len(data):
            return
        yield found.id, data[found.at : found.at + found.size]
        at = found.at + found.size


def unsigned(content: bytes) -> int:
    return int.from_bytes(content[:8], "big")


def track_number(content: bytes) -> tuple[int, int]:
    """The number that a block begins with, and where the rest begins.

    Raises:
        AppError("stream.malformed"): there is none.
    """
    head = _number(content, 0, 8)
    if head is None:
        raise AppError("stream.malformed", reason="block")
    return head[0] & ((1 << 7 * head[1]) - 1), head[1]


def _number(data: bytes | bytearray, at: int, longest: int) -> tuple[int, int] | None:
    if at >= len(data):
        return None
    length = 9 - data[at].bit_length()
    if length > longest:
        raise AppError("stream.malformed", reason="element")
    if at + length > len(data):
        return None
    return int.from_bytes(data[at : at + length], "big"), at + length
