"""The buttons that talk to units from where they are shown, and what keeps them from hearing."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, QTimer, Signal
from PySide6.QtGui import QAction, QKeySequence, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.picture.audience import Hearers
from app.picture.changes import Changes
from ui.models.scene import Scene
from ui.theme.icons import Icon, keep_tinted
from ui.theme.look import Look
from ui.theme.scale import ICON_PX
from ui.widgets.hearers_words import hearers_words, no_link_words, who_hears
from ui.widgets.hold_button import HoldButton
from ui.widgets.labels import label, set_role
from ui.widgets.push_button import PushButton

#: Who can hear is counted again this long after a change.
_COUNT_MS = 250


class TalkButtons(QWidget):
    """Hold to talk, hold to shout, call; disabled while nobody can hear, which is said with the reason.

    Args:
        call: aims the talk key at what is chosen.
    Signals:
        held(units, is_shout, stays): speak to these, and with ``stays`` also after the button has come up.
        let_go().
    """

    held = Signal(object, bool, bool)
    let_go = Signal()

    def __init__(self, scene: Scene, look: Look, call: QAction, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._scene, self._look, self._call = scene, look, call
        self._units: tuple[int, ...] = ()
        self._is_linked = True
        self.talk, self.shout = HoldButton(self.tr("Talk")), HoldButton(self.tr("Shout"))
        keys = call.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        self.call = PushButton(self.tr("Call  {key}").format(key=keys))
        self.call.setToolTip(call.toolTip())
        self.call.clicked.connect(call.trigger)
        self.shout.setProperty("role", "alarm")
        self._said = label(role="secondary", wraps=True)
        for button, which, is_shout in ((self.talk, Icon.TALK, False), (self.shout, Icon.SHOUT, True)):
            button.held.connect(lambda stays, is_shout=is_shout: self.held.emit(self._units, is_shout, stays))
            button.let_go.connect(self.let_go)
            button.let_go.connect(self._count)
            ink = (lambda theme: theme.error.ink) if is_shout else None
            keep_tinted(look, button, which, ink)
        self._compose()
        self._counting = QTimer(self, singleShot=True, interval=_COUNT_MS)
        self._counting.timeout.connect(self._count)
        scene.changed.connect(self._on_scene)
        scene.replaced.connect(self._counting.start)

    @property
    def said(self) -> str:
        return self._said.text()

    def show_units(self, units: Sequence[int]) -> None:
        """Whoever is being talked to goes on hearing that only while they stay shown."""
        if tuple(units) == self._units:
            return
        for button in (self.talk, self.shout):
            button.come_up()
        self._units = tuple(units)
        self._count()

    def show_link(self, *, is_linked: bool) -> None:
        """Without a link to the station nobody hears, whoever has one."""
        if is_linked != self._is_linked:
            self._is_linked = is_linked
            self._count()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._count()

    def _on_scene(self, changes: Changes) -> None:
        is_about_hearers = changes.units or changes.terminals or changes.voice_links
        if is_about_hearers and self.isVisible() and not self._counting.isActive():
            self._counting.start()

    def _count(self) -> None:
        if not self._units or not self.isVisible():
            return
        heard, why = who_hears(self._units, self._scene)
        if not self._is_linked:
            why = no_link_words()
        for button, told in ((self.talk, self._talk_words(heard)), (self.shout, self._shout_words(heard))):
            # Under the hand it stays as it is: what is being said is said to whoever comes back.
            button.setEnabled(not why or button.is_held)
            button.setToolTip(why or told)
            button.setAccessibleName(why or told)
        self._said.setText(why or hearers_words(heard))
        set_role(self._said, "warning" if why else "secondary")

    def _talk_words(self, heard: Hearers) -> str:
        told = self.tr("Hold to talk to them; Enter, or Shift, stays. {heard}")
        return told.format(heard=hearers_words(heard))

    def _shout_words(self, heard: Hearers) -> str:
        told = self.tr("Hold to speak out of their loudspeakers; Enter, or Shift, stays. {heard}")
        return told.format(heard=hearers_words(heard))

    def _compose(self) -> None:
        px = self._look.theme.px
        row = QHBoxLayout()
        row.setSpacing(px(4))
        for button in (self.talk, self.shout, self.call):
            row.addWidget(button, 1)
        for button in (self.talk, self.shout):
            button.setIconSize(QSize(px(ICON_PX), px(ICON_PX)))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(4))
        column.addLayout(row)
        column.addWidget(self._said)
