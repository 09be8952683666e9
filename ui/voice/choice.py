"""Which calls this desk hears, and whom the talk key means."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from PySide6.QtCore import QObject, QSettings, Signal

from app.domain.audience import Audience
from app.domain.talk import CallKind
from app.picture.changes import Changes
from app.picture.picture import Picture
from app.voice.listen import Sound
from ui.models.scene import Scene
from ui.models.selection import Selection
from ui.voice.aim import Aim, Group, SelectionGroup
from ui.voice.open_calls import OpenCalls
from ui.widgets.talk_port import CallTarget, NewCall, Target

_MUTED, _TALKED, _GAINS = "talk/muted", "talk/call", "talk/gains"
#: Louder or softer by so much at a time, and at most.
GAIN_STEP_DB = 3.0
_LEAST_DB, _MOST_DB = -18.0, 12.0
_GAIN = re.compile(r"-?\d{1,2}(\.\d)?")
#: So many groups share the width of the loudspeakers, from left to right.
_PLACES = (0.0, -0.7, 0.7, -0.35, 0.35)


class TalkChoice(QObject):
    """The key means a talkgroup, unless it is aimed: at a group of units, or at an open call.

    Args:
        operator: number of who works here.
    Signals:
        changed(): other calls are there or heard, or the key means others.
    """

    changed = Signal()

    def __init__(
        self,
        scene: Scene,
        selection: Selection,
        settings: QSettings,
        operator: int,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._scene, self._settings = scene, settings
        self.selected = SelectionGroup(selection, self)
        self._open = OpenCalls(scene, operator, self)
        self._muted = _numbers(str(settings.value(_MUTED, "")))
        self._gains = _gains(str(settings.value(_GAINS, "")))
        self._talkgroup = min(_numbers(str(settings.value(_TALKED, ""))), default=0)
        self._answered: int | None = None
        self._aim: Aim | None = None
        #: For as long as a button of somebody else is held down.
        self._held: Aim | None = None
        scene.changed.connect(self._on_scene)
        scene.replaced.connect(self.changed)
        self._open.changed.connect(self.changed)
        self.selected.changed.connect(self._on_group)

    @property
    def calls(self) -> Mapping[int, str]:
        """Names by number of what is heard: the talkgroups in their order, then open calls."""
        picture = self._scene.picture
        groups = sorted(picture.talkgroups.values(), key=lambda group: (group.name.casefold(), group.number))
        return {group.number: group.name for group in groups} | dict(self._open.calls)

    @property
    def open_calls(self) -> Sequence[int]:
        """Those of them that are no talkgroups: somebody has talked to this desk there. The newest is the last."""
        return tuple(self._open.calls)

    @property
    def call(self) -> int | None:
        """What the key talks into; None while that is a group of units, or nothing is there."""
        if self.aim is not None:
            return None
        picture = self._scene.picture
        if self._answered in picture.calls:
            return self._answered
        if self._talkgroup in picture.talkgroups:
            return self._talkgroup
        return next((call for call in self.calls if call in picture.talkgroups), None)

    @property
    def aim(self) -> Aim | None:
        """The group that is meant instead of a call."""
        return self._held or self._aim

    @property
    def aimed(self) -> Aim | None:
        """The group that the key means when no other button is held down."""
        return self._aim

    @property
    def is_aimed(self) -> bool:
        """At anything but a talkgroup."""
        return self._aim is not None or self._answered is not None

    @property
    def is_held(self) -> bool:
        return self._held is not None

    @property
    def is_selection(self) -> bool:
        return self.aim is not None and self.aim.group is self.selected

    @property
    def is_shout(self) -> bool:
        if self.aim is not None:
            return self.aim.is_shout
        return self.is_shouted(self.call)

    @property
    def name(self) -> str:
        """Whom the key means; empty when there is nobody."""
        if self.aim is not None:
            return self.aim.group.name(self._scene.picture)
        return self.calls.get(self.call or 0, "")

    def is_shouted(self, call: int | None) -> bool:
        """Whether what is said in this call comes out of loudspeakers."""
        opened = self._scene.picture.calls.get(call or 0)
        return opened is not None and opened.kind is CallKind.SHOUT

    def is_muted(self, call: int) -> bool:
        return call in self._muted

    def talk_into(self, call: int) -> None:
        """Aim at a talkgroup, which is remembered, or at an open call."""
        self._answered = call if call in self._scene.picture.calls else None
        if self._answered is None:
            self._talkgroup = call
            self._settings.setValue(_TALKED, str(call))
        self._put(None)

    def talk_to(self, group: Group, *, is_shout: bool = False) -> None:
        """Aim at a group, if there is anybody in it, until something else is chosen."""
        if group.audience() is not None:
            self._put(Aim(group, is_shout))

    def back(self) -> None:
        """The key means the talkgroup again."""
        self._answered = None
        self._put(None)

    def set_shout(self, is_shout: bool) -> None:
        if self._aim is not None:
            self._put(Aim(self._aim.group, is_shout))

    def hold(self, group: Group, *, is_shout: bool) -> None:
        """Mean these until ``let_go``; what the key is aimed at stays."""
        self._held = Aim(group, is_shout)
        self.changed.emit()

    def let_go(self) -> None:
        if self._held is not None:
            self._held = None
            self.changed.emit()

    def mute(self, call: int, is_muted: bool) -> None:
        self._muted = self._muted | {call} if is_muted else self._muted - {call}
        self._settings.setValue(_MUTED, " ".join(map(str, sorted(self._muted))))
        self.changed.emit()

    def gain_db(self, call: int) -> float:
        """How much louder than it comes a call is heard."""
        return self._gains.get(call, 0.0)

    def set_gain(self, call: int, gain_db: float) -> None:
        """Within limits; it is kept."""
        self._gains[call] = min(_MOST_DB, max(_LEAST_DB, gain_db))
        kept = (f"{call}:{gain_db:g}" for call, gain_db in sorted(self._gains.items()) if gain_db)
        self._settings.setValue(_GAINS, " ".join(kept))
        self.changed.emit()

    def sounds(self) -> dict[int, Sound]:
        """How each call is heard: the first in the middle, the others to the left and right of it.

        An open call that is muted stays so while it has no chip.
        """
        muted = {call: Sound(is_muted=True) for call in self._muted & self._scene.picture.calls.keys()}
        return muted | {
            call: Sound(self.gain_db(call), _PLACES[at % len(_PLACES)], is_muted=call in self._muted)
            for at, call in enumerate(self.calls)
        }

    def target(self) -> Target | None:
        if self.aim is None:
            call = self.call
            return CallTarget(call) if call is not None else None
        audience = self.aim.group.audience()
        if audience is None:
            return None
        kind = CallKind.PRIVATE if len(audience.units) == 1 else CallKind.GROUP
        return NewCall(CallKind.SHOUT if self.aim.is_shout else kind, audience)

    def audience(self) -> Audience | None:
        """Whom the target means."""
        if self.aim is not None:
            return self.aim.group.audience()
        return audience_of(self._scene.picture, self.call)

    def _put(self, aim: Aim | None) -> None:
        # The selection is followed anyway: its chip stands there whether it is aimed at or not.
        if self._aim is not None and self._aim.group is not self.selected:
            self._aim.group.changed.disconnect(self._on_group)
        if aim is not None and aim.group is not self.selected:
            aim.group.changed.connect(self._on_group)
        self._aim = aim
        self.changed.emit()

    def _on_group(self) -> None:
        if self._aim is not None and self._aim.group.audience() is None:
            self._put(None)
        else:
            self.changed.emit()

    def _on_scene(self, changes: Changes) -> None:
        if changes.calls:
            self.changed.emit()


def audience_of(picture: Picture, call: int | None) -> Audience | None:
    if call is None:
        return None
    group = picture.talkgroups.get(call)
    if group is not None:
        return group.audience
    opened = picture.calls.get(call)
    return opened.audience if opened is not None else None


def _gains(text: str) -> dict[int, float]:
    """From ``31:-6 32:3``; what is not of that form is passed over."""
    pairs = (part.partition(":") for part in text.split())
    return {int(call): float(gain) for call, _, gain in pairs if call.isdecimal() and _GAIN.fullmatch(gain)}


def _numbers(text: str) -> frozenset[int]:
    return frozenset(int(part) for part in text.split() if part.isdecimal())
