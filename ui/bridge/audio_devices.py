"""The sound devices of this machine, files that stand for some, and which of them somebody chose."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType

from PySide6.QtCore import QCoreApplication, QObject, QSettings, Signal
from PySide6.QtMultimedia import QAudioDevice, QMediaDevices

from ui.bridge.audio_files import SoundFile
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


#: What sound comes from or goes to.
Device = QAudioDevice | SoundFile


@dataclass(frozen=True, slots=True)
class Found:
    """What serves for a direction now.

    Args:
        device: None where the machine has none.
        missed: the description of the one that was chosen, where that is not there.
    """

    device: Device | None
    missed: str = ""


class AudioDevices(QObject):
    """
    Args:
        settings: keeps the choices, under ``audio/``.
        files: serve where nobody chose a device.
    Signals:
        changed(): other devices are there, or another one is chosen.
    """

    changed = Signal()

    def __init__(
        self,
        settings: QSettings,
        parent: QObject | None = None,
        *,
        files: Mapping[Direction, SoundFile] = MappingProxyType({}),
    ) -> None:
        super().__init__(parent)
        self._settings, self._files = settings, files
        self._media = QMediaDevices(self)
        self._is_cut_off = False
        #: Unplugged, and named by Qt all the same, until it names others.
        self._gone: dict[Direction, set[DeviceName]] = {direction: set() for direction in Direction}
        self._media.audioInputsChanged.connect(self._on_inputs)
        self._media.audioOutputsChanged.connect(self._on_outputs)

    def note_failure(self) -> None:
        """A device that is listed does not work: perhaps none does."""
        self._is_cut_off = self._is_cut_off or not sound_server_runs()

    def leave_out(self, direction: Direction, name: DeviceName) -> None:
        """It was unplugged, whatever Qt says: it is not there until Qt says anew what is."""
        self._gone[direction].add(name)
        self.changed.emit()

    def names(self, direction: Direction) -> tuple[DeviceName, ...]:
        """Those that are there: the file that the settings name, and devices in the system's order."""
        return tuple(name_of(device) for device in self._there(direction))

    def has_file(self, direction: Direction) -> bool:
        """Whether the settings name a file, so that it serves where nobody chose."""
        return direction in self._files

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
        """The chosen device where it is there, else the file of the settings, else the system's device, else any.

        Args:
            without: those that are named but do not work.
        """
        without = {*without, *self._gone[direction]}
        there = [device for device in self._there(direction) if name_of(device) not in without]
        usual: Device | None = None if self._is_cut_off else _usual(direction)
        if usual is None or name_of(usual) in without:
            usual = there[0] if there else None
        file = self._files.get(direction)
        meant = self.chosen(direction) or (name_of(file) if file is not None else None)
        return found(meant, there, usual)

    def _there(self, direction: Direction) -> Sequence[Device]:
        file = self._files.get(direction)
        files = [file] if file is not None else []
        listed = () if self._is_cut_off else _listed(direction)
        return [*files, *(device for device in listed if name_of(device) not in self._gone[direction])]

    def _on_inputs(self) -> None:
        self._on_listed(Direction.INPUT)

    def _on_outputs(self) -> None:
        self._on_listed(Direction.OUTPUT)

    def _on_listed(self, direction: Direction) -> None:
        self._is_cut_off = False
        self._gone[direction].clear()
        self.changed.emit()


def sound_files(microphone: Path | None, loudspeaker: Path | None) -> dict[Direction, SoundFile]:
    """Those that the settings name."""
    named = {Direction.INPUT: microphone, Direction.OUTPUT: loudspeaker}
    return {direction: SoundFile(path) for direction, path in named.items() if path is not None}


def name_of(device: Device) -> DeviceName:
    if isinstance(device, SoundFile):
        words = QCoreApplication.translate("audio", "File: {name}").format(name=device.path.name)
        return DeviceName(f"file:{device.path}", words)
    return DeviceName(bytes(device.id().data()).decode(errors="replace"), device.description())


def found(chosen: DeviceName | None, there: Sequence[Device], usual: Device | None) -> Found:
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


def _listed(direction: Direction) -> Sequence[QAudioDevice]:
    is_input = direction is Direction.INPUT
    return QMediaDevices.audioInputs() if is_input else QMediaDevices.audioOutputs()


def _usual(direction: Direction) -> QAudioDevice | None:
    is_input = direction is Direction.INPUT
    device = QMediaDevices.defaultAudioInput() if is_input else QMediaDevices.defaultAudioOutput()
    return None if device.isNull() else device
