"""Whom the talk key means when it is not a talkgroup: groups that follow something, or stay as they are.

Another kind (the units of an incident, say) is one more class with ``changed``, ``name`` and ``audience``.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Protocol

from PySide6.QtCore import QCoreApplication, QObject, Signal

from app.domain.audience import UnitsAudience
from app.picture.picture import Picture
from ui.models.selection import Selection
from ui.widgets.hearers_words import units_audience, units_name


class Group(Protocol):
    """Units that one talks to together.

    Signals:
        changed(): others belong to it.
    """

    changed: Any

    def name(self, picture: Picture) -> str:
        """As it stands in a sentence: ``V-07``, ``12 units``."""
        ...

    def audience(self) -> UnitsAudience | None:
        """Who belongs to it now; None for nobody, or too many: then the key talks into a talkgroup again."""
        ...


class SelectionGroup(QObject):
    """Whoever is chosen at the moment."""

    changed = Signal()

    def __init__(self, selection: Selection, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._selection = selection
        self._audience: UnitsAudience | None = None
        self._is_known = False
        selection.changed.connect(self._on_selection)

    @property
    def size(self) -> int:
        return len(self._selection.units)

    def name(self, picture: Picture) -> str:
        units = self._selection.units
        if len(units) == 1:
            return units_name(units, picture)
        return QCoreApplication.translate("talk", "{n} selected").format(n=len(units))

    def audience(self) -> UnitsAudience | None:
        if not self._is_known:
            # Of ten thousand it is made once, not at every question.
            self._audience, self._is_known = units_audience(self._selection.units), True
        return self._audience

    def _on_selection(self) -> None:
        self._is_known = False
        self.changed.emit()


class UnitsGroup(QObject):
    """These units, whatever is chosen later."""

    changed = Signal()

    def __init__(self, units: Iterable[int], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.units = tuple(sorted(set(units)))
        self._audience = units_audience(self.units)

    def name(self, picture: Picture) -> str:
        return units_name(self.units, picture)

    def audience(self) -> UnitsAudience | None:
        return self._audience


@dataclass(frozen=True, slots=True)
class Aim:
    """
    Args:
        is_shout: out of the terminals' loudspeakers, whatever they are set to.
    """

    group: Group
    is_shout: bool = False
