"""To whom: the selection, a talkgroup's units, or chosen terminals; and who of them can hear now."""

from __future__ import annotations

from itertools import islice

from PySide6.QtCore import QSignalBlocker, QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QComboBox, QVBoxLayout, QWidget

from app.domain.audience import Audience, TerminalsAudience, UnitsAudience
from app.picture.audience import Hearers, hearers
from app.picture.changes import Changes
from ui.announce.kit import AnnounceKit
from ui.announce.terminal_list import TerminalList
from ui.widgets.form import Field
from ui.widgets.hearers_words import deaf_words, hearers_words, no_link_words, units_name
from ui.widgets.labels import label, set_role

#: Entries that are no talkgroup, whose numbers begin at 1.
SELECTION, TERMINALS = 0, -1
#: Who can hear is counted again this long after the last change.
_COUNT_MS = 500
#: So many are named as to why they cannot.
_MOST_NAMED = 12
_LIST_PX = 150


class AudiencePane(QWidget):
    """
    Signals:
        changed(): others are meant, or others of them can hear.
    """

    changed = Signal()

    def __init__(self, kit: AnnounceKit, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kit = kit
        self._heard: Hearers | None = None
        self._groups: frozenset[int] = frozenset()
        self.to = Field(self.tr("To"), QComboBox())
        self.terminals = TerminalList(kit.scene, kit.look)
        self.terminals.setFixedHeight(kit.look.theme.px(_LIST_PX))
        self._note = label(wraps=True, role="secondary")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        for widget in (self.to, self.terminals, self._note):
            column.addWidget(widget)
        self._counting = QTimer(self, singleShot=True, interval=_COUNT_MS)
        self._counting.timeout.connect(self._count)
        self.to.changed.connect(self._on_chosen)
        self.terminals.changed.connect(self._count)
        kit.selection.changed.connect(self._on_selection)
        kit.scene.changed.connect(self._on_scene)
        kit.scene.replaced.connect(self._on_replaced)
        kit.booth.changed.connect(self._say)
        self._fill()
        self.to.choose(SELECTION if kit.selection.units else self._first_group())
        self._on_chosen()

    @property
    def audience(self) -> Audience | None:
        """None while nobody is meant."""
        chosen, units = self.to.value, self._kit.selection.units
        if chosen == SELECTION:
            return UnitsAudience(units=tuple(sorted(units))) if units else None
        if chosen == TERMINALS:
            ticked = self.terminals.chosen
            return TerminalsAudience(terminals=ticked) if ticked else None
        group = self._kit.scene.picture.talkgroups.get(chosen) if isinstance(chosen, int) else None
        return group.audience if group is not None else None

    @property
    def name(self) -> str:
        """As it stands in a list: ``V-07``, ``12 units``, ``Patrol``."""
        audience, picture = self.audience, self._kit.scene.picture
        if isinstance(audience, TerminalsAudience):
            if self._heard is not None and len(audience.terminals) <= 2 and self._heard.units:
                return units_name(self._heard.units, picture)
            return self.tr("{n} terminals").format(n=len(audience.terminals))
        if self.to.value == SELECTION and isinstance(audience, UnitsAudience):
            return units_name(audience.units, picture)
        return self.to.text

    @property
    def heard(self) -> Hearers | None:
        """Who of them can hear now; None while nobody is meant."""
        return self._heard

    @property
    def said(self) -> str:
        return self._note.text()

    def aim_at_selection(self) -> None:
        if self._kit.selection.units:
            self.to.choose(SELECTION)
            self._on_chosen()

    def _fill(self) -> None:
        editor, chosen = self.to.editor, self.to.value
        assert isinstance(editor, QComboBox)
        groups = sorted(
            self._kit.scene.picture.talkgroups.values(), key=lambda one: (one.name.casefold(), one.number)
        )
        self._groups = frozenset(group.number for group in groups)
        count = len(self._kit.selection.units)
        with QSignalBlocker(editor):
            editor.clear()
            editor.addItem(self.tr("Selected units ({n})").format(n=count), SELECTION)
            for group in groups:
                editor.addItem(group.name, group.number)
            editor.addItem(self.tr("Chosen terminals …"), TERMINALS)
            editor.setCurrentIndex(max(0, editor.findData(chosen)))

    def _first_group(self) -> int:
        editor = self.to.editor
        assert isinstance(editor, QComboBox)
        first = editor.itemData(1)
        return first if isinstance(first, int) and first > 0 else SELECTION

    def _on_chosen(self) -> None:
        self.terminals.setVisible(self.to.value == TERMINALS)
        self._count()

    def _on_selection(self) -> None:
        self._fill()
        if self.to.value == SELECTION:
            self._count()

    def _on_scene(self, changes: Changes) -> None:
        if changes.calls & (self._groups | self._kit.scene.picture.talkgroups.keys()):
            self._fill()
        is_other = changes.units or changes.terminals or changes.voice_links or changes.calls
        # Not begun anew at each change: in a large city there is always one.
        if is_other and self.isVisible() and not self._counting.isActive():
            self._counting.start()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._count()

    def _on_replaced(self) -> None:
        self._fill()
        self._on_chosen()

    def _count(self) -> None:
        audience, picture = self.audience, self._kit.scene.picture
        self._heard = heard = hearers(audience, picture) if audience is not None else None
        self._note.setToolTip(self._reasons(heard) if heard is not None else "")
        self._say()
        self.changed.emit()

    def _say(self) -> None:
        heard, is_linked = self._heard, self._kit.programme.limit_s is not None
        words = hearers_words(heard) if heard is not None else self._nobody()
        self._note.setText(words if is_linked or heard is None else no_link_words())
        set_role(self._note, "secondary" if is_linked and heard is not None and heard.terminals else "warning")

    def _nobody(self) -> str:
        if self.to.value == TERMINALS:
            return self.tr("Tick at least one terminal (Enter ticks).")
        return self.tr("Nobody is selected. Choose units in the list or on the map; this window stays open.")

    def _reasons(self, heard: Hearers) -> str:
        """Who cannot hear, one a line."""
        picture = self._kit.scene.picture
        named = islice(heard.deaf.items(), _MOST_NAMED)
        lines = [f"{units_name((number,), picture)}: {deaf_words(why)}" for number, why in named]
        if len(heard.deaf) > _MOST_NAMED:
            lines.append(self.tr("and {n} others").format(n=len(heard.deaf) - _MOST_NAMED))
        return "\n".join(lines)
