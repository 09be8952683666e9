"""Everybody that is meant, by whether they can hear now and why not."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QStringListModel, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView, QVBoxLayout, QWidget

from app.picture.audience import Deaf, Hearers
from app.picture.picture import Picture
from ui.theme.look import Look
from ui.widgets.burst_words import talker_name
from ui.widgets.hearers_words import deaf_words
from ui.widgets.labels import label

_SIZE_PX = (300, 340)


class HearersList(QFrame):
    """A popup over the talk bar: who cannot hear first, by reason. Arrows go along, Enter chooses, Esc closes.

    Signals:
        unit_chosen(int).
    """

    unit_chosen = Signal(int)

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setProperty("role", "card")
        self._look = look
        self._title = label(role="strong", wraps=True)
        self._rows = QStringListModel(self)
        self._units: list[int | None] = []
        self.view = QListView()
        self.view.setModel(self._rows)
        # Ten thousand rows are measured once.
        self.view.setUniformItemSizes(True)
        self.view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.view.setAccessibleName(self.tr("Who can hear and who cannot"))
        self.view.activated.connect(lambda index: self._choose(index.row()))
        column = QVBoxLayout(self)
        column.addWidget(self._title)
        column.addWidget(self.view)

    @property
    def rows(self) -> list[str]:
        return self._rows.stringList()

    def show_hearers(self, title: str, heard: Hearers, picture: Picture) -> None:
        """Also while it is open: what was current stays current."""
        groups: list[tuple[str, list[int]]] = [
            (deaf_words(why), [number for number, one in heard.deaf.items() if one is why]) for why in Deaf
        ]
        groups.append((self.tr("hear now"), list(heard.units or heard.terminals)))
        texts: list[str] = []
        units: list[int | None] = []
        for name, numbers in groups:
            if numbers:
                texts.append(self.tr("{reason}: {n}").format(reason=name[:1].upper() + name[1:], n=len(numbers)))
                units.append(None)
                texts += [f"    {_unit_name(number, picture)}" for number in numbers]
                units += numbers
        self._title.setText(title)
        if texts != self.rows:
            row = self.view.currentIndex().row()
            self._rows.setStringList(texts)
            self.view.setCurrentIndex(self._rows.index(max(0, min(row, len(texts) - 1)), 0))
        self._units = units

    def open_over(self, at: QPoint) -> None:
        """With its lower left corner there, on the screen."""
        width, height = (self._look.theme.px(side) for side in _SIZE_PX)
        self.setGeometry(at.x(), at.y() - height, width, height)
        self.show()
        self.view.setFocus(Qt.FocusReason.PopupFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        else:
            super().keyPressEvent(event)

    def _choose(self, row: int) -> None:
        unit = self._units[row]
        if unit is not None:
            self.close()
            self.unit_chosen.emit(unit)


def _unit_name(number: int, picture: Picture) -> str:
    unit = picture.units.get(number)
    return talker_name(number, picture) if unit is None else f"{unit.callsign} {unit.name}".rstrip()
