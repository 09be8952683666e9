"""Which way packets go: by UDP when that gets through, else inside the WebSocket. Pure; time is an argument."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.talk import VoicePath

#: While a probe is not answered, another one follows so soon.
_RETRY_S = 0.15
#: An idle way that does not answer for so long is closed; with speech on it, sooner: it is missing.
_GIVE_UP_S, _GIVE_UP_SPEECH_S = 1.0, 0.75
#: And not before so many were sent: a machine that stood still for a second has neither asked nor answered in it.
_LEAST_PROBES = 3
_PROBE_S, _PROBE_SPEECH_S = 5.0, 0.25
#: How often UDP is tried again when it did not get through.
_TRY_AGAIN_S = 10.0


@dataclass(frozen=True, slots=True)
class Step:
    """What to do now.

    Args:
        probes: send a probe. has_changed: tell the station which way it is from now on.
    """

    probes: bool = False
    has_changed: bool = False


class PathChoice:
    """Begins with the WebSocket, and tries UDP at once.

    Args:
        has_udp: whether the station takes datagrams at all.
    """

    def __init__(self, now_s: float, *, has_udp: bool) -> None:
        self.path = VoicePath.WEBSOCKET
        self._has_udp = has_udp
        self._trial_s: float | None = now_s
        self._probed_s = now_s - _RETRY_S
        self._unanswered = 0
        self._proved_s = now_s
        self._next_trial_s = now_s

    @property
    def is_trying(self) -> bool:
        """Whether a probe waits for its answer."""
        return self._trial_s is not None

    def heard(self, now_s: float) -> bool:
        """Something that only the station can have sent came by UDP. True when that opens the way."""
        self._trial_s, self._proved_s, self._unanswered = None, now_s, 0
        if self.path is VoicePath.UDP:
            return False
        self.path = VoicePath.UDP
        return True

    def tick(self, now_s: float, *, is_talking: bool, is_hearing: bool) -> Step:
        """To be asked every 50 ms or so; every 250 ms while nothing is said and no probe waits.

        Args:
            is_talking: speech is sent. is_hearing: speech is to come.
        """
        if not self._has_udp:
            return Step()
        if self._trial_s is None:
            self._begin_trial(now_s, has_speech=is_talking or is_hearing)
        if self._trial_s is None:
            return Step()
        give_up_s = _GIVE_UP_SPEECH_S if is_talking or is_hearing else _GIVE_UP_S
        if now_s - self._probed_s < _RETRY_S:
            return Step()
        if now_s - self._trial_s >= give_up_s and self._unanswered >= _LEAST_PROBES:
            has_changed, self.path = self.path is VoicePath.UDP, VoicePath.WEBSOCKET
            self._trial_s, self._next_trial_s, self._unanswered = None, now_s + _TRY_AGAIN_S, 0
            return Step(has_changed=has_changed)
        self._probed_s = now_s
        self._unanswered += 1
        return Step(probes=True)

    def _begin_trial(self, now_s: float, *, has_speech: bool) -> None:
        if self.path is VoicePath.UDP:
            # What comes proves the way as well as an answer does.
            due_s = self._proved_s + (_PROBE_SPEECH_S if has_speech else _PROBE_S)
        else:
            due_s = self._next_trial_s
        if now_s >= due_s:
            self._trial_s = now_s
