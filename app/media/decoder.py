"""The decoder of one video track: which packets are worth decoding, and which pictures worth showing."""

from __future__ import annotations

import time
from fractions import Fraction

import av.error
from av import Packet, VideoFrame
from av.codec.context import Flags
from av.video.stream import VideoStream

from app.domain.errors import AppError
from app.media.frame import Frame, Scaler
from app.media.meter import CatchUp
from app.media.state import Wish

#: 4K in either of its sizes. A frame of 8K takes 50 MB, and a decoder keeps up to sixteen of them.
MOST_PIXELS = 4096 * 2304
#: A track that cannot be decoded for this long, and for so many packets, is given up: its codec may have changed.
_BROKEN_S, _BROKEN_PACKETS = 1.0, 10
#: Some cameras send a key frame only every twelve seconds.
_KEY_WAIT_S = 20.0
#: Packets that are kept of a paused stream: ten seconds at 60 a second.
_MOST_HELD = 600


class Decoder:
    """Decodes one track on one thread, so that no picture waits for the next one.

    Raises:
        AppError: ``stream.too_large`` for pictures beyond 4K.
    """

    def __init__(self, track: VideoStream, scaler: Scaler) -> None:
        self._context, self._scaler = track.codec_context, scaler
        self._context.thread_count = 1
        self._context.options = {"max_pixels": str(MOST_PIXELS)}
        self._context.flags |= Flags.low_delay
        _check_size(self._context.width, self._context.height)
        # Arithmetic with fractions costs more than all the rest of Python's part in a picture.
        self._tick_s = float(track.time_base or 0)
        self._aspect = 1.0
        self._begun_at = time.monotonic()
        self._catch_up = CatchUp()
        self._waits_for_key = True
        self._broken_in_a_row = 0
        self._due_at = 0.0
        self._newest: tuple[VideoFrame, int] | None = None
        self._held: list[Packet[VideoStream]] = []
        #: When a packet was last decoded, or left out on purpose.
        self.progress_at = self._begun_at
        self.broken = 0

    @property
    def codec(self) -> str:
        return self._context.name

    @property
    def width(self) -> int:
        return self._context.width

    @property
    def height(self) -> int:
        return self._context.height

    @property
    def behind_s(self) -> float:
        return self._catch_up.behind_s

    def shown(self, packet: Packet[VideoStream], wish: Wish, now: float, at_ms: int) -> Frame | None:
        """The picture to show after this packet, if there is one."""
        if not packet.size:
            # To FFmpeg's decoders an empty packet is the end.
            return None
        if packet.pts is not None:
            self._catch_up.note(packet.pts * self._tick_s, now)
        if wish.is_paused:
            self._hold(packet, now)
            return None
        if self._held:
            self._go_on(now)
        if not self._is_wanted(packet, wish, now):
            return None
        frames = self._decoded(packet, now)
        if packet.is_keyframe:
            self._aspect = _aspect(self._context.sample_aspect_ratio)
        return self._picture(frames[-1], wish, now, at_ms) if frames else None

    def last(self, wish: Wish, now: float, at_ms: int) -> Frame | None:
        """The picture that the decoder still held when a recording ended."""
        frames = self._decoded(None, now)
        return self._scaler.scaled(frames[-1], wish.size, at_ms, self._aspect) if frames else None

    def still(self) -> Frame | None:
        """The newest decoded picture at the source's own size, from any thread."""
        if self._newest is None:
            return None
        newest, at_ms = self._newest
        # A scaler of its own: the tile's belongs to the thread that decodes.
        return Scaler().whole(newest, at_ms, self._aspect)

    def _hold(self, packet: Packet[VideoStream], now: float) -> None:
        """Keep what is needed to go on with the very next picture: all since the last key frame."""
        self.progress_at = now
        if packet.is_keyframe:
            self._held, self._waits_for_key = [packet], False
        elif len(self._held) < _MOST_HELD and not self._waits_for_key:
            self._held.append(packet)
        else:
            self._held, self._waits_for_key = [], True

    def _go_on(self, now: float) -> None:
        held, self._held = self._held, []
        for packet in held:
            self._decoded(packet, now)

    def _is_wanted(self, packet: Packet[VideoStream], wish: Wish, now: float) -> bool:
        if packet.is_keyframe:
            self._waits_for_key = False
            return True
        if self._waits_for_key and now - self._begun_at > _KEY_WAIT_S and not self._context.is_open:
            raise AppError("stream.unreadable")
        # What follows a frame that was left out cannot be decoded before the next key frame.
        self._waits_for_key = self._waits_for_key or wish.keys_only or self._catch_up.is_on
        if self._waits_for_key:
            self.progress_at = now
        return not self._waits_for_key

    def _decoded(self, packet: Packet[VideoStream] | None, now: float) -> list[VideoFrame]:
        try:
            frames = self._context.decode(packet)
        except av.error.EOFError:
            return []
        except (av.error.FFmpegError, ValueError) as error:
            self.broken += 1
            self._broken_in_a_row += 1
            _check_size(self._context.width, self._context.height)
            if self._broken_in_a_row > _BROKEN_PACKETS and now - self.progress_at > _BROKEN_S:
                raise AppError("stream.unreadable") from error
            return []
        self._broken_in_a_row = 0
        self.progress_at = now
        if frames:
            self._newest = frames[-1], time.time_ns() // 1_000_000
        return frames

    def _picture(self, frame: VideoFrame, wish: Wish, now: float, at_ms: int) -> Frame | None:
        _check_size(frame.width, frame.height)
        if wish.rate_fps is not None:
            if now < self._due_at:
                return None
            # From when it was due, so that 10 of 15 pictures a second come out and not 7.5.
            self._due_at = max(self._due_at, now - 1 / wish.rate_fps) + 1 / wish.rate_fps
        return self._scaler.scaled(frame, wish.size, at_ms, self._aspect)


def _aspect(ratio: Fraction | None) -> float:
    # Zero is how FFmpeg says that it is not known; beyond four to one it is a mistake.
    aspect = float(ratio or 1)
    return aspect if 0.25 <= aspect <= 4 else 1.0


def _check_size(width: int, height: int) -> None:
    if width * height > MOST_PIXELS:
        raise AppError("stream.too_large", width=width, height=height)
