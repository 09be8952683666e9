"""Where a terminal's video comes from: whether it sends now, and where it is fetched while it does not."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.domain.command import SetTerminalPull
from app.domain.terminal import Terminal, TerminalKind
from ui.dialogs.pull_dialog import PullDialog
from ui.models.scene import Scene
from ui.theme.look import Look
from ui.widgets.labels import label, separator, set_role
from ui.widgets.ports import Orders, Trials
from ui.widgets.push_button import PushButton
from ui.widgets.question import ask_before


class TerminalVideo(QWidget):
    """
    Args:
        may_change: whether the operator's role may say where video is fetched.
    """

    def __init__(self, scene: Scene, orders: Orders, trials: Trials, look: Look, *, may_change: bool) -> None:
        super().__init__()
        self._scene, self._orders, self._trials, self._look = scene, orders, trials, look
        self._may_change = may_change
        self._terminal: Terminal | None = None
        self._name = ""
        self._live = label(wraps=True)
        self._from = label(role="secondary", wraps=True)
        self._set = PushButton()
        self._set.clicked.connect(self.open_address)
        self._remove = PushButton(self.tr("Remove address"))
        self._remove.clicked.connect(self.ask_to_remove)
        buttons = QHBoxLayout()
        for button in (self._set, self._remove):
            buttons.addWidget(button)
        buttons.addStretch()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 8, 0, 0)
        layout.setSpacing(10)
        for part in (separator(), label(self.tr("Video"), "heading"), self._live, self._from):
            layout.addWidget(part)
        layout.addLayout(buttons)
        scene.changed.connect(self._on_picture)
        scene.replaced.connect(self._on_picture)

    @property
    def live(self) -> str:
        return self._live.text()

    @property
    def fetched(self) -> str:
        return self._from.text()

    def show_terminal(self, terminal: Terminal | None, name: str) -> None:
        """Show this one, called ``name`` in the list; None, and a gateway, which has no video, hide the panel."""
        self._terminal, self._name = terminal, name
        is_shown = terminal is not None and terminal.kind is not TerminalKind.GATEWAY
        self.setVisible(is_shown)
        if terminal is None or not is_shown:
            return
        is_live = terminal.number in self._scene.picture.streams
        self._live.setText(self.tr("● It sends video now.") if is_live else self.tr("○ It sends no video now."))
        set_role(self._live, "good" if is_live else "caption")
        host = terminal.pulls_from
        said = self.tr("While it sends none, video is fetched from {host}.").format(host=host)
        self._from.setText(said if host else self.tr("While it sends none, there is nowhere to fetch it from."))
        self._set.setText(self.tr("Replace address …") if host else self.tr("Set address …"))
        self._set.setVisible(self._may_change)
        self._remove.setVisible(self._may_change and bool(host))

    def open_address(self) -> None:
        """In a window of its own, of which there is one a terminal."""
        if self._terminal is None:
            return
        number, window = self._terminal.number, self.window()
        opened = next((one for one in window.findChildren(PullDialog) if one.terminal == number), None)
        dialog = opened or PullDialog(number, self._name, self._orders, self._trials, self._look, window)
        dialog.show()
        dialog.raise_()
        dialog.activateWindow()

    def ask_to_remove(self) -> None:
        """Asked twice: the station forgets the address, and nobody can read it anywhere again."""
        if self._terminal is None:
            return
        number = self._terminal.number
        ask_before(
            self,
            self.tr("Remove address"),
            self.tr("Forget where the video of {name} is fetched?").format(name=self._name),
            self.tr("Remove address"),
            lambda: self._orders.send(SetTerminalPull(number=number, pull=None)),
        )

    def _on_picture(self) -> None:
        if self._terminal is not None:
            self.show_terminal(self._scene.picture.terminals.get(self._terminal.number), self._name)
