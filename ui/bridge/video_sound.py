"""Sound: plays what unmuted tiles hear, where this machine has a loudspeaker."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QIODevice, QObject, Qt, QTimer

from app.domain.errors import AppError
from app.media.sound import BYTES_PER_S, CHANNELS, RATE_HZ, SoundBuffer

if TYPE_CHECKING:
    from PySide6.QtMultimedia import QAudioSink

_EVERY_MS = 20
#: What the device may hold; more would only be delay.
_DEVICE_S = 0.12
#: Begins when so much is there, so that the first late piece does not tear a hole.
_BEGIN_S = 0.08


class Loudspeaker:
    """One source at the default output of this machine.

    Raises:
        AppError("sound.no_device"): there is no output.
    """

    def __init__(self, sound: SoundBuffer, parent: QObject) -> None:
        # Only who listens pays the third of a second that this import takes.
        from PySide6.QtMultimedia import QAudioFormat, QAudioSink, QMediaDevices

        device = QMediaDevices.defaultAudioOutput()
        if device.isNull():
            raise AppError("sound.no_device")
        form = QAudioFormat()
        form.setSampleRate(RATE_HZ)
        form.setChannelCount(CHANNELS)
        form.setSampleFormat(QAudioFormat.SampleFormat.Int16)
        self._sound = sound
        self._sink: QAudioSink = QAudioSink(device, form, parent)
        self._sink.setBufferSize(int(_DEVICE_S * BYTES_PER_S))
        self._port: QIODevice | None = self._sink.start()
        self._has_begun = False

    def feed(self) -> None:
        """Hand on what has come, as far as the device has room."""
        self._has_begun = self._has_begun or self._sound.seconds >= _BEGIN_S
        free = self._sink.bytesFree()
        if self._port is not None and self._has_begun and free > 0:
            data = self._sound.take(free)
            if data:
                self._port.write(data)

    def stop(self) -> None:
        self._port = None
        self._sink.stop()
        self._sink.deleteLater()


class Loudspeakers(QObject):
    """A loudspeaker for each source that is audible, on the GUI thread."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._playing: dict[int, Loudspeaker] = {}
        #: Why nothing is heard; None while nobody has failed to.
        self.fault: AppError | None = None
        self._timer = QTimer(self, interval=_EVERY_MS, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._feed)

    def play(self, sounds: Mapping[int, SoundBuffer]) -> None:
        """From now on these sources are heard, and no others."""
        for source in self._playing.keys() - sounds.keys():
            self._playing.pop(source).stop()
        for source in sounds.keys() - self._playing.keys():
            sounds[source].clear()
            try:
                self._playing[source] = Loudspeaker(sounds[source], self)
                self.fault = None
            except AppError as error:
                self.fault = error
        if self._playing and not self._timer.isActive():
            self._timer.start()
        elif not self._playing:
            self._timer.stop()

    def stop(self) -> None:
        self.play({})

    def _feed(self) -> None:
        for loudspeaker in self._playing.values():
            loudspeaker.feed()
