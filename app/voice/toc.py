"""What an Opus packet says without being decoded, by its first byte (RFC 6716 section 3.1); needs no libopus."""

from __future__ import annotations

#: 120 ms at 48 kHz, the longest packet there is.
MOST_SAMPLES = 5760
#: Samples that decoded speech lags behind what was encoded, as libopus encodes it.
LOOKAHEAD_SAMPLES = 312
#: At most this is silence: a frame that only says that there is nothing to send (RFC 7587 section 3.1.3).
_SILENT_BYTES = 2


def is_silence(payload: bytes) -> bool:
    """Whether a packet says only that there is nothing to hear now."""
    return len(payload) <= _SILENT_BYTES


def duration_samples(payload: bytes) -> int:
    """Samples at 48 kHz that a packet lasts, 0 when it is not Opus (RFC 6716 section 3.1)."""
    if not payload:
        return 0
    config, count_code = payload[0] >> 3, payload[0] & 3
    if config < 12:
        frame = (480, 960, 1920, 2880)[config & 3]
    elif config < 16:
        frame = (480, 960)[config & 1]
    else:
        frame = (120, 240, 480, 960)[config & 3]
    if count_code == 3 and len(payload) < 2:
        return 0
    count = (1, 2, 2, payload[1] & 0x3F if count_code == 3 else 0)[count_code]
    return frame * count if frame * count <= MOST_SAMPLES else 0


def placeholder(payload: bytes) -> bytes:
    """A packet as long as one frame of this one that holds nothing: whoever decodes it conceals a loss there."""
    return bytes((payload[0] & 0xFC,))
