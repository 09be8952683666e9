"""Which calls this desk hears, and which it talks into."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QObject, QSettings, Signal

from app.domain.audience import Audience, UnitsAudience
from app.domain.talk import CallKind
from app.picture.picture import Picture
from app.voice.listen import Sound
from ui.models.scene import Scene
from ui.models.selection import Selection
from ui.widgets.talk_port import CallTarget, NewCall, Target

_MUTED, _TALKED = "talk/muted", "talk/call"
#: So many groups share the width of the loudspeakers, from left to right.
_PLACES = (0.0, -0.7, 0.7, -0.35, 0.35)


class TalkChoice(QObject):
    """
    Signals:
        changed(): other calls are there, heard or talked into.
    """

    changed = Signal()

    def __init__(
        self, scene: Scene, selection: Selection, settings: QSettings, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._scene, self._selection, self._settings = scene, selection, settings
        self._muted = _numbers(str(settings.value(_MUTED, "")))
        talked = _numbers(str(settings.value(_TALKED, "")))
        self._call = min(talked, default=0)
        #: Whether the key talks to the selection instead of the chosen call.
        self._is_selection = False
        scene.changed.connect(lambda changes: self.changed.emit() if changes.calls else None)
        scene.replaced.connect(self.changed)
        selection.changed.connect(self._on_selection)

    @property
    def calls(self) -> Mapping[int, str]:
        """Names of the talkgroups by number, in their order. Calls are opened by talking to a selection."""
        picture = self._scene.picture
        groups = sorted(picture.talkgroups.values(), key=lambda group: (group.name.casefold(), group.number))
        return {group.number: group.name for group in groups}

    @property
    def call(self) -> int | None:
        """What the key talks into; None while that is the selection, or nothing is there."""
        if self._is_selection:
            return None
        calls = self.calls
        return self._call if self._call in calls else next(iter(calls), None)

    @property
    def units(self) -> tuple[int, ...]:
        """The selection as it can be talked to."""
        return self._selection.units

    @property
    def is_selection(self) -> bool:
        return self._is_selection

    def is_muted(self, call: int) -> bool:
        return call in self._muted

    def talk_into(self, call: int) -> None:
        self._call, self._is_selection = call, False
        self._settings.setValue(_TALKED, str(call))
        self.changed.emit()

    def talk_to_selection(self, is_on: bool) -> None:
        self._is_selection = is_on and bool(self._selection.units)
        self.changed.emit()

    def mute(self, call: int, is_muted: bool) -> None:
        self._muted = self._muted | {call} if is_muted else self._muted - {call}
        self._settings.setValue(_MUTED, " ".join(map(str, sorted(self._muted))))
        self.changed.emit()

    def sounds(self) -> dict[int, Sound]:
        """How each call is heard: the first in the middle, the others to the left and right of it."""
        return {
            call: Sound(place=_PLACES[at % len(_PLACES)], is_muted=call in self._muted)
            for at, call in enumerate(self.calls)
        }

    def target(self) -> Target | None:
        if self._is_selection:
            units = self._selection.units
            kind = CallKind.PRIVATE if len(units) == 1 else CallKind.GROUP
            return NewCall(kind, UnitsAudience(units=tuple(sorted(units)))) if units else None
        call = self.call
        return CallTarget(call) if call is not None else None

    def audience(self) -> Audience | None:
        """Whom the target means."""
        if self._is_selection:
            return UnitsAudience(units=tuple(sorted(self._selection.units)))
        return audience_of(self._scene.picture, self.call)

    def _on_selection(self) -> None:
        if not self._selection.units:
            self._is_selection = False
        self.changed.emit()


def audience_of(picture: Picture, call: int | None) -> Audience | None:
    if call is None:
        return None
    group = picture.talkgroups.get(call)
    if group is not None:
        return group.audience
    opened = picture.calls.get(call)
    return opened.audience if opened is not None else None


def _numbers(text: str) -> frozenset[int]:
    return frozenset(int(part) for part in text.split() if part.isdecimal())
