"""Microphone and loudspeaker of the desk, whatever is plugged in or out: endpoints that never go away."""

from __future__ import annotations

import logging
from abc import abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
from PySide6.QtCore import QObject, QTimer, Signal

from app.voice.endpoint import Ticker
from app.voice.wave import FRAME_SAMPLES, Stereo, Wave, silence
from ui.bridge.audio_devices import AudioDevices, Device, DeviceName, Direction, Found, name_of
from ui.bridge.audio_files import FileCaptureThread, FilePlayThread, SoundFile
from ui.bridge.audio_thread import AudioThread, CaptureThread, PlayThread
from ui.widgets.talk_port import SoundState

logger = logging.getLogger(__name__)

#: A device that did not work is tried beside the one that stands in for it.
_AGAIN_MS = 5000


@dataclass(frozen=True, slots=True)
class AudioState:
    """What is at work.

    Args:
        name: of the device; empty while there is none, and an endpoint that is silent keeps the time.
        missed: the chosen device, where that is not there.
        is_file: whether a file stands for a device.
    """

    name: str = ""
    missed: str = ""
    is_file: bool = False


class _Endpoint(QObject):
    """Keeps a device at work while it is wanted.

    Belongs to the GUI thread; what it calls back is called on others.

    Signals:
        changed(): another ``state``.
    """

    changed = Signal()
    direction: Direction

    def __init__(self, devices: AudioDevices, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._devices = devices
        self._callback: Callable[..., Any] | None = None
        self._thread: AudioThread | None = None
        self._trial: AudioThread | None = None
        self._silence: Ticker | None = None
        self._at_work: DeviceName | None = None
        #: Named by the system, but they did not work.
        self._broken: set[DeviceName] = set()
        self.state = _state_of(devices.find(self.direction))
        self._again = QTimer(self, singleShot=True, interval=_AGAIN_MS)
        self._again.timeout.connect(self._try_again)
        devices.changed.connect(self._on_devices_changed)

    @property
    def name(self) -> str:
        return self.state.name

    def stop(self) -> None:
        """Nothing is called back any more once this returns; at most 2 s."""
        self._callback = None
        self._let_go()

    def _begin(self, callback: Callable[..., Any]) -> None:
        self._let_go()
        self._callback = callback
        self._follow()

    def _on_devices_changed(self) -> None:
        self._broken.clear()
        self._follow()

    def _follow(self) -> None:
        """Have the device that serves now at work, or silence where there is none."""
        found = self._devices.find(self.direction, self._broken)
        name = name_of(found.device) if found.device is not None else None
        is_at_work = self._silence is not None if name is None else name == self._at_work
        if self._callback is not None and not is_at_work:
            self._let_go()
            if found.device is None:
                self._silence = self._silence_for(self._callback)
                self._silence.start()
            else:
                self._at_work = name
                self._thread = self._thread_of(found.device, self._callback)
                self._thread.failed.connect(partial(self._on_failed, self._thread, name))
                self._thread.start()
        if self._broken and self._callback is not None:
            self._again.start()
        self._tell(_state_of(found))

    def _on_failed(self, thread: AudioThread, name: DeviceName | None, reason: str) -> None:
        if thread is self._thread and name is not None:
            logger.warning("%s does not work: %s", thread.objectName(), reason)
            if thread.is_gone:
                self._devices.leave_out(self.direction, name)
                return
            self._broken.add(name)
            self._devices.note_failure()
            self._follow()

    def _try_again(self) -> None:
        """Whether a broken device that would be taken works again: with silence, beside what is at work."""
        device = self._devices.find(self.direction).device
        if device is None or name_of(device) not in self._broken:
            self._on_devices_changed()
            return
        self._end_trial()
        self._trial = trial = self._thread_of(device, self._nothing)
        trial.works.connect(partial(self._on_tried, trial, True))
        trial.failed.connect(lambda _: self._on_tried(trial, False))
        trial.start()

    def _on_tried(self, trial: AudioThread, does_work: bool) -> None:
        if trial is not self._trial:
            return
        self._end_trial()
        if does_work:
            self._on_devices_changed()
        else:
            self._again.start()

    def _let_go(self) -> None:
        self._again.stop()
        self._end_trial()
        thread, self._thread, self._at_work = self._thread, None, None
        if thread is not None:
            _end(thread)
        held, self._silence = self._silence, None
        if held is not None:
            held.stop()

    def _end_trial(self) -> None:
        trial, self._trial = self._trial, None
        if trial is not None:
            trial.works.disconnect()
            _end(trial)

    def _tell(self, state: AudioState) -> None:
        if state != self.state:
            self.state = state
            self.changed.emit()

    @abstractmethod
    def _thread_of(self, device: Device, callback: Callable[..., Any]) -> AudioThread: ...

    @abstractmethod
    def _silence_for(self, callback: Callable[..., Any]) -> Ticker: ...

    @staticmethod
    @abstractmethod
    def _nothing(*given: object) -> Any:
        """A callback that is heard by nobody, and says nothing."""


class Microphone(_Endpoint):
    """An ``AudioIn``: the chosen microphone, another while that is away, silence without any."""

    direction = Direction.INPUT

    def start(self, on_frame: Callable[[Wave], None]) -> None:
        self._begin(on_frame)

    def _thread_of(self, device: Device, callback: Callable[..., Any]) -> AudioThread:
        if isinstance(device, SoundFile):
            return FileCaptureThread(device, callback, self)
        return CaptureThread(device, callback, self)

    def _silence_for(self, callback: Callable[..., Any]) -> Ticker:
        return Ticker("no microphone", lambda: callback(silence()))

    @staticmethod
    def _nothing(*given: object) -> None:
        """What is heard during a trial is nobody's business."""


class Loudspeaker(_Endpoint):
    """An ``AudioOut``: the chosen loudspeaker, another while that is away; without any, nothing is heard."""

    direction = Direction.OUTPUT

    @property
    def latency_s(self) -> float:
        """How much is in the device's buffer before the frame that is asked for."""
        thread = self._thread
        return thread.latency_s if thread is not None else 0.0

    def start(self, next_frame: Callable[[], Stereo]) -> None:
        self._begin(next_frame)

    def _thread_of(self, device: Device, callback: Callable[..., Any]) -> AudioThread:
        if isinstance(device, SoundFile):
            return FilePlayThread(device, callback, self)
        return PlayThread(device, callback, self)

    def _silence_for(self, callback: Callable[..., Any]) -> Ticker:
        return Ticker("no loudspeaker", callback)

    @staticmethod
    def _nothing(*given: object) -> Stereo:
        return np.zeros((FRAME_SAMPLES, 2), np.int16)


def sound_state(microphone: AudioState, loudspeaker: AudioState) -> SoundState:
    """Both as the desk tells of them."""
    return SoundState(
        microphone=microphone.name,
        loudspeaker=loudspeaker.name,
        missed_microphone=microphone.missed,
        missed_loudspeaker=loudspeaker.missed,
        is_microphone_file=microphone.is_file,
        is_loudspeaker_file=loudspeaker.is_file,
    )


def _end(thread: AudioThread) -> None:
    thread.stop()
    # What is connected holds its parent, which must not go in the middle of the thread's own end.
    thread.failed.disconnect()
    if not thread.isRunning():
        thread.deleteLater()
        return
    # A driver that does not return is left behind: Qt ends the process with a thread that is deleted at work. What
    # is connected keeps the object until then.
    logger.warning("%s does not end; its thread is left to end by itself", thread.objectName())
    thread.setParent(None)
    thread.finished.connect(partial(_delete, thread))


def _delete(thread: AudioThread) -> None:
    thread.deleteLater()


def _state_of(found: Found) -> AudioState:
    name = name_of(found.device).description if found.device is not None else ""
    return AudioState(name, found.missed, isinstance(found.device, SoundFile))
