"""The buttons for the chosen units, and the orders that wait."""

from __future__ import annotations

import time
from collections.abc import Iterable

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from app.domain.unit import UnitStatus
from ui.fleet.action_button import ActionButton
from ui.fleet.event_words import order_text
from ui.fleet.ports import GivenOrder
from ui.theme.look import Look
from ui.widgets.durations import age_text
from ui.widgets.labels import label, set_role
from ui.widgets.sentences import sentence
from ui.widgets.unit_actions import UnitActions
from ui.widgets.words import status_name

#: By the names of their methods in ``UnitActions``.
_STATUS_ACTIONS = {
    UnitStatus.AVAILABLE: "set_available",
    UnitStatus.EN_ROUTE: "set_en_route",
    UnitStatus.ON_SCENE: "set_on_scene",
    UnitStatus.BUSY: "set_busy",
    UnitStatus.OUT_OF_SERVICE: "set_out_of_service",
}


class OrderBar(QWidget):
    """Show and follow on the map, the five states, duty; below, what was ordered and not yet done.

    Args:
        follow: left away where several units are chosen.
    """

    def __init__(
        self,
        actions: UnitActions,
        zoom: QAction,
        look: Look,
        follow: QAction | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        named = {action.objectName(): action for action in actions.actions}
        self._start_action, self._end_action = named["start_duty"], named["end_duty"]
        self._start = ActionButton(self._start_action, self.tr("Start duty"), look)
        self._end = ActionButton(self._end_action, self.tr("End duty"), look)
        self._states = {
            status: ActionButton(named[name], status_name(status), look)
            for status, name in _STATUS_ACTIONS.items()
        }
        self._follow_key = _key(follow) if follow is not None else ""
        self._follow = ActionButton(follow, "", look) if follow is not None else None
        self._waiting = label(role="secondary", wraps=True)
        self._waiting.hide()
        grid = QGridLayout()
        grid.setSpacing(look.theme.px(4))
        show = ActionButton(zoom, self.tr("Show  {key}").format(key=_key(zoom)), look)
        # Of one unit, only one of start and end is ever to be pressed, and they share a place.
        pairs: list[tuple[QWidget, ...]] = [(show, self._follow or self._start)]
        rest = (*self._states.values(), self._end)
        pairs += zip(rest[::2], rest[1::2], strict=True)
        for line, pair in enumerate(pairs):
            for column, button in enumerate(pair):
                grid.addWidget(button, line, column)
                grid.setColumnStretch(column, 1)
        if self._follow is not None:
            grid.addWidget(self._start, len(pairs) - 1, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(look.theme.px(6))
        layout.addLayout(grid)
        layout.addWidget(self._waiting)
        for action in (self._start_action, self._end_action):
            action.changed.connect(self._show_duty)
        self._show_duty()

    def set_followed(self, is_followed: bool) -> None:
        if self._follow is not None:
            self._follow.set_current(is_followed)
            text = self.tr("Following  {key}") if is_followed else self.tr("Follow  {key}")
            self._follow.setText(text.format(key=self._follow_key))

    def set_status(self, status: UnitStatus | None) -> None:
        """The status that all chosen units have, or None."""
        for of_button, button in self._states.items():
            button.set_current(of_button is status)

    def show_pending(self, pending: Iterable[GivenOrder]) -> None:
        """One line for each kind of order, since many units may wait for the same."""
        same: dict[tuple[str, str, bool], list[GivenOrder]] = {}
        for one in pending:
            why = one.refusal or one.held_by
            said = sentence(why).what if why is not None else ""
            what = order_text(one.command) if one.command is not None else ""
            same.setdefault((what, said, one.refusal is not None), []).append(one)
        self._waiting.setText("\n".join(self._line(*what, those) for what, those in same.items()))
        self._waiting.setVisible(bool(same))
        set_role(self._waiting, "error" if any(is_refused for *_, is_refused in same) else "warning")

    def _line(self, order: str, why: str, is_refused: bool, pending: list[GivenOrder]) -> str:
        if len(pending) > 1:
            order = self.tr("{order} (units: {n})").format(order=order, n=len(pending))
        if is_refused:
            return self.tr("✕ {order}: {why}").format(order=order, why=why)
        waited_s = max(0.0, time.time() - min(one.since_ms for one in pending) / 1000)
        line = self.tr("→ {order}, waiting {age}").format(order=order, age=age_text(waited_s))
        return f"{line}. {why}" if why else line

    def _show_duty(self) -> None:
        """One of the two; both while the chosen units are partly on duty and partly not."""
        can_start, can_end = self._start_action.isEnabled(), self._end_action.isEnabled()
        self._start.setVisible(can_start)
        self._end.setVisible(can_end or not can_start)


def _key(action: QAction) -> str:
    return action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
