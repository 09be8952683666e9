"""The units of the last lasso, as long as one may talk to them: what the card at it says and its buttons ask."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QCoreApplication, QObject, QTimer, Signal

from app.picture.changes import Changes
from ui.models.scene import Scene
from ui.models.selection import Selection
from ui.widgets.hearers_words import NOBODY, hearers_words, no_link_words, who_hears

#: Who can hear is counted again this long after a change.
_COUNT_MS = 250

translate = QCoreApplication.translate


class Lasso(QObject):
    """It stays while its units are chosen, or while the talk key means them.

    Signals:
        changed(): the card says something else, or is to go.
        held(units, is_shout, stays), let_go(): a button of the card goes down and comes up.
        called(units): the talk key is to mean these. call_ended(): and no longer.
        looked_at(): the pointer or the focus is on the card, or no longer.
    """

    changed = Signal()
    held = Signal(object, bool, bool)
    let_go = Signal()
    called = Signal(object)
    call_ended = Signal()
    looked_at = Signal()

    def __init__(self, scene: Scene, selection: Selection, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._scene, self._selection = scene, selection
        self._key = ""
        self.units: tuple[int, ...] = ()
        self.hearers, self._why_nobody = NOBODY, ""
        self.is_looked_at, self._is_linked = False, True
        self._is_aimed = self._is_held = False
        self._on_air = ""
        self._counting = QTimer(self, singleShot=True, interval=_COUNT_MS)
        self._counting.timeout.connect(self._count)
        selection.changed.connect(self._on_selection)
        scene.changed.connect(self._on_scene)
        scene.replaced.connect(self._counting.start)

    def offer_talk(self, key: str) -> None:
        """One may talk here; ``key`` is what the talk key is called."""
        self._key = key
        self.changed.emit()

    def take(self, *, is_more: bool) -> None:
        """What is chosen now was drawn around; ``is_more``: in addition to what was chosen before."""
        was_aimed = self._is_aimed
        self.units = tuple(sorted(self._selection.units)) if self._key else ()
        if was_aimed and is_more:
            self.called.emit(self.units)
        elif was_aimed:
            self.call_ended.emit()
        self._count()

    def show_talk(self, *, is_aimed: bool, on_air: str) -> None:
        """
        Args:
            is_aimed: the talk key means these units.
            on_air: ``talk`` or ``shout`` while one talks to them, else empty.
        """
        if (is_aimed, on_air) != (self._is_aimed, self._on_air):
            self._is_aimed, self._on_air = is_aimed, on_air
            self.changed.emit()
            self._on_selection()

    def show_link(self, *, is_linked: bool) -> None:
        """Without a link to the station nobody hears, whoever has one."""
        if is_linked != self._is_linked:
            self._is_linked = is_linked
            self._count()

    def forget(self) -> None:
        """The card and the outline are gone, whoever is chosen or aimed at."""
        self.let_go_of()
        if self.units:
            self.units = ()
            self._is_aimed = False
            self.look(False)
            self.changed.emit()

    def model(self) -> dict[str, Any] | None:
        """What the card says; see ``LassoModel`` on the page. None: there is none."""
        if not self.units:
            return None
        why = self._why_nobody
        call = translate("map", "{key} talks to them") if self._is_aimed else translate("map", "Aim {key} at them")
        return {
            "title": translate("map", "{n} units").format(n=len(self.units)),
            "said": why or hearers_words(self.hearers),
            "can_talk": not why,
            "is_aimed": self._is_aimed,
            "on_air": self._on_air,
            "talk": translate("map", "Talk (hold)"),
            "shout": translate("map", "Shout (hold)"),
            "call": call.format(key=self._key),
            "close": translate("map", "Done with these units (Esc)"),
        }

    # --- What the page asks

    def hold(self, is_shout: bool, stays: bool) -> None:
        if self.units and not self._why_nobody:
            self._is_held = not stays
            self.held.emit(self.units, is_shout, stays)

    def let_go_of(self) -> None:
        if self._is_held:
            self._is_held = False
            self.let_go.emit()

    def call(self, is_aimed: bool) -> None:
        if is_aimed and self.units:
            self.called.emit(self.units)
        elif self._is_aimed:
            self.call_ended.emit()

    def look(self, is_looked_at: bool) -> None:
        if is_looked_at != self.is_looked_at:
            self.is_looked_at = is_looked_at
            self.looked_at.emit()

    def close(self) -> None:
        self.call(False)
        self.forget()

    # --- What happens

    def _count(self) -> None:
        self._counting.stop()
        if self.units:
            self.hearers, why = who_hears(self.units, self._scene)
            self._why_nobody = why if self._is_linked else no_link_words()
        self.changed.emit()

    def _on_selection(self) -> None:
        if not self.units or self._is_aimed or self._on_air:
            return
        if tuple(sorted(self._selection.units)) != self.units:
            self.forget()

    def _on_scene(self, changes: Changes) -> None:
        is_about_hearers = changes.units or changes.terminals or changes.voice_links
        if self.units and is_about_hearers and not self._counting.isActive():
            self._counting.start()
