"""Talk from anywhere: what the panes ask, the talk key does; and the map shows who talks and who is talked to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from PySide6.QtCore import QCoreApplication, QObject

from app.voice.talk_state import Phase
from ui.fleet.detail import UnitDetail
from ui.map.view import MapView
from ui.models.scene import Scene
from ui.voice.aim import Aim, UnitsGroup
from ui.widgets.hearers_words import who_hears
from ui.workplace_voice import WorkplaceVoice


class SourceTalk:
    """What tiles ask: a source is talked to by talking to the unit that carries it."""

    def __init__(self, voice: WorkplaceVoice, scene: Scene) -> None:
        self._voice, self._scene = voice, scene

    def why_not(self, source: int) -> str:
        if source in self._scene.picture.cameras:
            return QCoreApplication.translate("talk", "A camera has nobody to talk to")
        unit = self._unit_of(source)
        if unit is None:
            return QCoreApplication.translate("talk", "No unit carries this terminal")
        return who_hears([unit], self._scene)[1]

    def hold(self, source: int, *, stays: bool) -> None:
        unit = self._unit_of(source)
        if unit is not None:
            self._voice.hold([unit], stays=stays)

    def let_go(self) -> None:
        self._voice.let_go()

    def _unit_of(self, source: int) -> int | None:
        terminal = self._scene.picture.terminals.get(source)
        return terminal.unit if terminal is not None else None


class WorkplaceTalk(QObject):
    """Wires the map's lasso and the detail pane to the talk key."""

    def __init__(
        self,
        voice: WorkplaceVoice,
        scene: Scene,
        map_view: MapView,
        detail: UnitDetail,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._voice, self._scene, self._map, self._detail = voice, scene, map_view, detail
        lasso = map_view.lasso
        for asking in (lasso.held, detail.talk_held):
            asking.connect(self._on_held)
        for ending in (lasso.let_go, detail.talk_let_go):
            ending.connect(voice.let_go)
        lasso.called.connect(voice.talk_to)
        lasso.call_ended.connect(voice.choice.back)
        for looked_at in (lasso.looked_at, voice.bar.hearers.looked_at):
            looked_at.connect(self._ring)
        lasso.changed.connect(self._ring)
        voice.choice.changed.connect(self._show)
        voice.voice.changed.connect(self._show)
        voice.key.key_changed.connect(self._name_key)
        self._name_key()
        self._show()

    def _on_held(self, units: Sequence[int], is_shout: bool, stays: bool) -> None:
        self._voice.hold(units, is_shout=is_shout, stays=stays)

    def _name_key(self) -> None:
        self._map.lasso.offer_talk(self._voice.key.name)

    def _show(self) -> None:
        choice, units = self._voice.choice, self._map.lasso.units
        is_linked = self._voice.voice.voice.path is not None
        for place in (self._map.lasso, self._detail):
            place.show_link(is_linked=is_linked)
        on_air = ""
        if self._voice.voice.own.phase is Phase.ON_AIR and _means(choice.aim, units):
            on_air = "shout" if choice.is_shout else "talk"
        self._map.lasso.show_talk(is_aimed=_means(choice.aimed, units), on_air=on_air)
        self._ring()

    def _ring(self) -> None:
        ringed = set(self._talkers())
        hearers = self._voice.bar.hearers
        if self._voice.voice.own.phase is Phase.ON_AIR or hearers.is_looked_at:
            ringed |= set(hearers.heard.units)
        if self._map.lasso.is_looked_at:
            ringed |= set(self._map.lasso.hearers.units)
        self._map.ring(ringed)

    def _talkers(self) -> Iterator[int]:
        for held in self._voice.voice.held.values():
            terminal = self._scene.picture.terminals.get(held.by)
            if terminal is not None and terminal.unit is not None:
                yield terminal.unit


def _means(aim: Aim | None, units: tuple[int, ...]) -> bool:
    return aim is not None and isinstance(aim.group, UnitsGroup) and bool(units) and aim.group.units == units
