"""Sound settings, as somebody with a new headset uses them."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QObject, QSettings, Qt, Signal
from PySide6.QtTest import QTest

from app.voice.wave import RATE_HZ
from tests.ui.voice.fakes import FakeTalk
from ui.bridge.audio_devices import DeviceName, Direction
from ui.dialogs.audio import AudioDialog
from ui.theme.look import Look
from ui.voice.everywhere import EverywhereKey
from ui.voice.key import TalkKey
from ui.widgets.talk_port import SoundState

HEADSET, DESK_MICROPHONE = DeviceName("usb-1", "Headset"), DeviceName("pci-1", "Built-in")
SPEECH = (0.3 * np.sin(np.arange(3 * RATE_HZ) / 20)).astype(np.float32)


class FakeDevices(QObject):
    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.there = {
            Direction.INPUT: (DESK_MICROPHONE, HEADSET),
            Direction.OUTPUT: (DESK_MICROPHONE, HEADSET),
        }
        self.choices: dict[Direction, DeviceName | None] = {}
        self.files: set[Direction] = set()

    def has_file(self, direction):
        return direction in self.files

    def names(self, direction):
        return self.there[direction]

    def chosen(self, direction):
        return self.choices.get(direction)

    def choose(self, direction, name):
        self.choices[direction] = name
        self.changed.emit()


class FunctionKeys:
    def knows(self, key):
        return key >= int(Qt.Key.Key_F1)

    def is_down(self, key):
        return False


@pytest.fixture
def talk(qapp):
    return FakeTalk()


@pytest.fixture
def devices(qapp):
    return FakeDevices()


@pytest.fixture
def dialog(talk, devices, tmp_path, qtbot, qapp):
    look = Look()
    look.dress(qapp)
    settings = QSettings(str(tmp_path / "x.ini"), QSettings.Format.IniFormat)
    key = TalkKey(settings)
    made = AudioDialog(talk, devices, key, EverywhereKey(key, settings, FunctionKeys()), look)
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.show()
    yield made
    made.hide()
    qapp.setStyleSheet("")


def shown(dialog, direction):
    return dialog.fields[direction].editor.currentText()


def test_without_a_choice_the_systems_devices_are_used_and_named(dialog):
    assert shown(dialog, Direction.INPUT) == "As the system has it"
    assert dialog.fields[Direction.OUTPUT]._note.text() == "In use: Loop"


def test_where_the_settings_name_a_file_they_have_the_first_word(dialog, devices):
    devices.files.add(Direction.INPUT)
    devices.changed.emit()
    assert shown(dialog, Direction.INPUT) == "As the settings say"
    assert shown(dialog, Direction.OUTPUT) == "As the system has it"


def test_a_device_is_chosen_by_key(dialog, devices):
    editor = dialog.fields[Direction.INPUT].editor
    editor.setFocus()
    QTest.keyClick(editor, Qt.Key.Key_Down)
    QTest.keyClick(editor, Qt.Key.Key_Down)
    assert devices.choices[Direction.INPUT] == HEADSET


def test_a_chosen_device_that_is_gone_is_named_and_comes_back(dialog, devices):
    devices.choose(Direction.OUTPUT, HEADSET)
    devices.there[Direction.OUTPUT] = (DESK_MICROPHONE,)
    devices.changed.emit()
    assert shown(dialog, Direction.OUTPUT) == "Headset (not there)"
    devices.there[Direction.OUTPUT] = (DESK_MICROPHONE, DeviceName("usb-2", "Headset"))
    devices.changed.emit()
    assert shown(dialog, Direction.OUTPUT) == "Headset"


def test_a_recording_is_heard_again(dialog, talk):
    dialog.record_button.click()
    assert talk.done == [3.0]
    assert not dialog.record_button.isEnabled()
    talk.give_recording(SPEECH)
    assert talk.done[-1] == (SPEECH.size, 0.0)
    assert dialog.outcome.text() == "This is how you sound."
    assert dialog.record_button.isEnabled()


def test_a_recording_of_nothing_says_so(dialog, talk):
    dialog.record_button.click()
    talk.give_recording(np.zeros_like(SPEECH))
    assert dialog.outcome.text().startswith("Nothing was heard")
    assert talk.done == [3.0]


def test_tones_tell_left_from_right(dialog, talk):
    dialog.left_button.click()
    dialog.right_button.click()
    assert [place for _, place in talk.done] == [-1.0, 1.0]


def test_without_devices_there_is_nothing_to_try_and_that_is_said(dialog, talk):
    talk.sound = SoundState()
    talk.changed.emit()
    assert not dialog.record_button.isEnabled()
    assert not dialog.left_button.isEnabled()
    assert dialog.fields[Direction.INPUT]._note.text() == "None is there: all else works"


def test_the_talk_key_is_the_next_that_is_pressed(dialog):
    dialog.key_button.setFocus()
    QTest.keyClick(dialog.key_button, Qt.Key.Key_Return)
    QTest.keyClick(dialog.key_button, Qt.Key.Key_Shift)
    assert dialog.key_button.text() == "Press a key …"
    QTest.keyClick(dialog.key_button, Qt.Key.Key_F9)
    assert dialog.key_button.text() == "F9"
    QTest.keyClick(dialog.key_button, Qt.Key.Key_Return)
    QTest.keyClick(dialog.key_button, Qt.Key.Key_Escape)
    assert dialog.key_button.text() == "F9"


def test_the_meter_moves_while_the_dialog_is_seen(dialog, qtbot):
    qtbot.waitUntil(lambda: dialog.meter._level is not None)
    dialog.hide()
    assert not dialog._ticks.isActive()


def test_the_key_works_in_other_programs_where_it_can_and_else_it_is_said_why(dialog, qtbot):
    assert not dialog.everywhere.isEnabled() and "types nothing" in dialog.everywhere_said
    dialog.key_button.click()
    qtbot.keyClick(dialog.key_button, Qt.Key.Key_F13)
    assert dialog.everywhere.isEnabled() and "nothing is kept" in dialog.everywhere_said
    dialog.everywhere.click()
    assert dialog._everywhere.is_wanted
