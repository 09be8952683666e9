"""The port through which the desk talks and listens; ``ui.bridge.voice`` is the one with a station behind it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from app.domain.audience import Audience
from app.domain.errors import AppError
from app.domain.talk import CallKind, Priority, VoicePath
from app.voice.level import Level
from app.voice.listen import Sound
from app.voice.playback import Playing
from app.voice.talk_state import TalkState
from app.voice.wave import Wave


@dataclass(frozen=True, slots=True)
class CallTarget:
    """A call that is open, or a talkgroup."""

    call: int


@dataclass(frozen=True, slots=True)
class NewCall:
    """A call that is opened for this burst and those that follow."""

    kind: CallKind
    audience: Audience
    name: str = ""


Target = CallTarget | NewCall


@dataclass(frozen=True, slots=True)
class Held:
    """Who talks in a call.

    Args:
        by: number of the operator or terminal. since_s: by ``time.monotonic``.
    """

    call: int
    burst: int
    by: int
    priority: Priority
    since_s: float
    is_heard: bool

    @property
    def is_emergency(self) -> bool:
        return self.priority is Priority.EMERGENCY


@dataclass(frozen=True, slots=True)
class VoiceState:
    """The connection for speech.

    Args:
        path: None while there is no connection. fault: why there is none.
        loss: share of what one says that the station did not get, 0.0 to 1.0.
    """

    path: VoicePath | None = None
    fault: AppError | None = None
    loss: float = 0.0


@dataclass(frozen=True, slots=True)
class SoundState:
    """Names of the devices or files at work, and of chosen ones that are missing; empty for none."""

    microphone: str = ""
    loudspeaker: str = ""
    missed_microphone: str = ""
    missed_loudspeaker: str = ""
    is_microphone_file: bool = False
    is_loudspeaker_file: bool = False

    @property
    def is_as_chosen(self) -> bool:
        """Whether both are there, and those that somebody chose."""
        are_there = bool(self.microphone and self.loudspeaker)
        return are_there and not (self.missed_microphone or self.missed_loudspeaker)


class Talk(Protocol):
    """On the GUI thread.

    Signals:
        changed(): one's own talking, who talks, the connection or the devices.
    """

    changed: Any

    @property
    def own(self) -> TalkState: ...
    @property
    def held(self) -> Mapping[int, Held]:
        """By call, who talks there now."""
        ...

    @property
    def voice(self) -> VoiceState: ...
    @property
    def sound(self) -> SoundState: ...
    @property
    def heard_after_ms(self) -> float | None:
        """How long what was heard last took from mouth to ear; None where that is not known."""
        ...

    @property
    def can_replay(self) -> bool: ...

    def queue(self, call: int) -> tuple[int, ...]:
        """Who waits in a call that is heard: numbers of operators and terminals, the next one first."""
        ...

    def press(self, target: Target | None, *, is_emergency: bool = False) -> None:
        """The key is down; with None there is nobody to talk to, which is told as a denial.

        Args:
            is_emergency: cut off whoever talks. Who talks already makes an emergency of it.
        """

    def release(self) -> None: ...

    def hear(self, sounds: Mapping[int, Sound]) -> None:
        """Monitor these calls, each like this, and no others."""

    def level(self, call: int) -> Level: ...
    def own_level(self) -> Level: ...
    def replay(self) -> None: ...


class Player(Protocol):
    """Where recordings are heard, beside all else; on the GUI thread.

    Signals:
        changed(): another loudspeaker, or none.
    """

    changed: Any

    @property
    def sound(self) -> SoundState: ...
    @property
    def recording(self) -> Playing | None:
        """How far the recording is; None while none is played."""
        ...

    def play_recording(self, wave: Wave, *, speed: float = 1.0, at_s: float = 0.0) -> None:
        """Hear it in place of the one before.

        Args:
            wave: at ``speed`` already. at_s: where to begin, in seconds of the recording at its own speed.
        """

    def stop_recording(self) -> None: ...
