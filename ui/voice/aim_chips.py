"""What the talk key is aimed at instead of a talkgroup: the selection, other units; and whether it is a shout."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from app.domain.audience import MOST_MEMBERS
from ui.theme.icons import Icon, icon
from ui.theme.look import Look
from ui.theme.scale import ICON_PX
from ui.voice.choice import TalkChoice
from ui.widgets.push_button import PushButton


class AimChips(QWidget):
    """A chip that is down is what the key means; pressed again, the key means the talkgroup."""

    def __init__(self, choice: TalkChoice, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._choice, self._look = choice, look
        self.selected, self.aimed, self.shout = PushButton(), PushButton(), PushButton(self.tr("Shout"))
        for chip in (self.selected, self.aimed, self.shout):
            chip.setCheckable(True)
            chip.setProperty("role", "chip")
        self.shout.setProperty("role", "shout")
        self.selected.clicked.connect(self._on_selected)
        self.aimed.clicked.connect(choice.back)
        self.shout.clicked.connect(choice.set_shout)
        self.selected.setToolTip(self.tr("Talk to the selected units and to nobody else"))
        self.shout.setToolTip(self.tr("Out of their loudspeakers, whatever they are set to"))
        # They are pressed without looking twice: none of them is cut.
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        for chip in (self.selected, self.aimed, self.shout):
            self._row.addWidget(chip)
        look.changed.connect(self._on_look_changed)
        self._on_look_changed()

    def show_state(self) -> None:
        choice = self._choice
        aim, size = choice.aim, choice.selected.size
        self.selected.setVisible(size > 0)
        self.selected.setText(self.tr("+{n} selected").format(n=size))
        self.selected.setChecked(choice.is_selection)
        self.selected.setEnabled(size <= MOST_MEMBERS)
        self.aimed.setVisible(aim is not None and not choice.is_selection)
        name = choice.name.replace("&", "&&")
        self.aimed.setText(name if choice.is_held else self.tr("{name} ✕").format(name=name))
        told = self.tr("The key talks to {name}. Press, or Esc: into the talkgroup again").format(name=choice.name)
        self.aimed.setToolTip(told)
        self.aimed.setAccessibleName(told)
        self.aimed.setChecked(True)
        self.shout.setVisible(aim is not None and not choice.is_held)
        self.shout.setChecked(choice.is_shout)
        error = self._look.theme.error
        self.shout.setIcon(icon(self._look.theme, Icon.SHOUT, error.on_fill if choice.is_shout else error.ink))
        self.setVisible(size > 0 or aim is not None)

    def _on_selected(self, is_on: bool) -> None:
        if is_on:
            self._choice.talk_to(self._choice.selected)
        else:
            self._choice.back()

    def _on_look_changed(self) -> None:
        px = self._look.theme.px
        self._row.setSpacing(px(4))
        self.shout.setIconSize(QSize(px(ICON_PX - 2), px(ICON_PX - 2)))
        self.show_state()
