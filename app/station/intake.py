"""The one way from a gateway into the station: who sends, may it, is it news, is it sane; then lane and track.

It knows no transport and no protocol, and no other part of the station but by the ports below.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from enum import StrEnum
from typing import Protocol

import numpy as np
import numpy.typing as npt

from app.domain.errors import AppError
from app.domain.fixes import BATTERY_MASK, BATTERY_UNKNOWN, Fixes
from app.domain.report import Report
from app.domain.terminal import Terminal, TerminalKind
from app.station.allowance import GATEWAY, PHONE, Allowance
from app.station.columns import NO_PLACE, Message, fixes_of
from app.station.repeats import Repeats, Stored
from app.station.sanity import Sanity

_MAX_TOKEN_CHARS = 100
#: ``since_ms`` of a unit that is off duty: it has no position at any time.
_OFF_DUTY = 2**62


class Registry(Protocol):
    """Who is who, as the picture has it now."""

    def terminal_of_token(self, token: str) -> Terminal | None:
        """The terminal that this token was given to; None for any other token, also a retired terminal's."""
        ...

    def terminal_of_device(self, device_id: str) -> Terminal | None:
        """The terminal that sends this identifier through a gateway."""
        ...

    def on_duty_since_ms(self, unit: int) -> int | None:
        """Station's time at which the unit went on duty; None when it is off duty or unknown."""
        ...


class Lane(Protocol):
    def publish(self, fixes: Fixes) -> None:
        """Show these on the desks; any number of rows a unit, times not before what was published of it."""
        ...


class TrackStore(Stored, Protocol):
    def append(self, fixes: Fixes) -> None:
        """Keep these. Times may be older than what is kept already."""
        ...


class Counts(Protocol):
    """What ``/metrics`` shows."""

    def reports(self, protocol: str, outcome: str, number: int = 1) -> None: ...

    def fixes(self, reason: str, number: int) -> None: ...


class Outcome(StrEnum):
    """What became of a message that was not refused. The sender is told the same in every case."""

    ACCEPTED = "accepted"
    #: All of it was in the sender's last message: a retry, done already.
    REPEATED = "repeated"
    #: Nothing of it was for a unit on duty. Not looked at any further.
    UNSEEN = "unseen"
    #: It held no report, but something else that the device tells.
    IGNORED = "ignored"


