"""A session: one opening of a source, from its first byte to its end."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Generator, Iterator
from contextlib import closing, contextmanager
from typing import Any, cast

import av
import av.error
from av import AudioFrame, Packet
from av.audio.stream import AudioStream
from av.container import InputContainer
from av.stream import Disposition
from av.video.stream import VideoStream

from app.domain.errors import AppError
from app.media.decoder import Decoder
from app.media.faults import as_app_error, has_unknown_host
from app.media.frame import Frame, Scaler
from app.media.http_body import HttpBody
from app.media.levels import level_of
from app.media.meter import Rate
from app.media.repeats import Repeats
from app.media.sound import Resampler, SoundBuffer
from app.media.source import GLANCE_S, LOOK_S, SILENT_S, Kind, Source, options
from app.media.state import Figures, Level, Wish

#: Bytes that may come before the first packet, and from one packet to the next.
_MOST_BEFORE = 16_000_000
_TELL_S = 0.25


class Session:
    """Opens a source and shows its pictures until it ends; ``run`` belongs to one thread, the rest to any.

    Args:
        wish: what is wanted at this moment.
        show: takes each picture, on the thread that runs.
        silent_s: a read over HTTP that brings nothing for this long fails.
        sound: where the sound goes while the wish says that it is audible.
        repeats: what earlier sessions have shown, which is not shown again.
    """

    def __init__(
        self,
        source: Source,
        wish: Callable[[], Wish],
        show: Callable[[Frame], None],
        scaler: Scaler,
        silent_s: float,
        sound: SoundBuffer | None = None,
        repeats: Repeats | None = None,
    ) -> None:
        self.source = source
        self._wish, self._show, self._scaler, self._silent_s = wish, show, scaler, silent_s
        self._repeats, self._may_repeat = repeats or Repeats(), False
        self._body = HttpBody(source, silent_s) if source.kind is Kind.HTTP else None
        self._over = threading.Event()
        self._decoder: Decoder | None = None
        self._begun_at = time.monotonic()
        self._shown, self._bytes, self._cpu_s = Rate(), Rate(), Rate()
        self._told_at = 0.0
        #: Since it was opened: pictures, and bytes of packets.
        self._handed_on, self._weighed = 0, 0
        self._level: Level | None = None
        self._sound, self._resampler = sound, Resampler()
        self._has_sound = False
        self.has_shown = False
        self.figures = Figures()

    @property
    def progress_at(self) -> float:
        """Monotonic time of the last packet that was of use."""
        return self._decoder.progress_at if self._decoder is not None else self._begun_at

    @property
    def is_aborted(self) -> bool:
        return self._over.is_set()

    def abort(self) -> None:
        """End it: at once over HTTP, with FFmpeg's next packet or time limit otherwise."""
        self._over.set()
        body = self._body
        if body is not None:
            body.abort()

    def still(self) -> Frame | None:
        """The newest picture in full size, from any thread; None while there is none."""
        return None if self._decoder is None else self._decoder.still()

    def run(self, on_open: Callable[[], None]) -> None:
        """Read to the end of a recording.

        Args:
            on_open: called when the opening is over.
        Raises:
            AppError: it could not be opened or read on; ``stream.ended`` when a live source was closed.
        """
        try:
            with self._opened(GLANCE_S) as container:
                on_open()
                is_early = _is_early(container)
                if not is_early:
                    self._play(container)
            if is_early:
                self._renew_body()
                with self._opened(LOOK_S) as container:
                    self._play(container)
        except (AppError, av.error.FFmpegError, ValueError, UnicodeError) as fault:
            # FFmpeg's words quote the address, and with it the password: nobody shall find them in a traceback.
            raise self._reason(fault) from None
        if self.source.is_live:
            raise self._reason(AppError("stream.ended"))

    @contextmanager
    def _opened(self, look_s: float) -> Iterator[InputContainer]:
        if self._body is None:
            # RTMP tries twice as long as it is told to, and HLS asks for a playlist that stands still for ever.
            # PyAV's own limit is looked at ten times a second; RTSP does without it.
            limit_s = SILENT_S if self.source.kind in (Kind.RTMP, Kind.HLS) else None
            with av.open(
                self.source.url,
                "r",
                options=options(self.source, look_s),
                metadata_errors="replace",
                timeout=limit_s,
            ) as container:
                yield container
            return
        try:
            self._body.open()
            self._body.most = _MOST_BEFORE
            chosen = options(self.source, look_s)
            with av.open(self._body, "r", options=chosen, metadata_errors="replace") as container:
                yield container
        finally:
            self._body.close()

    def _renew_body(self) -> None:
        if self._body is not None:
            self._body = HttpBody(self.source, self._silent_s)
        # Whoever ended it meanwhile has ended the old one.
        if self._over.is_set():
            raise AppError("stream.interrupted")

    def _reason(self, fault: Exception) -> AppError:
        if self._body is not None and self._body.failure is not None:
            return self._body.failure
        reason = as_app_error(fault)
        if reason.code == "stream.interrupted" and self._is_unheard_of():
            return AppError("stream.unreachable", reason="unknown_host")
        if self.source.kind is Kind.RTMP and self._decoder is None:
            return self._rtmp_reason(reason)
        is_empty = self._body is not None and not self._body.received
        return AppError("stream.ended") if is_empty and reason.code == "stream.unreadable" else reason

    def _is_unheard_of(self) -> bool:
        """Whether it did not open because its host's name is nobody's."""
        is_asked = self._body is None and self.source.is_live and self._decoder is None and not self.is_aborted
        return is_asked and has_unknown_host(self.source.url)

    def _rtmp_reason(self, reason: AppError) -> AppError:
        """Why it did not open: FFmpeg does not tell a server that says nothing from one that hangs up."""
        if reason.code == "stream.interrupted" and time.monotonic() - self._begun_at >= SILENT_S:
            return AppError("stream.silent")
        is_turned_away = reason.code in ("stream.interrupted", "stream.refused")
        return AppError("stream.refused", reason="unexplained") if is_turned_away else reason

    def _play(self, container: InputContainer) -> None:
        video, audio = _video_of(container), _audio_of(container)
        self._has_sound = audio is not None
        decoder = self._decoder = Decoder(video, self._scaler)
        begun_at, first_s, needs_pace = time.monotonic(), None, self.source.needs_pace
        self._may_repeat = self._repeats.begin(container.format.name, begun_at)
        hears: bool | None = None
        while hears is not self._wish().hears:
            hears = self._wish().hears
            # Sound that nobody wants does not even come as far as Python, but where it is a sign of life: a camera
            # of RTMP that changes its codec has another track from then on, and this one ends without a word.
            needs_sound = hears or self.source.kind is Kind.RTMP
            tracks = [video, audio] if audio is not None and needs_sound else [video]
            with closing(cast("Generator[Packet[Any], None, None]", container.demux(*tracks))) as packets:
                for packet in packets:
                    if self._over.is_set():
                        raise AppError("stream.interrupted")
                    now = time.monotonic()
                    if self._body is not None:
                        self._body.most = self._body.received + _MOST_BEFORE
                    elif self.source.is_live and now - decoder.progress_at >= SILENT_S:
                        # What FFmpeg held back until its own limit, and hands out before it tells of the silence.
                        raise AppError("stream.silent")
                    if needs_pace and packet.dts is not None:
                        at_s = float(packet.dts * packet.time_base)
                        first_s = at_s if first_s is None else first_s
                        self._over.wait(begun_at + at_s - first_s - now)
                        now = time.monotonic()
                    wish = self._wish()
                    self._take(packet, video, decoder, wish, now)
                    if wish.hears is not hears:
                        break
                else:
                    break
        if not self.source.is_live and (frame := decoder.last(self._wish(), time.monotonic(), _now_ms())):
            self._hand_on(frame)

    def _take(self, packet: Packet[Any], video: VideoStream, decoder: Decoder, wish: Wish, now: float) -> None:
        if self._body is None:
            self._weighed += packet.size
        if packet.stream_index == video.index:
            if self._may_repeat and packet.is_keyframe:
                self._repeats.note_key(packet)
            frame = decoder.shown(packet, wish, now, _now_ms())
            if frame is not None and not (self._may_repeat and self._repeats.has(frame.pts_s, now)):
                self._hand_on(frame)
        elif wish.hears and not wish.is_paused:
            self._hear(packet, wish)
        if now - self._told_at >= _TELL_S:
            self._tell(decoder, wish, now)

    def _hand_on(self, frame: Frame) -> None:
        self._handed_on += 1
        self._show(frame)
        self.has_shown = True

    def _hear(self, packet: Packet[AudioStream], wish: Wish) -> None:
        try:
            frames = packet.decode()
        except av.error.FFmpegError:
            # A lost piece of sound costs a twitch of the meter; the picture tells how the stream is.
            return
        for frame in frames:
            if isinstance(frame, AudioFrame):
                self._level = level_of(frame)
                if wish.is_audible and self._sound is not None:
                    self._sound.put(self._resampler.bytes_of(frame))

    def _tell(self, decoder: Decoder, wish: Wish, now: float) -> None:
        self._told_at = now
        weight = self._weighed if self._body is None else self._body.received
        # Looked at only here, four times a second, and not at each of many packets.
        cpu_s = self._cpu_s.note(time.thread_time(), now)
        shown_fps, bytes_per_s = self._shown.note(self._handed_on, now), self._bytes.note(weight, now)
        decode_ms = 1000 * cpu_s / shown_fps if shown_fps else 0.0
        self.figures = Figures(
            shown_fps=shown_fps,
            bytes_per_s=bytes_per_s,
            cpu_share=cpu_s,
            decode_ms=decode_ms,
            delay_ms=1000 * decoder.behind_s + decode_ms,
            codec=decoder.codec,
            width=decoder.width,
            height=decoder.height,
            broken=decoder.broken,
            level=self._level if wish.hears else None,
            has_sound=self._has_sound,
        )


def _video_of(container: InputContainer) -> VideoStream:
    pictures = [track for track in container.streams.video if not track.disposition & Disposition.attached_pic]
    for track in pictures:
        if track.codec_context is not None:
            return track
    if pictures:
        raise AppError("stream.codec_unknown")
    raise AppError("stream.no_video")


def _is_early(container: InputContainer) -> bool:
    """Whether pictures may come that nothing speaks of yet.

    FLV, which RTMP carries too, names a track when its first packet comes, and servers that keep no pictures send
    sound at once, pictures from the next key frame on.
    """
    return "flv" in container.format.name and not container.streams.video


def _audio_of(container: InputContainer) -> AudioStream | None:
    return next((track for track in container.streams.audio if track.codec_context is not None), None)


def _now_ms() -> int:
    return time.time_ns() // 1_000_000
