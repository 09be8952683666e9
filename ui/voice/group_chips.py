"""The groups of the talk bar: heard or muted, and the one that the key talks into."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QSizePolicy, QToolTip, QWidget

from ui.theme.icons import Icon, keep_tinted
from ui.theme.look import Look
from ui.voice.choice import GAIN_STEP_DB, TalkChoice
from ui.widgets.labels import set_role
from ui.widgets.push_button import PushButton
from ui.widgets.talk_port import Talk

_SIGNS = _HEARD, _MUTED, _TALKING, _TALKING_MUTED = "●", "○", "▶", "▷"
_CALLS_SHOWN = 2
_NOTCH = 120
_LOUDER = (Qt.Key.Key_Plus, Qt.Key.Key_Equal)


class GroupChip(PushButton):
    """Enter or a press: talk into it. M: mute it. Plus, minus, the wheel: its volume. The menu has both."""

    def __init__(self, call: int, choice: TalkChoice, look: Look, parent: QWidget) -> None:
        super().__init__(parent=parent)
        if call in choice.open_calls:
            keep_tinted(look, self, Icon.SHOUT if choice.is_shouted(call) else Icon.CALL)
        self.call, self._choice = call, choice
        #: What the wheel turned short of a notch.
        self._wheel = 0
        self._sign = _HEARD
        self.setCheckable(True)
        self.setProperty("role", "chip")
        self.clicked.connect(lambda: choice.talk_into(call))

    def show_state(self, name: str, *, is_talking: bool, is_emergency: bool = False) -> None:
        is_muted = self._choice.is_muted(self.call)
        set_role(self, "alarm_on" if is_emergency else "chip")
        is_silent = is_muted and not is_emergency
        self._sign = (_TALKING_MUTED if is_silent else _TALKING) if is_talking else _MUTED if is_muted else _HEARD
        self.setText(self.tr("{name} {sign}").format(name=name.replace("&", "&&"), sign=self._sign))
        self.setChecked(self._choice.call == self.call)
        heard = self.tr("muted, but for emergencies") if is_muted else self.tr("heard")
        gain_db = self._choice.gain_db(self.call)
        if gain_db:
            heard = self.tr("{heard} at {gain} dB").format(heard=heard, gain=f"{gain_db:+g}")
        told = self.tr("{name}, {heard}. Enter: talk here. M: mute or hear. + or −, or the wheel: volume")
        told = told.format(name=name, heard=heard)
        self.setToolTip(told)
        self.setAccessibleName(told)

    def sizeHint(self) -> QSize:
        """As wide whoever talks or is muted: what stands beside it stays there."""
        width_of = self.fontMetrics().horizontalAdvance
        return super().sizeHint() + QSize(max(map(width_of, _SIGNS)) - width_of(self._sign), 0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_M and not event.modifiers():
            self._choice.mute(self.call, not self._choice.is_muted(self.call))
        elif event.key() in _LOUDER:
            self._turn(1)
        elif event.key() == Qt.Key.Key_Minus:
            self._turn(-1)
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        steps, self._wheel = divmod(self._wheel + event.angleDelta().y(), _NOTCH)
        if steps:
            self._turn(steps)
            QToolTip.showText(event.globalPosition().toPoint(), self.toolTip(), self)
        event.accept()

    def _turn(self, steps: int) -> None:
        self._choice.set_gain(self.call, self._choice.gain_db(self.call) + steps * GAIN_STEP_DB)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        muted = menu.addAction(self.tr("Mute"))
        muted.setCheckable(True)
        muted.setChecked(self._choice.is_muted(self.call))
        muted.toggled.connect(partial(self._choice.mute, self.call))
        menu.addAction(self.tr("Louder")).triggered.connect(lambda: self._turn(1))
        menu.addAction(self.tr("Softer")).triggered.connect(lambda: self._turn(-1))
        as_it_comes = menu.addAction(self.tr("As loud as it comes"))
        as_it_comes.setEnabled(bool(self._choice.gain_db(self.call)))
        as_it_comes.triggered.connect(lambda: self._choice.set_gain(self.call, 0.0))
        menu.popup(event.globalPos())


class GroupChips(QWidget):
    """As many as there is room for, what is talked into and new calls among them; the rest behind a button.

    Left and Right go from chip to chip.
    """

    def __init__(self, talk: Talk, choice: TalkChoice, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._talk, self._choice, self._look = talk, choice, look
        self._chips: dict[int, GroupChip] = {}
        #: Of what it may have, when it was fitted last.
        self.used_px = 0
        self._more = PushButton(parent=self)
        self._more.setProperty("role", "quiet")
        self._more.clicked.connect(self._open_more)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.addWidget(self._more)
        self._row.addStretch(1)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.show_state()

    def show_state(self) -> None:
        calls = self._choice.calls
        for call in [call for call in self._chips if call not in calls]:
            gone = self._chips.pop(call)
            self._row.removeWidget(gone)
            gone.hide()
            gone.deleteLater()
        for at, (call, name) in enumerate(calls.items()):
            if call not in self._chips:
                self._chips[call] = GroupChip(call, self._choice, self._look, self)
            self._row.removeWidget(self._chips[call])
            self._row.insertWidget(at, self._chips[call])
            held = self._talk.held.get(call)
            is_emergency = held is not None and held.is_emergency
            self._chips[call].show_state(name, is_talking=held is not None, is_emergency=is_emergency)
        self._fit()

    def shown(self) -> list[GroupChip]:
        return [chip for chip in self._chips.values() if not chip.isHidden()]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self.focusNextPrevChild(event.key() == Qt.Key.Key_Right)
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        gap = self._look.theme.px(4)
        self._row.setSpacing(gap)
        widths = {call: chip.sizeHint().width() + gap for call, chip in self._chips.items()}
        room = self.maximumWidth() if self.maximumWidth() < 10_000 else self.width()
        # Whoever has just called is not behind a button, and an emergency least of all.
        urgent = [call for call, held in self._talk.held.items() if held.is_emergency]
        calling = self._choice.open_calls[-_CALLS_SHOWN:]
        first = [call for call in (*urgent, self._choice.call, *reversed(calling)) if call in widths]
        shown: set[int] = set()
        if sum(widths.values()) > room:
            # As wide as it can become, whatever it says yet: else it would depend on that what fits beside it.
            self._more.setText(self.tr("+{n} …").format(n=len(widths)))
            room -= self._more.sizeHint().width() + gap
        for call in dict.fromkeys([*first, *widths]):
            if call is not None and (widths[call] <= room or not shown):
                shown.add(call)
                room -= widths[call]
        for call, chip in self._chips.items():
            chip.setVisible(call in shown)
        hidden = len(widths) - len(shown)
        self.used_px = sum(widths[call] for call in shown)
        self._more.setText(self.tr("+{n} …").format(n=hidden))
        self._more.setToolTip(self.tr("{n} more groups").format(n=hidden))
        self._more.setAccessibleName(self._more.toolTip())
        self._more.setVisible(hidden > 0)
        if hidden:
            self.used_px += self._more.sizeHint().width() + gap

    def _open_more(self) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for call, name in self._choice.calls.items():
            if self._chips[call].isHidden():
                entry = menu.addAction(name.replace("&", "&&"))
                entry.triggered.connect(partial(self._choice.talk_into, call))
        menu.popup(self._more.mapToGlobal(QPoint(0, -menu.sizeHint().height())))
