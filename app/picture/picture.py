"""The picture: a pure fold of the station's events.

Nothing but ``Picture.apply`` changes one. It lives on one thread and has no locks.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from app.domain import event as facts
from app.domain.camera import Camera
from app.domain.errors import AppError
from app.domain.event import Event
from app.domain.media_server import MediaServer
from app.domain.operator import Operator
from app.domain.snapshot import Snapshot
from app.domain.stream import Stream
from app.domain.talk import BurstRow, Call, Talkgroup, VoiceLink
from app.domain.terminal import Terminal
from app.domain.unit import Unit, UnitStatus
from app.picture import talk
from app.picture.changes import Changes


class Picture:
    """Units, terminals, cameras, operators, live streams and talk after the event ``seq``.

    The rows are frozen values in plain dicts by number (streams and voice links by their terminal's): hold a row
    as long as you like, look it up to see it anew.
    """

    def __init__(self) -> None:
        self.seq = 0
        self.units: dict[int, Unit] = {}
        self.terminals: dict[int, Terminal] = {}
        self.operators: dict[int, Operator] = {}
        self.streams: dict[int, Stream] = {}
        self.cameras: dict[int, Camera] = {}
        self.media_server: MediaServer | None = None
        self.talkgroups: dict[int, Talkgroup] = {}
        self.calls: dict[int, Call] = {}
        self.bursts: dict[int, BurstRow] = {}
        self.voice_links: dict[int, VoiceLink] = {}
        self._by_callsign: dict[str, int] = {}
        self._by_device_id: dict[str, int] = {}

    @classmethod
    def from_snapshot(cls, snapshot: Snapshot) -> Picture:
        picture = cls()
        picture.seq = snapshot.seq
        for unit in snapshot.units:
            picture._put_unit(unit)
        for terminal in snapshot.terminals:
            picture._put_terminal(terminal)
        picture.operators = {operator.number: operator for operator in snapshot.operators}
        picture.streams = {stream.terminal: stream for stream in snapshot.streams}
        picture.cameras = {camera.number: camera for camera in snapshot.cameras}
        picture.media_server = snapshot.media_server
        picture.talkgroups = {talkgroup.number: talkgroup for talkgroup in snapshot.talkgroups}
        picture.calls = {call.number: call for call in snapshot.calls}
        picture.bursts = {burst.number: burst for burst in snapshot.bursts}
        picture.voice_links = {link.terminal: link for link in snapshot.voice_links}
        return picture

    def to_snapshot(self, at: datetime, station: str) -> Snapshot:
        return Snapshot(
            seq=self.seq,
            at=at,
            station=station,
            units=tuple(self.units[n] for n in sorted(self.units)),
            terminals=tuple(self.terminals[n] for n in sorted(self.terminals)),
            operators=tuple(self.operators[n] for n in sorted(self.operators)),
            streams=tuple(self.streams[n] for n in sorted(self.streams)),
            cameras=tuple(self.cameras[n] for n in sorted(self.cameras)),
            media_server=self.media_server,
            talkgroups=tuple(self.talkgroups[n] for n in sorted(self.talkgroups)),
            calls=tuple(self.calls[n] for n in sorted(self.calls)),
            bursts=tuple(self.bursts[n] for n in sorted(self.bursts)),
            voice_links=tuple(self.voice_links[n] for n in sorted(self.voice_links)),
        )

    def copy(self) -> Picture:
        """An independent picture; the rows are frozen, so sharing them is safe."""
        twin = Picture()
        twin.seq, twin.media_server = self.seq, self.media_server
        twin.units, twin.terminals = dict(self.units), dict(self.terminals)
        twin.operators, twin.streams = dict(self.operators), dict(self.streams)
        twin.cameras, twin.talkgroups = dict(self.cameras), dict(self.talkgroups)
        twin.calls, twin.bursts = dict(self.calls), dict(self.bursts)
        twin.voice_links = dict(self.voice_links)
        twin._by_callsign, twin._by_device_id = dict(self._by_callsign), dict(self._by_device_id)
        return twin

    def unit_by_callsign(self, callsign: str) -> int | None:
        """The number of the unit called so, whatever the case of the letters."""
        return self._by_callsign.get(callsign.casefold())

    def terminal_by_device_id(self, device_id: str) -> int | None:
        """The number of the terminal that sends this identifier."""
        return self._by_device_id.get(device_id)

    def apply(self, event: Event) -> Changes:
        """Fold one event in and say what it changed.

        An event that the picture already holds changes nothing, so a feed may repeat itself after a reconnect.

        Raises:
            AppError("picture.gap"): an event is missing in between; take a new snapshot.
        """
        if event.seq <= self.seq:
            return Changes()
        if event.seq != self.seq + 1:
            raise AppError("picture.gap", held=self.seq, got=event.seq)
        changes = _FOLD[type(event.fact)](self, event.fact, event.at)
        self.seq = event.seq
        return changes

    def _put_unit(self, unit: Unit) -> None:
        self._forget_unit(unit.number)
        self.units[unit.number] = unit
        self._by_callsign[unit.callsign.casefold()] = unit.number

    def _forget_unit(self, number: int) -> None:
        known = self.units.pop(number, None)
        if known is not None:
            self._by_callsign.pop(known.callsign.casefold(), None)

    def _put_terminal(self, terminal: Terminal) -> None:
        self._forget_terminal(terminal.number)
        self.terminals[terminal.number] = terminal
        if terminal.device_id:
            self._by_device_id[terminal.device_id] = terminal.number

    def _forget_terminal(self, number: int) -> None:
        known = self.terminals.pop(number, None)
        if known is not None and known.device_id:
            self._by_device_id.pop(known.device_id, None)


def _put_unit(picture: Picture, fact: facts.UnitRegistered | facts.UnitChanged, _: datetime) -> Changes:
    picture._put_unit(fact.unit)
    return Changes(units=frozenset({fact.unit.number}))


def _retire_unit(picture: Picture, fact: facts.UnitRetired, _: datetime) -> Changes:
    picture._forget_unit(fact.unit)
    gone = frozenset({fact.unit})
    carried = [t for t in picture.terminals.values() if t.unit == fact.unit]
    for terminal in carried:
        picture.terminals[terminal.number] = terminal.model_copy(update={"unit": None})
    return Changes(units=gone, positions_gone=gone, terminals=frozenset(t.number for t in carried))


def _start_duty(picture: Picture, fact: facts.DutyStarted, at: datetime) -> Changes:
    return _set_status(picture, fact.unit, UnitStatus.AVAILABLE, at, on_duty_at=at)


def _end_duty(picture: Picture, fact: facts.DutyEnded, at: datetime) -> Changes:
    changed = _set_status(picture, fact.unit, UnitStatus.OFF_DUTY, at, on_duty_at=None)
    return changed | Changes(positions_gone=frozenset({fact.unit}))


def _unit_status(picture: Picture, fact: facts.UnitStatusSet, at: datetime) -> Changes:
    return _set_status(picture, fact.unit, fact.status, at, on_duty_at=picture.units[fact.unit].on_duty_at)


def _set_status(
    picture: Picture, number: int, status: UnitStatus, at: datetime, *, on_duty_at: datetime | None
) -> Changes:
    update = {"status": status, "status_at": at, "on_duty_at": on_duty_at}
    picture.units[number] = picture.units[number].model_copy(update=update)
    return Changes(units=frozenset({number}))


def _put_terminal(
    picture: Picture, fact: facts.TerminalRegistered | facts.TerminalChanged, _: datetime
) -> Changes:
    picture._put_terminal(fact.terminal)
    return Changes(terminals=frozenset({fact.terminal.number}))


def _retire_terminal(picture: Picture, fact: facts.TerminalRetired, _: datetime) -> Changes:
    picture._forget_terminal(fact.terminal)
    gone = frozenset({fact.terminal})
    has_shown = picture.streams.pop(fact.terminal, None) is not None
    has_heard = picture.voice_links.pop(fact.terminal, None) is not None
    none: frozenset[int] = frozenset()
    return Changes(terminals=gone, streams=gone if has_shown else none, voice_links=gone if has_heard else none)


def _hear_terminal(picture: Picture, fact: facts.TerminalHeard, at: datetime) -> Changes:
    return _update_terminal(picture, fact.terminal, {"first_heard_at": at, "first_heard_by": fact.protocol})


def _set_terminal_pull(picture: Picture, fact: facts.TerminalPullSet, _: datetime) -> Changes:
    return _update_terminal(picture, fact.terminal, {"pulls_from": fact.pulls_from})


def _set_media_server(picture: Picture, fact: facts.MediaServerSet, _: datetime) -> Changes:
    picture.media_server = fact.server
    # Every terminal may have video now, or none, where it had not, or had.
    return Changes(terminals=frozenset(picture.terminals))


def _put_camera(picture: Picture, fact: facts.CameraRegistered | facts.CameraChanged, _: datetime) -> Changes:
    picture.cameras[fact.camera.number] = fact.camera
    return Changes(cameras=frozenset({fact.camera.number}))


def _retire_camera(picture: Picture, fact: facts.CameraRetired, _: datetime) -> Changes:
    del picture.cameras[fact.camera]
    return Changes(cameras=frozenset({fact.camera}))


def _put_operator(
    picture: Picture, fact: facts.OperatorRegistered | facts.OperatorChanged, _: datetime
) -> Changes:
    picture.operators[fact.operator.number] = fact.operator
    return Changes(operators=frozenset({fact.operator.number}))


def _retire_operator(picture: Picture, fact: facts.OperatorRetired, _: datetime) -> Changes:
    del picture.operators[fact.operator]
    return Changes(operators=frozenset({fact.operator}))


def _lock_operator(_: Picture, fact: facts.OperatorLocked, __: datetime) -> Changes:
    # A lock is the station's to keep; on the picture it is only history.
    return Changes(operators=frozenset({fact.operator}))


def _start_stream(picture: Picture, fact: facts.StreamStarted, at: datetime) -> Changes:
    terminal = picture.terminals.get(fact.stream.terminal)
    changes = _put_stream(picture, fact, at)
    if terminal is None or (terminal.first_heard_at is not None and terminal.push_fault is None):
        return changes
    # Whoever shows something is heard of.
    heard = {} if terminal.first_heard_at else {"first_heard_at": at, "first_heard_by": "video"}
    return changes | _update_terminal(
        picture, terminal.number, {**heard, "push_fault": None, "push_fault_at": None}
    )


def _put_stream(picture: Picture, fact: facts.StreamStarted | facts.StreamChanged, _: datetime) -> Changes:
    picture.streams[fact.stream.terminal] = fact.stream
    return Changes(streams=frozenset({fact.stream.terminal}))


def _end_stream(picture: Picture, fact: facts.StreamEnded, _: datetime) -> Changes:
    shown = picture.streams.get(fact.terminal)
    if shown is None or shown.number != fact.number:
        # Another publishing has taken its place.
        return Changes()
    del picture.streams[fact.terminal]
    return Changes(streams=frozenset({fact.terminal}))


def _refuse_push(picture: Picture, fact: facts.PushRefused, at: datetime) -> Changes:
    return _update_terminal(picture, fact.terminal, {"push_fault": fact.fault, "push_fault_at": at})


def _update_terminal(picture: Picture, number: int, update: Mapping[str, object]) -> Changes:
    picture.terminals[number] = picture.terminals[number].model_copy(update=update)
    return Changes(terminals=frozenset({number}))


_FOLD: dict[type, Callable[..., Changes]] = {
    facts.UnitRegistered: _put_unit,
    facts.UnitChanged: _put_unit,
    facts.UnitRetired: _retire_unit,
    facts.DutyStarted: _start_duty,
    facts.DutyEnded: _end_duty,
    facts.UnitStatusSet: _unit_status,
    facts.TerminalRegistered: _put_terminal,
    facts.TerminalChanged: _put_terminal,
    facts.TerminalRetired: _retire_terminal,
    facts.TerminalHeard: _hear_terminal,
    facts.TerminalPullSet: _set_terminal_pull,
    facts.MediaServerSet: _set_media_server,
    facts.CameraRegistered: _put_camera,
    facts.CameraChanged: _put_camera,
    facts.CameraRetired: _retire_camera,
    facts.OperatorRegistered: _put_operator,
    facts.OperatorChanged: _put_operator,
    facts.OperatorRetired: _retire_operator,
    facts.OperatorLocked: _lock_operator,
    facts.StreamStarted: _start_stream,
    facts.StreamChanged: _put_stream,
    facts.StreamEnded: _end_stream,
    facts.PushRefused: _refuse_push,
    facts.TalkgroupRegistered: talk.put_talkgroup,
    facts.TalkgroupChanged: talk.put_talkgroup,
    facts.TalkgroupRetired: talk.retire_talkgroup,
    facts.CallOpened: talk.open_call,
    facts.CallClosed: talk.close_call,
    facts.BurstStarted: talk.start_burst,
    facts.BurstRaised: talk.raise_burst,
    facts.BurstEnded: talk.end_burst,
    facts.BurstReceived: talk.receive_burst,
    facts.VoiceLinked: talk.link_voice,
    facts.VoiceUnlinked: talk.unlink_voice,
}
