"""The sign that something is being announced, or will be again: it stays where the dialog is closed."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from ui.announce.programme import Programme
from ui.announce.series import Series
from ui.announce.words import series_words
from ui.theme.icons import Icon, keep_tinted
from ui.theme.look import Look
from ui.widgets.durations import clock_text
from ui.widgets.push_button import PushButton


class RunningSign(PushButton):
    """Hidden while nothing runs. Pressed, it leads to what runs, which can be stopped there."""

    def __init__(self, programme: Programme, look: Look, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self._programme = programme
        self.setProperty("role", "quiet")
        keep_tinted(look, self, Icon.SHOUT)
        programme.listed.connect(self._show)
        programme.changed.connect(self._show)
        self._show()

    def _show(self) -> None:
        running = [one for one in self._programme.series if not one.is_over]
        if running:
            self.setText(
                self._words(running[0]) if len(running) == 1 else self.tr("{n} running").format(n=len(running))
            )
            told = [" · ".join(filter(None, (one.name, one.audience, series_words(one)))) for one in running]
            self.setToolTip("\n".join([*told, self.tr("Press to see who heard it, or to stop it")]))
            self.setAccessibleName(self.tr("Announcements: {what}").format(what=self.text()))
        self.setVisible(bool(running))

    def _words(self, series: Series) -> str:
        if series.is_speaking or series.next_at is None:
            return self.tr("announcing")
        return self.tr("again {time}").format(time=clock_text(series.next_at))
