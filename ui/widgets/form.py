"""Form fields: a caption, an editor, and below it a sentence while what is typed cannot be taken."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import QObject, QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from ui.widgets.labels import label, set_role

#: What is wrong with a text, as a sentence; empty when nothing is.
Check = Callable[[str], str]


class Field(QWidget):
    """One editor of a form.

    A sentence about a mistake appears only once something was typed or ``reveal`` was called: an empty form does
    not begin with complaints.

    Args:
        beside: stands at the end of the editor's line, e.g. a button.
    Signals:
        changed(): another value.
    """

    changed = Signal()

    def __init__(
        self,
        caption: str,
        editor: QLineEdit | QComboBox,
        check: Check | None = None,
        hint: str = "",
        *,
        beside: QWidget | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.editor = editor
        self._check, self._hint = check, hint
        self._is_touched = False
        self._refusal = ""
        self._note = label(hint, "hint", wraps=True)
        caption_label = label(caption, "caption")
        caption_label.setBuddy(editor)
        editor.setAccessibleName(caption)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(3)
        line = QHBoxLayout()
        line.setSpacing(6)
        line.addWidget(editor, 1)
        if beside is not None:
            line.addWidget(beside)
        layout.addWidget(caption_label)
        layout.addLayout(line)
        layout.addWidget(self._note)
        if isinstance(editor, QLineEdit):
            # Not textEdited, which a completer's choice does not emit.
            editor.textChanged.connect(self._on_edited)
        elif editor.isEditable():
            editor.editTextChanged.connect(self._on_edited)
        else:
            editor.currentIndexChanged.connect(self._on_edited)
        self._show()

    @property
    def line(self) -> QLineEdit | None:
        """Where one types; None for a list that one can only choose from."""
        return self.editor if isinstance(self.editor, QLineEdit) else self.editor.lineEdit()

    @property
    def text(self) -> str:
        text = self.editor.text() if isinstance(self.editor, QLineEdit) else self.editor.currentText()
        return text.strip()

    @property
    def value(self) -> object:
        """The data of the chosen entry of a list."""
        assert isinstance(self.editor, QComboBox)
        return self.editor.currentData()

    def put(self, text: str) -> None:
        """Show a value that comes from the picture, not from the person: nobody is told."""
        with QSignalBlocker(self.editor):
            if isinstance(self.editor, QLineEdit):
                self.editor.setText(text)
            elif self.editor.isEditable():
                self.editor.setEditText(text)
        self._settle()

    def choose(self, value: object) -> None:
        """Choose the entry of a list with this data, or none; nobody is told."""
        assert isinstance(self.editor, QComboBox)
        with QSignalBlocker(self.editor):
            self.editor.setCurrentIndex(self.editor.findData(value))
        self._settle()

    def fault(self) -> str:
        """What is wrong, as a sentence; empty when nothing is."""
        return self._refusal or (self._check(self.text) if self._check is not None else "")

    def set_hint(self, hint: str) -> None:
        """Say something else below the editor while nothing is wrong."""
        self._hint = hint
        self._show()

    def refuse(self, said: str) -> None:
        """Show what the station said about this value, until it is another."""
        self._refusal = said
        self._is_touched = True
        self._show()

    def reveal(self) -> bool:
        """Show what is wrong even where nothing was typed. True when something is."""
        self._is_touched = True
        self._show()
        return bool(self.fault())

    def refresh(self) -> None:
        """What the check looks at beside the text is another: show what it says now."""
        self._is_touched, self._refusal = True, ""
        self._show()

    def _settle(self) -> None:
        self._is_touched, self._refusal = False, ""
        self._show()

    def _on_edited(self) -> None:
        self._is_touched, self._refusal = True, ""
        self._show()
        self.changed.emit()

    def _show(self) -> None:
        fault = self.fault() if self._is_touched else ""
        self._note.setText(fault or self._hint)
        self._note.setVisible(bool(fault or self._hint))
        set_role(self._note, "error" if fault else "hint")
        if self.editor.property("invalid") != bool(fault):
            self.editor.setProperty("invalid", bool(fault))
            self.editor.style().unpolish(self.editor)
            self.editor.style().polish(self.editor)


class Form(QObject):
    """The fields of a form, in their order.

    Args:
        parts: what is laid out from top to bottom, where that is not just the fields.
    Signals:
        changed(): one of them has another value.
    """

    changed = Signal()

    def __init__(self, fields: Iterable[Field], parent: QObject, parts: Iterable[QWidget] | None = None) -> None:
        super().__init__(parent)
        self.fields = tuple(fields)
        self.parts: tuple[QWidget, ...] = self.fields if parts is None else tuple(parts)
        for field in self.fields:
            field.changed.connect(self.changed)

    @property
    def is_sound(self) -> bool:
        return not any(field.fault() for field in self.fields)

    def reveal(self) -> bool:
        """Show all that is wrong and go to the first of it. True when something is."""
        wrong = [field for field in self.fields if field.reveal()]
        if wrong:
            wrong[0].editor.setFocus()
            bring_into_view(wrong[0])
        return bool(wrong)


def in_row(*widgets: QWidget) -> QWidget:
    """Parts of a form side by side, alike in width, their editors at the same height."""
    row = QWidget()
    layout = QHBoxLayout(row)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(10)
    for widget in widgets:
        layout.addWidget(widget, 1, Qt.AlignmentFlag.AlignTop)
    return row


def bring_into_view(widget: QWidget) -> None:
    """Scroll the area that holds this widget to it, once it has its place."""
    area = widget.parentWidget()
    while area is not None and not isinstance(area, QScrollArea):
        area = area.parentWidget()
    if area is not None:
        QTimer.singleShot(0, widget, lambda: area.ensureWidgetVisible(widget))
