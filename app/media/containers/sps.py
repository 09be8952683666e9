"""The picture size in a sequence parameter set, without a decoder.

Source: ITU-T H.264 (08/2021) 7.3.2.1.1; ITU-T H.265 (08/2021) 7.3.2.2.
"""

from __future__ import annotations

from collections.abc import Callable

from app.media.containers.bits import Bits, BitsEndedError

Size = tuple[int, int]

#: A parameter set is some dozens of bytes; what matters is at its front.
_READ_BYTES = 512
#: Profiles that carry the chroma fields.
_HIGH_PROFILES = frozenset({100, 110, 122, 244, 44, 83, 86, 118, 128, 138, 139, 134, 135})
_CHROMA_SUB = {0: (1, 1), 1: (2, 2), 2: (2, 1), 3: (1, 1)}
_LARGEST = 16_384


def h264_size(nal: bytes) -> Size | None:
    """Width and height in pixels from an SPS with its one-byte NAL header; None when it cannot be read."""
    return _read(_h264, nal[1:])


def h265_size(nal: bytes) -> Size | None:
    """Width and height in pixels from an SPS with its two-byte NAL header; None when it cannot be read."""
    return _read(_h265, nal[2:])


def _read(parse: Callable[[Bits], Size], payload: bytes) -> Size | None:
    # An encoder puts a 3 where three zero bytes would look like a start code.
    plain = payload[:_READ_BYTES].replace(b"\0\0\3", b"\0\0")
    try:
        width, height = parse(Bits(plain))
    except BitsEndedError:
        return None
    return (width, height) if 0 < width <= _LARGEST and 0 < height <= _LARGEST else None


def _h264(bits: Bits) -> Size:
    profile = bits.take(8)
    bits.skip(16)
    bits.unsigned()
    chroma, is_separate = 1, 0
    if profile in _HIGH_PROFILES:
        chroma = bits.unsigned()
        if chroma == 3:
            is_separate = bits.take(1)
        bits.unsigned()
        bits.unsigned()
        bits.skip(1)
        if bits.take(1):
            _skip_h264_scaling(bits, 12 if chroma == 3 else 8)
    bits.unsigned()
    _skip_h264_order(bits)
    bits.unsigned()
    bits.skip(1)
    width = (bits.unsigned() + 1) * 16
    map_units = bits.unsigned() + 1
    is_frames_only = bits.take(1)
    if not is_frames_only:
        bits.skip(1)
    bits.skip(1)
    rows = 2 - is_frames_only
    height = map_units * 16 * rows
    if bits.take(1):
        across, down = _CHROMA_SUB.get(0 if is_separate else chroma, (1, 1))
        left, right, top, bottom = (bits.unsigned() for _ in range(4))
        width -= (left + right) * across
        height -= (top + bottom) * down * rows
    return width, height


def _skip_h264_order(bits: Bits) -> None:
    kind = bits.unsigned()
    if kind == 0:
        bits.unsigned()
    elif kind == 1:
        bits.skip(1)
        bits.signed()
        bits.signed()
        for _ in range(min(bits.unsigned(), 255)):
            bits.signed()


def _skip_h264_scaling(bits: Bits, lists: int) -> None:
    for index in range(lists):
        if not bits.take(1):
            continue
        last = following = 8
        for _ in range(16 if index < 6 else 64):
            if following:
                following = (last + bits.signed()) % 256
            last = following or last


def _h265(bits: Bits) -> Size:
    bits.skip(4)
    sub_layers = bits.take(3)
    bits.skip(1)
    _skip_h265_profile(bits, sub_layers)
    bits.unsigned()
    chroma = bits.unsigned()
    is_separate = bits.take(1) if chroma == 3 else 0
    width, height = bits.unsigned(), bits.unsigned()
    if bits.take(1):
        across, down = _CHROMA_SUB.get(0 if is_separate else chroma, (1, 1))
        left, right, top, bottom = (bits.unsigned() for _ in range(4))
        width -= (left + right) * across
        height -= (top + bottom) * down
    return width, height


def _skip_h265_profile(bits: Bits, sub_layers: int) -> None:
    bits.skip(96)
    present = [(bits.take(1), bits.take(1)) for _ in range(sub_layers)]
    if sub_layers:
        bits.skip(2 * (8 - sub_layers))
    for has_profile, has_level in present:
        bits.skip(88 * has_profile + 8 * has_level)
