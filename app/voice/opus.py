"""Opus for speech (RFC 6716) by libopus: mono, in-band forward error correction, silence that is not sent.

An encoder or decoder belongs to one thread; libopus works without the GIL.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from typing import Any
from weakref import finalize

import numpy as np
from opuslib_next import APPLICATION_VOIP, SIGNAL_VOICE, OpusError
from opuslib_next.api import c_float_pointer, ctl
from opuslib_next.api import decoder as libopus_decoder
from opuslib_next.api import encoder as libopus_encoder

from app.domain.errors import AppError
from app.voice.toc import MOST_SAMPLES
from app.voice.wave import FRAME_SAMPLES, RATE_HZ, Wave

#: The longest packet of one frame (RFC 6716 section 3.2).
_MOST_BYTES = 1275
#: 8 of 10 costs half of 10 and cannot be told from it in speech.
_COMPLEXITY = 8


class Encoder:
    """Encodes frames of 20 ms.

    Args:
        bitrate_bps: of speech on average; silence needs next to none.
        expected_loss: share of packets that will not arrive; with more, more of each repeats the one before it.
    """

    def __init__(self, bitrate_bps: int = 24_000, expected_loss: float = 0.1) -> None:
        self._state = _made(libopus_encoder.create_state, RATE_HZ, 1, APPLICATION_VOIP)
        finalize(self, libopus_encoder.destroy, self._state)
        self._out = ctypes.create_string_buffer(_MOST_BYTES)
        for request, value in (
            (ctl.set_bitrate, bitrate_bps),
            (ctl.set_complexity, _COMPLEXITY),
            (ctl.set_signal, SIGNAL_VOICE),
            (ctl.set_inband_fec, 1),
            (ctl.set_dtx, 1),
        ):
            libopus_encoder.encoder_ctl(self._state, request, value)
        self.expect_loss(expected_loss)

    def expect_loss(self, share: float) -> None:
        """Follow what the hearers report, 0.0 to 1.0."""
        percent = round(100 * min(1.0, max(0.0, share)))
        libopus_encoder.encoder_ctl(self._state, ctl.set_packet_loss_perc, percent)

    def encode(self, wave: Wave) -> bytes:
        """One packet of one frame, 960 samples; of one or two bytes when there is nothing to hear.

        Raises:
            AppError("voice.codec"): it is not one frame.
        """
        frame = np.ascontiguousarray(wave, np.float32)
        if frame.shape != (FRAME_SAMPLES,):
            raise AppError("voice.codec", reason=f"a frame of {frame.size} samples")
        size = libopus_encoder.libopus_encode_float(
            self._state, frame.ctypes.data_as(c_float_pointer), FRAME_SAMPLES, self._out, _MOST_BYTES
        )
        if size < 0:
            raise AppError("voice.codec", reason=str(OpusError(size)))
        return self._out.raw[:size]


class Decoder:
    """Decodes packets of any duration, and stands in for those that are missing.

    Args:
        rate_hz: of what it gives: 48,000, or 8,000 where only loudness matters, at half the cost.
    """

    def __init__(self, rate_hz: int = RATE_HZ) -> None:
        self._state = _made(libopus_decoder.create_state, rate_hz, 1)
        finalize(self, libopus_decoder.destroy, self._state)
        self._most = MOST_SAMPLES * rate_hz // RATE_HZ
        self._out = np.zeros(self._most, np.float32)
        self._pointer = self._out.ctypes.data_as(c_float_pointer)

    def decode(self, payload: bytes) -> Wave | None:
        """The samples of one packet; None when it is not Opus."""
        return self._decoded(payload, self._most, is_recovery=False) if payload else None

    def recover(self, payload: bytes, samples: int = FRAME_SAMPLES) -> Wave | None:
        """What was lost just before this packet, from what it repeats of it; concealed when it repeats nothing.

        Args:
            samples: of the loss, a multiple of 2.5 ms.
        """
        return self._decoded(payload, samples, is_recovery=True) if payload else None

    def conceal(self, samples: int = FRAME_SAMPLES) -> Wave:
        """What might have been in a packet that is missing; after silence, its noise."""
        concealed = self._decoded(None, samples, is_recovery=False)
        return concealed if concealed is not None else np.zeros(samples, np.float32)

    def _decoded(self, payload: bytes | None, samples: int, *, is_recovery: bool) -> Wave | None:
        size = len(payload) if payload is not None else 0
        given = libopus_decoder.libopus_decode_float(
            self._state, payload, size, self._pointer, samples, int(is_recovery)
        )
        return self._out[:given].copy() if given > 0 else None


def _made(create: Callable[..., Any], *arguments: int) -> Any:
    try:
        return create(*arguments)
    except OpusError as fault:
        raise AppError("voice.codec", reason=str(fault)) from fault
