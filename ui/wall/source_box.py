"""All that may be a stop, to be found by typing."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QCompleter, QWidget

from ui.wall.kit import WallKit

_TO_THE_LIST = (Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_PageDown, Qt.Key.Key_PageUp)


class SourceBox(QComboBox):
    """Gives what is picked, and is empty again.

    Signals:
        picked(int): the number of a unit or a camera.
    """

    picked = Signal(int)

    def __init__(self, kit: WallKit, parent: QWidget | None = None) -> None:
        super().__init__(parent, editable=True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        sources, picture = kit.sources, kit.scene.picture
        named = [(sources.title(number), number) for number in picture.cameras]
        carried = ((unit, sources.of_unit(unit)) for unit in picture.units)
        named += [(sources.title(source), unit) for unit, source in carried if source is not None]
        for title, number in sorted(named):
            self.addItem(title, number)
        self.setCurrentIndex(-1)
        completer, line = self.completer(), self.lineEdit()
        assert completer is not None
        assert line is not None
        completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        line.setPlaceholderText(self.tr("Find a unit or a camera"))
        self.setAccessibleName(line.placeholderText())
        # What is taken from the list under the field is written into the field only after this is told.
        self._emptying = QTimer(self, singleShot=True, interval=0)
        self._emptying.timeout.connect(self._empty)
        self.activated.connect(self._on_activated)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # Qt's own would go to the next one and have it picked at once.
        if event.key() in _TO_THE_LIST:
            self.showPopup()
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        # As above.
        event.ignore()

    def _on_activated(self, index: int) -> None:
        self._empty()
        self._emptying.start()
        self.picked.emit(self.itemData(index))

    def _empty(self) -> None:
        self.setCurrentIndex(-1)
        self.clearEditText()
