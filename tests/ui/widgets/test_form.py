from __future__ import annotations

import pytest
from PySide6.QtWidgets import QComboBox, QCompleter, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from ui.widgets.form import Field, Form, in_row
from ui.widgets.push_button import PushButton


def _needed(text: str) -> str:
    return "" if text else "This is needed."


@pytest.fixture
def field(qtbot):
    field = Field("Callsign", QLineEdit(), _needed, "Short and unique.")
    qtbot.addWidget(field)
    return field


def _note(field: Field) -> str:
    return field._note.text()


def test_an_empty_form_does_not_begin_with_complaints(field):
    assert field.fault() == "This is needed."
    assert _note(field) == "Short and unique."


def test_a_mistake_is_told_while_one_types(field, qtbot):
    qtbot.keyClicks(field.editor, "D")
    assert _note(field) == "Short and unique."
    qtbot.keyClicks(field.editor, "\b")
    assert _note(field) == "This is needed."
    assert field.editor.property("invalid")


def test_a_value_of_the_picture_is_no_edit(field, qtbot):
    with qtbot.assertNotEmitted(field.changed):
        field.put("D-03")
    assert field.text == "D-03"


def test_what_a_completer_fills_in_is_an_edit_too(field, qtbot):
    field.editor.setCompleter(QCompleter(["D-03 Patrol car"]))
    with qtbot.waitActive(field):
        field.show()
        field.activateWindow()
    # Only a line that has the focus listens to its completer.
    field.editor.setFocus()
    with qtbot.waitSignal(field.changed):
        field.editor.completer().activated[str].emit("D-03 Patrol car")
    assert field.text == "D-03 Patrol car"


def test_choosing_for_the_person_is_no_edit_and_choosing_by_the_person_is(qtbot):
    box = QComboBox()
    for word in ("one", "two"):
        box.addItem(word, word)
    field = Field("Kind", box)
    qtbot.addWidget(field)
    with qtbot.assertNotEmitted(field.changed):
        field.choose("two")
    assert field.value == "two"
    with qtbot.waitSignal(field.changed):
        qtbot.keyClicks(box, "o")
    assert field.value == "one"


def test_what_the_station_refused_stays_until_something_else_is_typed(field, qtbot):
    field.put("D-03")
    field.refuse("Another unit has the callsign D-03.")
    assert field.fault() == _note(field) == "Another unit has the callsign D-03."
    qtbot.keyClicks(field.editor, "b")
    assert field.fault() == ""


def test_revealing_shows_all_mistakes_and_goes_to_the_first(qtbot):
    fields = [Field(name, QLineEdit(), _needed) for name in ("a", "b")]
    for field in fields:
        qtbot.addWidget(field)
        field.show()
    form = Form(fields, fields[0])
    fields[0].put("x")
    assert not form.is_sound
    assert form.reveal()
    assert _note(fields[1]) == "This is needed."
    fields[1].put("y")
    assert not form.reveal()


def test_what_stands_beside_an_editor_is_on_its_line(qtbot):
    button = PushButton("Take it")
    field = Field("Place", QLineEdit(), beside=button)
    qtbot.addWidget(field)
    field.show()
    assert button.geometry().left() > field.editor.geometry().right()
    assert abs(button.geometry().center().y() - field.editor.geometry().center().y()) <= 1


def test_a_hint_may_change_and_gives_way_to_what_is_wrong(qtbot):
    field = Field("Place", QLineEdit(), lambda text: "" if text else "This is needed.")
    qtbot.addWidget(field)
    field.set_hint("Longitude first")
    assert field._note.text() == "Longitude first"
    field.reveal()
    field.set_hint("Latitude second")
    assert field._note.text() == "This is needed."


def test_a_form_is_laid_out_by_its_fields_or_by_parts_of_ones_own(qtbot):
    first, second = Field("First", QLineEdit()), Field("Second", QLineEdit())
    row = in_row(first, second)
    qtbot.addWidget(row)
    assert Form((first, second), row).parts == (first, second)
    assert Form((first, second), row, (row,)).parts == (row,)
    row.show()
    assert first.geometry().top() == second.geometry().top()
    assert second.geometry().left() > first.geometry().right()


def test_the_first_mistake_is_brought_into_view(qtbot):
    fields = [Field(f"Field {i}", QLineEdit(), lambda text: "" if text else "Needed.") for i in range(30)]
    for field in fields[:-1]:
        field.put("filled")
    content = QWidget()
    layout = QVBoxLayout(content)
    for field in fields:
        layout.addWidget(field)
    area = QScrollArea(widgetResizable=True)
    area.setWidget(content)
    area.resize(300, 200)
    qtbot.addWidget(area)
    area.show()
    assert Form(fields, area).reveal()
    qtbot.waitUntil(lambda: not fields[-1].visibleRegion().isEmpty())
