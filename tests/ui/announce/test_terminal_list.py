"""Terminals to be ticked, as many as a city has."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.domain.event import (
    DutyEnded,
    TerminalRegistered,
    TerminalRetired,
    UnitChanged,
    UnitRegistered,
    VoiceLinked,
    VoiceUnlinked,
)
from app.domain.talk import VoiceLink, VoicePath
from app.domain.terminal import Terminal, TerminalKind
from tests.ui.widgets.fakes import happen, scene_of, unit
from ui.announce import terminal_rows
from ui.announce.terminal_list import TerminalList
from ui.theme.look import Look

CITY = 10_000
#: Who carries a linked one, on duty.
UNIT, TERMINAL = 2, 11


@pytest.fixture
def scene(qapp):
    made = scene_of()
    happen(made, VoiceLinked(link=VoiceLink(terminal=TERMINAL, path=VoicePath.UDP)))
    return made


@pytest.fixture
def listed(scene, qapp, qtbot):
    made = TerminalList(scene, Look())
    made.resize(300, 200)
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.show()
    return made


def read(listed) -> list[str]:
    return [listed.rows.data(listed.rows.index(row)) for row in range(listed.rows.rowCount())]


def tick(listed, row: int) -> None:
    place = listed.list.visualRect(listed.rows.index(row)).center()
    QTest.mouseClick(listed.list.viewport(), Qt.MouseButton.LeftButton, pos=place)


def test_of_a_citys_terminals_only_those_that_are_seen_are_read(scene, listed, qtbot, monkeypatch):
    asked = []

    def hearers(audience, picture):
        asked.append(audience)
        return real(audience, picture)

    real = terminal_rows.hearers
    monkeypatch.setattr(terminal_rows, "hearers", hearers)
    many = [unit(1000 + n, f"P-{n:05}") for n in range(CITY)]
    carried = [Terminal(number=20_000 + n, kind=TerminalKind.PHONE, unit=1000 + n) for n in range(CITY)]
    happen(scene, *(UnitRegistered(unit=one) for one in many), *(TerminalRegistered(terminal=t) for t in carried))
    listed.list.viewport().grab()
    assert listed.rows.rowCount() > CITY
    listed.search.setText("p-0123")
    listed.list.viewport().grab()
    assert listed.rows.rowCount() == 10
    assert 10 <= len(asked) < 100


def test_what_is_ticked_stays_so_whatever_is_looked_for(scene, listed):
    assert read(listed)[-1].startswith("V-07")
    tick(listed, listed.rows.rowCount() - 1)
    assert listed.chosen == (TERMINAL,)
    listed.search.setText("nothing of that name")
    assert (read(listed), listed.chosen) == ([], (TERMINAL,))
    listed.search.clear()
    happen(scene, UnitChanged(unit=scene.picture.units[UNIT].model_copy(update={"callsign": "A-01"})))
    assert read(listed)[0].startswith("A-01") and listed.chosen == (TERMINAL,)
    assert listed.rows.data(listed.rows.index(0), Qt.ItemDataRole.CheckStateRole) is Qt.CheckState.Checked
    tick(listed, 0)
    assert listed.chosen == ()
    tick(listed, 0)
    happen(scene, TerminalRetired(terminal=TERMINAL))
    assert listed.chosen == ()


def test_why_one_cannot_hear_is_told_as_it_changes(scene, listed, qtbot):
    told = []
    listed.rows.dataChanged.connect(lambda *_: told.append(read(listed)[-1]))
    happen(scene, VoiceUnlinked(terminal=TERMINAL))
    happen(scene, DutyEnded(unit=UNIT))
    assert [text.partition(" – ")[2] for text in told] == ["link lost", "off duty"]


def test_all_that_are_found_are_ticked_at_once_and_unticked_again(listed, qtbot):
    assert listed.rows.rowCount() == 2
    listed.search.setText("Pixel")
    with qtbot.waitSignal(listed.changed):
        listed.all_button.click()
    assert listed.chosen == (TERMINAL,)
    listed.search.setText("")
    listed.list.setFocus()
    QTest.keyClick(listed.list, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert listed.chosen == (TERMINAL, 12)
    QTest.keyClick(listed.list, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert listed.chosen == ()
