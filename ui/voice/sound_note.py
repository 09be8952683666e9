"""What there is to say of microphone and loudspeaker: at length where there is room, else in a word or two."""

from __future__ import annotations

from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.theme.look import Look
from ui.voice.words import sound_brief, sound_words
from ui.widgets.elided_label import ElidedLabel
from ui.widgets.labels import set_role
from ui.widgets.talk_port import SoundState

#: Names of devices may be long; the words without one are not.
_MOST_PX = 200


class SoundNote(ElidedLabel):
    """Hidden while both devices are there as they were chosen. What is left out is in its tooltip."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(role="warning", parent=parent)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        self._look = look
        self._words = self._brief = ""

    def show_sound(self, sound: SoundState) -> None:
        self._words, self._brief = sound_words(sound), sound_brief(sound)
        set_role(self, "secondary" if sound.is_as_chosen else "warning")
        self.setVisible(bool(self._words))

    @property
    def least_px(self) -> int:
        """What it needs at least; 0 while there is nothing to say."""
        return min(self._width_of(self._brief), self._look.theme.px(_MOST_PX)) if self._words else 0

    def give_room(self, px: int) -> None:
        """Say as much as can be said there, and at least the short form."""
        is_full = self._width_of(self._words) <= px
        self.setText(self._words if is_full else self._brief)
        self.set_hint("" if is_full else self._words)
        self.setFixedWidth(self._width_of(self._words) if is_full else self.least_px)

    def _width_of(self, words: str) -> int:
        return self.fontMetrics().horizontalAdvance(words) + 2
