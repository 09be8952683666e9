"""Everything about one unit."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from app.domain.terminal import Terminal, TerminalKind
from app.domain.unit import Unit
from app.picture.changes import Changes
from ui.fleet.cells import terminal_title
from ui.fleet.facts import Facts, since_text
from ui.fleet.header import UnitHeader
from ui.fleet.history import History
from ui.fleet.movement import Movement
from ui.fleet.order_bar import OrderBar
from ui.fleet.pending import PendingOrders
from ui.fleet.ports import HistorySource, TrackSource
from ui.fleet.preview import Preview
from ui.models.fleet_model import FleetRow
from ui.models.roster import Array
from ui.models.scene import Scene
from ui.models.video_sources import VideoSources
from ui.theme.look import Look
from ui.widgets.labels import label, separator
from ui.widgets.talk_buttons import TalkButtons


class UnitPage(QScrollArea):
    """Shows one unit: live from the scene, its past from the ports."""

    def __init__(
        self,
        scene: Scene,
        look: Look,
        sources: VideoSources,
        preview: Preview,
        talk: TalkButtons | None,
        bar: OrderBar,
        pending: PendingOrders,
        tracks: TrackSource,
        history: HistorySource,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._scene, self._look, self._bar, self._pending = scene, look, bar, pending
        self._sources, self._preview, self._talk = sources, preview, talk
        self._shown: Unit | None = None
        self._header, self._facts = UnitHeader(look), Facts(look)
        self._no_position = label(role="secondary", wraps=True)
        self._movement, self._history = Movement(scene, look, tracks, self), History(scene, look, history)
        self._speed = self._section("", self._movement.speed)
        self._reports = self._section(self.tr("Last reports"), self._movement.reports)
        self._compose()
        scene.changed.connect(self._on_changed)
        scene.fixes_arrived.connect(self._on_fixes_arrived)
        scene.replaced.connect(self._on_replaced)
        pending.changed.connect(self.refresh)

    @property
    def preview(self) -> Preview:
        return self._preview

    def show_unit(self, number: int | None) -> None:
        """Show this unit; None, or one that the picture does not have, stops looking at any."""
        unit = self._scene.picture.units.get(number) if number is not None else None
        if unit is not None and self._shown is not None and unit.number == self._shown.number:
            return
        self._shown = unit
        self.verticalScrollBar().setValue(0)
        self._movement.show_unit(unit)
        self._history.show_unit(unit.number if unit else None)
        if unit is None:
            self._preview.show_sources(None, {})
            if self._talk is not None:
                self._talk.show_units([])
        self.refresh()

    def show_followed(self, is_followed: bool) -> None:
        self._bar.set_followed(is_followed)

    def refresh(self) -> None:
        """Draw what is so at this moment: ages have grown, orders wait longer."""
        unit = self._shown
        if unit is None:
            return
        row = FleetRow(unit, self._scene.fleet.of(unit.number), self._scene.age_s(unit.number))
        now_ms = self._scene.clock.now_ms()
        picture = self._scene.picture
        terminals = [one for one in picture.terminals.values() if one.unit == unit.number]
        carried = [one.number for one in terminals]
        self._header.show_row(row)
        if self._talk is not None:
            self._talk.show_units([unit.number])
        self._preview.show_sources(unit.number, self._choice(unit, terminals))
        self._bar.set_status(unit.status)
        self._bar.show_pending(self._pending.of([unit.number]))
        self._facts.show_unit(
            row,
            terminals,
            [picture.streams[number] for number in carried if number in picture.streams],
            [picture.voice_links[number] for number in carried if number in picture.voice_links],
            now_ms,
        )
        self._no_position.setText(self._why_no_position(unit, has_terminal=bool(terminals)))
        self._no_position.setVisible(row.fix is None)
        for section in (self._speed, self._reports):
            section.setVisible(unit.is_on_duty)
        self._movement.refresh()

    def _compose(self) -> None:
        px = self._look.theme.px
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        content = QWidget()
        layout = QVBoxLayout(content)
        layout.setContentsMargins(px(12), px(12), px(12), px(12))
        layout.setSpacing(px(10))
        talk = (self._talk,) if self._talk is not None else ()
        head = (self._header, self._preview, *talk, self._bar, separator(), self._facts, self._no_position)
        for widget in (*head, self._speed, self._section(self.tr("History"), self._history), self._reports):
            layout.addWidget(widget)
        layout.addStretch(1)
        self.setWidget(content)

    def _section(self, title: str, content: QWidget) -> QWidget:
        section = QWidget()
        layout = QVBoxLayout(section)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(self._look.theme.px(6))
        layout.addWidget(separator())
        if title:
            layout.addWidget(label(title, "caption"))
        layout.addWidget(content)
        return section

    def _choice(self, unit: Unit, terminals: Sequence[Terminal]) -> dict[int, str]:
        """What may send pictures of all that the unit carries, the best first."""
        best = self._sources.of_unit(unit.number)
        carried = [one for one in terminals if one.kind is not TerminalKind.GATEWAY]
        carried.sort(key=lambda one: one.number != best)
        return {one.number: terminal_title(one) for one in carried}

    def _why_no_position(self, unit: Unit, *, has_terminal: bool) -> str:
        if not unit.is_on_duty:
            since = since_text(unit.status_at, self._scene.clock.now_ms())
            return self.tr("Off duty {since}. A unit off duty has no position.").format(since=since)
        if not has_terminal:
            return self.tr("No position: the unit has no terminal. Register one for it.")
        return self.tr("No position yet. It shows with the terminal's next report.")

    def _on_changed(self, changes: Changes) -> None:
        if self._shown is None:
            return
        number, was_on_duty = self._shown.number, self._shown.is_on_duty
        if number in changes.units:
            self._shown = self._scene.picture.units.get(number, self._shown)
            if self._shown.is_on_duty != was_on_duty:
                self._movement.show_unit(self._shown)
        # Links of a whole city get better and worse all the time.
        terminals = self._scene.picture.terminals
        has_link_news = any(terminals[one].unit == number for one in changes.voice_links if one in terminals)
        if number in changes.units or changes.terminals or changes.streams or has_link_news:
            self.refresh()

    def _on_fixes_arrived(self, moved: Array) -> None:
        if self._shown is not None and (moved == self._shown.number).any():
            self.refresh()

    def _on_replaced(self) -> None:
        number, self._shown = self._shown.number if self._shown else None, None
        self.show_unit(number)
