"""Calls that this desk has opened, to talk in them again without opening another."""

from __future__ import annotations

from collections.abc import Callable, Collection
from uuid import uuid4

from app.domain.voice import CallOpenedFor, CallRefused, OpenCall
from ui.widgets.talk_port import CallTarget, NewCall, Target


class OpenedCalls:
    """Lives on the GUI thread. One is opened at a time: there is one key.

    Args:
        say: to the station.
    """

    def __init__(self, say: Callable[[OpenCall], None]) -> None:
        self._say = say
        self._calls: dict[NewCall, int] = {}
        self._asked: tuple[str, NewCall] | None = None

    @property
    def calls(self) -> Collection[int]:
        return self._calls.values()

    def call_of(self, target: Target | None) -> int | None:
        """What is talked into; None while it is not open."""
        return target.call if isinstance(target, CallTarget) else self._calls.get(target) if target else None

    def open(self, target: NewCall) -> None:
        self._asked = (uuid4().hex, target)
        self._say(OpenCall(request=self._asked[0], call=target.kind, audience=target.audience, name=target.name))

    def take(self, told: CallOpenedFor | CallRefused) -> bool:
        """Whether that is the answer to what was asked last; then the call is known, if there is one."""
        if self._asked is None or told.request != self._asked[0]:
            return False
        target, self._asked = self._asked[1], None
        if isinstance(told, CallOpenedFor):
            self._calls[target] = told.call
        return True

    def forget(self, calls: Collection[int]) -> bool:
        """These are closed: whoever is meant is called anew. Whether any of them was known."""
        before = len(self._calls)
        self._calls = {target: call for target, call in self._calls.items() if call not in calls}
        return len(self._calls) != before

    def cut_off(self) -> None:
        """No answer comes any more."""
        self._asked = None
