"""A sound device at work: a thread of its own with an event loop, so that the GUI thread never holds up speech."""

from __future__ import annotations

import time
from abc import abstractmethod
from collections.abc import Callable

import numpy as np
from PySide6.QtCore import QObject, Qt, QThread, QTimer, Signal
from PySide6.QtMultimedia import QAudioDevice, QAudioFormat, QAudioSink, QAudioSource, QtAudio

from app.voice.endpoint import Framer
from app.voice.wave import FRAME_S, FRAME_SAMPLES, RATE_HZ, Stereo, Wave, from_pcm16
from ui.bridge.sound_sources import SourceWatch

#: A device's buffer, 80 ms: with less, a machine that is busy was heard to stutter.
_BUFFER_FRAMES = 4
_FILL_EVERY_MS = 5
#: A device that takes or gives nothing for so long is gone, whatever it says; it may take longer to begin.
_STALLED_S, _BEGUN_S = 1.0, 2.5
#: One that has taken or given so many pieces works: more than its buffer holds.
_ENOUGH_MOVES = 3 * _BUFFER_FRAMES
_STOP_MS = 2000
_STEREO_BYTES, _MONO_BYTES = FRAME_SAMPLES * 4, FRAME_SAMPLES * 2


class AudioThread(QThread):
    """
    Signals:
        works(): the device takes sound, or gives it.
        failed(reason: str): the device could not be opened, or has gone; nothing more comes of it.
    """

    works = Signal()
    failed = Signal(str)
    #: How much sound waits in the device before what it is given now.
    latency_s = 0.0
    #: Failed because it was unplugged, whatever Qt says of it.
    is_gone = False

    def __init__(self, name: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)

    def stop(self) -> None:
        """Returns when the thread has ended; at most 2 s."""
        self.quit()
        self.wait(_STOP_MS)

    @abstractmethod
    def run(self) -> None: ...

    def _fail(self, reason: str) -> None:
        self.failed.emit(reason)
        self.quit()


class DeviceThread(AudioThread):
    """Of a device that Qt knows."""

    def __init__(self, device: QAudioDevice, name: str, parent: QObject | None = None) -> None:
        super().__init__(name, parent)
        self._device = device
        self._moves, self._moved_s = 0, 0.0

    def _stay(self, device: QAudioSink | QAudioSource, is_open: bool) -> None:
        """Work until told to stop or until the device fails; on this thread."""
        if not is_open or _has_failed(device):
            self._fail("it cannot be opened")
            return

        def look() -> None:
            if device.state() == QtAudio.State.StoppedState and _has_failed(device):
                self._fail("it has stopped")

        def watch() -> None:
            limit_s = _STALLED_S if self._moves >= _ENOUGH_MOVES else _BEGUN_S
            if time.monotonic() - self._moved_s > limit_s:
                self._fail("it stands still")

        self._moved_s = time.monotonic()
        timer = QTimer(interval=round(_STALLED_S * 250))
        timer.timeout.connect(watch, Qt.ConnectionType.DirectConnection)
        timer.start()
        device.stateChanged.connect(look, Qt.ConnectionType.DirectConnection)
        self.exec()
        timer.stop()
        device.stateChanged.disconnect(look)
        device.stop()

    def _note_move(self) -> None:
        """Sound went to the device, or came from it."""
        self._moved_s = time.monotonic()
        self._moves += 1
        if self._moves == _ENOUGH_MOVES:
            self.works.emit()


class PlayThread(DeviceThread):
    """Keeps the buffer of a loudspeaker full."""

    def __init__(
        self, device: QAudioDevice, next_frame: Callable[[], Stereo], parent: QObject | None = None
    ) -> None:
        super().__init__(device, f"loudspeaker {device.description()}", parent)
        self._next_frame = next_frame

    def run(self) -> None:
        sink = QAudioSink(self._device, _format(2))
        sink.setBufferSize(_BUFFER_FRAMES * _STEREO_BYTES)
        stream = sink.start()

        def fill() -> None:
            while sink.bytesFree() >= _STEREO_BYTES:
                self.latency_s = (sink.bufferSize() - sink.bytesFree()) / _STEREO_BYTES * FRAME_S
                frame = np.ascontiguousarray(self._next_frame(), "<i2")
                if stream.write(frame.tobytes()) < _STEREO_BYTES:
                    return
                self._note_move()

        timer = QTimer(timerType=Qt.TimerType.PreciseTimer, interval=_FILL_EVERY_MS)
        timer.timeout.connect(fill, Qt.ConnectionType.DirectConnection)
        timer.start()
        self._stay(sink, stream is not None)
        timer.stop()


class CaptureThread(DeviceThread):
    """Gives on what a microphone hears, frame by frame."""

    def __init__(
        self, device: QAudioDevice, on_frame: Callable[[Wave], None], parent: QObject | None = None
    ) -> None:
        super().__init__(device, f"microphone {device.description()}", parent)
        self._on_frame = on_frame

    def run(self) -> None:
        source = QAudioSource(self._device, _format(1))
        source.setBufferSize(_BUFFER_FRAMES * _MONO_BYTES)
        stream = source.start()
        framer = Framer()
        rest = b""

        def read() -> None:
            nonlocal rest
            self._note_move()
            data = rest + stream.readAll().data()
            whole = len(data) & ~1
            rest = data[whole:]
            for frame in framer.frames(from_pcm16(data[:whole])):
                self._on_frame(frame)

        def end() -> None:
            self.is_gone = True
            self._fail("it is gone")

        if stream is not None:
            stream.readyRead.connect(read, Qt.ConnectionType.DirectConnection)
        plugged = SourceWatch(bytes(self._device.id().data()))
        plugged.gone.connect(end, Qt.ConnectionType.DirectConnection)
        plugged.start()
        self._stay(source, stream is not None)
        plugged.stop()
        plugged.gone.disconnect(end)


def _has_failed(device: QAudioSink | QAudioSource) -> bool:
    return device.error() not in {QtAudio.Error.NoError, QtAudio.Error.UnderrunError}


def _format(channels: int) -> QAudioFormat:
    made = QAudioFormat()
    made.setSampleRate(RATE_HZ)
    made.setChannelCount(channels)
    made.setSampleFormat(QAudioFormat.SampleFormat.Int16)
    return made
