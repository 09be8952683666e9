"""The sound devices of this machine, and which of them somebody chose."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QObject, QSettings, Signal
from PySide6.QtMultimedia import QAudioDevice, QMediaDevices

from ui.bridge.sound_server import sound_server_runs


class Direction(StrEnum):
    INPUT = "input"
    OUTPUT = "output"


@dataclass(frozen=True, slots=True)
class DeviceName:
    """A device as it is remembered: by what the system calls it, which may change from one plug to another, and by
    its description."""

    key: str
    description: str


@dataclass(frozen=True, slots=True)
class Found:
    """What serves for a direction now.

    Args:
        device: None where the machine has none.
        missed: the description of the one that was chosen, where that is not there.
    """

    device: QAudioDevice | None
    missed: str = ""


class AudioDevices(QObject):
    """
    Args:
        settings: keeps the choices, under ``audio/``.
    Signals:
        changed(): other devices are there, or another one is chosen.
    """

    changed = Signal()

    def __init__(self, settings: QSettings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._settings = settings
        self._media = QMediaDevices(self)
        self._is_cut_off = False
        self._media.audioInputsChanged.connect(self._on_listed)
        self._media.audioOutputsChanged.connect(self._on_listed)

    def note_failure(self) -> None:
        """A device that is listed does not work: perhaps none does."""
        self._is_cut_off = self._is_cut_off or not sound_server_runs()

    def names(self, direction: Direction) -> tuple[DeviceName, ...]:
        """Those that are there, in the system's order."""
        return tuple(name_of(device) for device in _there(direction))

    def chosen(self, direction: Direction) -> DeviceName | None:
        """None for the system's own choice."""
        key = str(self._settings.value(f"audio/{direction}_key", ""))
        description = str(self._settings.value(f"audio/{direction}", ""))
        return DeviceName(key, description) if description else None

    def choose(self, direction: Direction, name: DeviceName | None) -> None:
        self._settings.setValue(f"audio/{direction}", name.description if name is not None else "")
        self._settings.setValue(f"audio/{direction}_key", name.key if name is not None else "")
        self.changed.emit()

    def find(self, direction: Direction, without: Collection[DeviceName] = ()) -> Found:
        """The chosen device where it is there, else the system's, else any.

        Args:
            without: those that are named but do not work.
        """
        if self._is_cut_off:
            chosen = self.chosen(direction)
            return Found(None, chosen.description if chosen is not None else "")
        there = [device for device in _there(direction) if name_of(device) not in without]
        usual = _usual(direction)
        if usual is None or name_of(usual) in without:
            usual = there[0] if there else None
        return found(self.chosen(direction), there, usual)

    def _on_listed(self) -> None:
        self._is_cut_off = False
        self.changed.emit()


def name_of(device: QAudioDevice) -> DeviceName:
    return DeviceName(bytes(device.id().data()).decode(errors="replace"), device.description())


def found(chosen: DeviceName | None, there: Sequence[QAudioDevice], usual: QAudioDevice | None) -> Found:
    """By its key, else by its description, else the usual one."""
    if chosen is None:
        return Found(usual)
    tests: tuple[Callable[[DeviceName], bool], ...] = (
        lambda name: name == chosen,
        lambda name: name.description == chosen.description,
    )
    for is_meant in tests:
        for device in there:
            if is_meant(name_of(device)):
                return Found(device)
    return Found(usual, missed=chosen.description)


def _there(direction: Direction) -> Sequence[QAudioDevice]:
    is_input = direction is Direction.INPUT
    return QMediaDevices.audioInputs() if is_input else QMediaDevices.audioOutputs()


def _usual(direction: Direction) -> QAudioDevice | None:
    is_input = direction is Direction.INPUT
    device = QMediaDevices.defaultAudioInput() if is_input else QMediaDevices.defaultAudioOutput()
    return None if device.isNull() else device
