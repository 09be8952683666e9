"""How to connect a terminal: the address to type or to scan, and whether it has been heard."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QTabWidget, QVBoxLayout, QWidget

from app.domain.command import RenewTerminalSecret, StartDuty
from app.domain.errors import AppError
from app.domain.history import Address
from app.domain.terminal import Terminal
from app.domain.unit import Unit
from ui.dialogs.connection_guides import guides
from ui.dialogs.phone_setup import is_only_local
from ui.models.scene import Scene
from ui.theme.look import Look
from ui.widgets.durations import ago_text
from ui.widgets.labels import label, separator, set_role
from ui.widgets.ports import Addresses, Orders
from ui.widgets.push_button import PushButton
from ui.widgets.question import ask_before
from ui.widgets.sentences import sentence
from ui.widgets.words import protocol_name


class ConnectionPanel(QWidget):
    """Asks the station for the address only when somebody wants to see it, since it carries a secret.

    Args:
        may_see: whether the operator's role may.
    """

    def __init__(self, scene: Scene, orders: Orders, addresses: Addresses, look: Look, *, may_see: bool) -> None:
        super().__init__()
        self._scene, self._orders, self._addresses = scene, orders, addresses
        self._look, self._may_see = look, may_see
        self._terminal: Terminal | None = None
        self._heard = label(wraps=True)
        self._advice = label(role="warning", wraps=True)
        self._start_duty = _button(self.tr("Start duty"), self._on_start_duty)
        self._ask = _button(self.tr("Show how to connect it"), self.ask)
        self._renew = _button(self.tr("New address …"), self._on_renew)
        self._renew.setToolTip(self.tr("Makes the present address useless, e.g. when a phone was lost"))
        self._note = label(wraps=True)
        self._tabs = QTabWidget()
        self._lay_out()
        self._timer = QTimer(self, interval=1000)
        self._timer.timeout.connect(self._show_heard)
        scene.changed.connect(self._on_picture)
        scene.replaced.connect(self._on_picture)

    @property
    def heard(self) -> str:
        return self._heard.text()

    @property
    def advice(self) -> str:
        return self._advice.text() if not self._advice.isHidden() else ""

    def show_terminal(self, terminal: Terminal | None) -> None:
        """Show this one; None hides the panel."""
        is_other = _address_of(terminal) != _address_of(self._terminal)
        self._terminal = terminal
        self.setVisible(terminal is not None)
        if is_other:
            self._tabs.clear()
            self._tabs.hide()
            self._say("" if self._may_see else self.tr("Your role may not see the address: it carries a secret."))
            self._ask.setVisible(self._may_see)
            self._renew.setVisible(self._may_see)
        self._show_heard()
        self._show_advice()

    def ask(self) -> None:
        """Get the address from the station."""
        if self._terminal is None or not self._may_see:
            return
        number = self._terminal.number
        self._ask.setEnabled(False)
        self._say(self.tr("Asking the station …"))
        self._addresses.address(number, lambda address: self._on_address(number, address), self._on_failed, self)

    def _on_address(self, number: int, address: Address) -> None:
        self._ask.setEnabled(True)
        terminal = self._terminal
        if terminal is None or terminal.number != number:
            return
        self._ask.hide()
        local = self.tr(
            "This address works on this machine only. Set the station's public_url to an address phones can reach."
        )
        self._say(local if is_only_local(address.osmand_url) else "", "warning")
        self._tabs.clear()
        for title, guide in guides(terminal, address, self._look):
            self._tabs.addTab(guide, title)
        self._tabs.show()

    def _on_failed(self, error: AppError) -> None:
        self._ask.setEnabled(True)
        self._say(str(sentence(error)), "error")

    def _show_heard(self) -> None:
        terminal = self._terminal
        if terminal is None:
            return
        if terminal.first_heard_at is None:
            self._heard.setText(self.tr("○ Waiting for the first report …"))
            set_role(self._heard, "caption")
            return
        age_s = self._scene.clock.now_ms() / 1000 - terminal.first_heard_at.timestamp()
        said = self.tr("● First heard {ago} by {protocol}")
        self._heard.setText(
            said.format(ago=ago_text(max(0.0, age_s)), protocol=protocol_name(terminal.first_heard_by))
        )
        set_role(self._heard, "good")

    def _show_advice(self) -> None:
        """What keeps its reports from being shown."""
        unit = self._unit()
        is_off_duty = unit is not None and not unit.is_on_duty
        if is_off_duty:
            text = self.tr("{callsign} is off duty: what its terminals report is thrown away unseen.")
            self._advice.setText(text.format(callsign=unit.callsign if unit else ""))
        else:
            self._advice.setText(
                self.tr("It belongs to no unit: its reports are shown nowhere. Choose a unit above.")
            )
        is_carried = self._terminal is not None and self._terminal.kind != "gateway"
        self._advice.setVisible(is_off_duty or (is_carried and unit is None))
        self._start_duty.setVisible(is_off_duty)

    def _unit(self) -> Unit | None:
        number = self._terminal.unit if self._terminal else None
        return self._scene.picture.units.get(number) if number is not None else None

    def _on_picture(self) -> None:
        if self._terminal is not None:
            self.show_terminal(self._scene.picture.terminals.get(self._terminal.number))

    def _on_start_duty(self) -> None:
        unit = self._unit()
        if unit is not None:
            self._orders.send(StartDuty(unit=unit.number))

    def _on_renew(self) -> None:
        if self._terminal is None:
            return
        number = self._terminal.number
        ask_before(
            self,
            self.tr("New address"),
            self.tr("Give this terminal a new address? The present one stops working at once."),
            self.tr("Give a new address"),
            lambda: self._orders.send(RenewTerminalSecret(number=number)),
        )

    def _say(self, text: str, role: str = "hint") -> None:
        self._note.setText(text)
        self._note.setVisible(bool(text))
        set_role(self._note, role)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._timer.start()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._timer.stop()

    def _lay_out(self) -> None:
        advice = QHBoxLayout()
        advice.addWidget(self._advice, 1)
        advice.addWidget(self._start_duty)
        buttons = QHBoxLayout()
        buttons.addWidget(self._ask)
        buttons.addWidget(self._renew)
        buttons.addStretch()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 8, 0, 0)
        layout.setSpacing(10)
        layout.addWidget(separator())
        layout.addWidget(label(self.tr("Connection"), "heading"))
        layout.addWidget(self._heard)
        layout.addLayout(advice)
        layout.addLayout(buttons)
        layout.addWidget(self._note)
        layout.addWidget(self._tabs)


def _address_of(terminal: Terminal | None) -> tuple[int, int] | None:
    """What an address belongs to: a terminal with its present secret."""
    return (terminal.number, terminal.secret_generation) if terminal else None


def _button(text: str, then: object) -> PushButton:
    made = PushButton(text)
    made.clicked.connect(then)
    return made