class Intake:
    """Lives on the event loop's thread; nothing in it blocks but what the ports do.

    A wrong token costs an attacker one guess at 130 random bits and the station a hash, so guesses are not counted
    by address: behind one address of a mobile network are many honest phones.

    Args:
        heard: called with number and protocol at the first report of a terminal under its present secret.
        now_ms: the station's clock, Unix milliseconds; should not go back.
    """

    def __init__(
        self,
        registry: Registry,
        lane: Lane,
        tracks: TrackStore,
        counts: Counts,
        heard: Callable[[int, str], None],
        now_ms: Callable[[], int],
    ) -> None:
        self._registry, self._lane, self._tracks, self._counts = registry, lane, tracks, counts
        self._say_heard, self._now_ms = heard, now_ms
        self._sanity, self._repeats, self._allowance = Sanity(), Repeats(tracks), Allowance()
        self._heard: set[tuple[int, int]] = set()

    def admit(self, token: str) -> Terminal:
        """Who holds this token.

        Raises:
            AppError("terminal.unauthorised"): nobody, or a terminal that was retired.
        """
        terminal = self._registry.terminal_of_token(token) if 0 < len(token) <= _MAX_TOKEN_CHARS else None
        if terminal is None:
            raise AppError("terminal.unauthorised")
        return terminal

    def accept(self, sender: Terminal, message: Message, protocol: str) -> Outcome:
        """Take the reports of one message.

        A gateway's reports are for the terminals with their device identifiers; anybody else speaks for itself.

        Raises:
            AppError("report.too_many", retry_after_s): faster than a terminal may report.
            AppError("report.replayed"): nothing in it is new, and it was not the last message.
        """
        if not message:
            self._counts.reports(protocol, Outcome.IGNORED)
            return Outcome.IGNORED
        self._enter(sender, len(message), protocol)
        units: list[int] = []
        reports: list[Report] = []
        for device_id, report in message:
            terminal = self._carrier(sender, device_id, protocol)
            if terminal is not None and terminal.unit is not None:
                units.append(terminal.unit)
                reports.append(report)
        return self._take(sender, fixes_of(units, reports), len(message), protocol)

    def accept_fixes(
        self, sender: Terminal, fixes: Fixes, device_ids: Sequence[str] | None, protocol: str
    ) -> Outcome:
        """Take a batch from a gateway.

        Args:
            fixes: times are the sender's; ``unit`` 0 where a device identifier stands for it.
            device_ids: one a row, empty where the unit is given; None when all are.
        Raises:
            AppError("terminal.not_a_gateway"): the sender may only speak for itself.
            AppError("report.too_many", retry_after_s), ("report.replayed")
        """
        self.require_gateway(sender)
        self._enter(sender, len(fixes), protocol)
        if device_ids is not None:
            fixes = self._resolved(sender, fixes, device_ids, protocol)
        return self._take(sender, fixes, len(fixes), protocol)

    def require_gateway(self, sender: Terminal) -> None:
        """Raises AppError("terminal.not_a_gateway")."""
        if sender.kind is not TerminalKind.GATEWAY:
            raise AppError("terminal.not_a_gateway")

    def refused(self, protocol: str, code: str, number: int = 1) -> None:
        """Count what never got as far as a report."""
        self._counts.reports(protocol, code, number)

    def not_noted(self, terminal: int) -> None:
        """That this terminal was heard could not be kept: say it again at its next report."""
        self._heard = {key for key in self._heard if key[0] != terminal}

    def restore(self, fixes: Fixes) -> None:
        """What the units showed before the station was restarted, one row a unit."""
        self._sanity.restore(fixes)
        self._repeats.restore(fixes)

    def forget(self, units: Iterable[int]) -> None:
        """These units have no position from now on: off duty, or retired."""
        self._sanity.forget(units)

    def _enter(self, sender: Terminal, reports: int, protocol: str) -> None:
        is_gateway = sender.kind is TerminalKind.GATEWAY
        self._allowance.spend(sender.number, reports, GATEWAY if is_gateway else PHONE, self._now_ms())
        self._hear(sender, protocol)

    def _hear(self, terminal: Terminal, protocol: str) -> None:
        if terminal.first_heard_at is not None:
            return
        # The picture learns of it a little later; until then this is what keeps it from being said twice.
        key = (terminal.number, terminal.secret_generation)
        if key not in self._heard:
            self._heard.add(key)
            self._say_heard(terminal.number, protocol)

    def _carrier(self, sender: Terminal, device_id: str, protocol: str) -> Terminal | None:
        if sender.kind is not TerminalKind.GATEWAY:
            return sender
        terminal = self._registry.terminal_of_device(device_id) if device_id else None
        if terminal is not None:
            self._hear(terminal, protocol)
        return terminal

    def _resolved(self, sender: Terminal, fixes: Fixes, device_ids: Sequence[str], protocol: str) -> Fixes:
        unit_of: dict[str, int] = {}
        for device_id in set(device_ids) - {""}:
            terminal = self._carrier(sender, device_id, protocol)
            unit_of[device_id] = (terminal.unit or 0) if terminal is not None else 0
        named = np.array([unit_of.get(device_id, 0) for device_id in device_ids], np.uint32)
        return replace(fixes, unit=np.where(named > 0, named, fixes.unit))

    def _take(self, sender: Terminal, fixes: Fixes, reports: int, protocol: str) -> Outcome:
        since_ms = self._since_ms(fixes.unit)
        is_on_duty = since_ms < _OFF_DUTY
        on_duty = np.count_nonzero(is_on_duty)
        if on_duty < len(fixes):
            fixes, since_ms = fixes.take(is_on_duty), since_ms[is_on_duty]
        if not on_duty:
            self._counts.reports(protocol, Outcome.UNSEEN, reports)
            return Outcome.UNSEEN
        now_ms = self._now_ms()
        sifted = self._repeats.sift(sender.number, fixes, now_ms)
        if sifted.is_replay:
            raise AppError("report.replayed")
        new = np.count_nonzero(sifted.is_new)
        if not new:
            self._counts.reports(protocol, Outcome.REPEATED, reports)
            return Outcome.REPEATED
        if new < len(fixes):
            fixes, since_ms = fixes.take(sifted.is_new), since_ms[sifted.is_new]
        self._judge(fixes, since_ms, now_ms)
        self._counts.reports(protocol, Outcome.ACCEPTED, reports)
        return Outcome.ACCEPTED

    def _since_ms(self, units: npt.NDArray[np.uint32]) -> npt.NDArray[np.int64]:
        if len(units) == 1:
            at_ms = self._registry.on_duty_since_ms(int(units[0]))
            return np.array([_OFF_DUTY if at_ms is None else at_ms], np.int64)
        distinct, row = np.unique(units, return_inverse=True)
        since = (self._registry.on_duty_since_ms(unit) for unit in distinct.tolist())
        starts = np.fromiter((_OFF_DUTY if at is None else at for at in since), np.int64, len(distinct))
        since_ms: npt.NDArray[np.int64] = starts[row]
        return since_ms

    def _judge(self, fixes: Fixes, since_ms: npt.NDArray[np.int64], now_ms: int) -> None:
        is_placed = fixes.lon_e7 != NO_PLACE
        if np.count_nonzero(is_placed) < len(fixes):
            self._set_batteries(fixes.take(~is_placed), since_ms[~is_placed])
            fixes, since_ms = fixes.take(is_placed), since_ms[is_placed]
            if not len(fixes):
                return
        judged = self._sanity.judge(fixes, since_ms, now_ms)
        for reason, number in judged.counts().items():
            self._counts.fixes(reason, number)
        kept, shown = judged.kept(), judged.shown()
        # The picture first: it must go on when the disk does not.
        if len(shown):
            self._lane.publish(shown)
        if len(kept):
            self._tracks.append(kept)

    def _set_batteries(self, fixes: Fixes, since_ms: npt.NDArray[np.int64]) -> None:
        for unit, flags, since in zip(fixes.unit.tolist(), fixes.flags.tolist(), since_ms.tolist(), strict=True):
            battery = flags & BATTERY_MASK
            shown = self._sanity.set_battery(unit, battery, since) if battery != BATTERY_UNKNOWN else None
            if shown is not None:
                self._lane.publish(shown)
