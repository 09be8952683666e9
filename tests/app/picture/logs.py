"""Random logs: only facts that a station could have put there, with the rows they should lead to."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TypeVar

from hypothesis import strategies as st

from app.domain import event as facts
from app.domain.audience import AgencyAudience, Audience, TerminalsAudience, UnitsAudience
from app.domain.camera import Camera
from app.domain.event import Event, Fact
from app.domain.media_server import MediaServer
from app.domain.operator import Operator, OperatorFields, Role
from app.domain.stream import Container, Stream, StreamEnd
from app.domain.talk import (
    Burst,
    BurstEnd,
    BurstRow,
    Call,
    CallKind,
    Hearing,
    Priority,
    Receipt,
    ReceiptRow,
    Talkgroup,
    VoiceLink,
    VoicePath,
)
from app.domain.terminal import PushFault, Terminal, TerminalFields, TerminalKind
from app.domain.unit import Force, Unit, UnitFields, UnitStatus

_WORDS = st.text("abcdefg ÄöЖ京- 0123", max_size=12).map(str.strip)
_NAMES = st.text("ABCDEFG-0123456789", min_size=1, max_size=6)
_DEVICES = st.text("0123456789", max_size=3)
_WORKING = st.sampled_from([status for status in UnitStatus if status is not UnitStatus.OFF_DUTY])
_START = datetime(2026, 3, 1, 6, tzinfo=UTC)
Row = TypeVar("Row", Unit, Terminal, Operator, Stream, Camera, Talkgroup, Call, BurstRow, VoiceLink)


@dataclass
class Log:
    """A log as it grows, and beside it the rows by number that somebody keeping them by hand would hold."""

    events: list[Event] = field(default_factory=list)
    units: dict[int, Unit] = field(default_factory=dict)
    terminals: dict[int, Terminal] = field(default_factory=dict)
    operators: dict[int, Operator] = field(default_factory=dict)
    #: By the number of the terminal.
    streams: dict[int, Stream] = field(default_factory=dict)
    cameras: dict[int, Camera] = field(default_factory=dict)
    media_server: MediaServer | None = None
    talkgroups: dict[int, Talkgroup] = field(default_factory=dict)
    calls: dict[int, Call] = field(default_factory=dict)
    bursts: dict[int, BurstRow] = field(default_factory=dict)
    #: By the number of the terminal.
    voice_links: dict[int, VoiceLink] = field(default_factory=dict)
    #: Numbers given so far: a retired one is never given again.
    given: int = 0
    at: datetime = _START

    def number(self) -> int:
        self.given += 1
        return self.given

    def add(self, fact: Fact) -> None:
        self.events.append(Event(seq=len(self.events) + 1, at=self.at, by="station", fact=fact))


@st.composite
def logs(draw: st.DrawFn, max_size: int = 40) -> Log:
    """A log of up to ``max_size`` events from a station that began empty."""
    log = Log()
    for _ in range(draw(st.integers(0, max_size))):
        log.at += timedelta(milliseconds=draw(st.integers(0, 90_000)))
        steps = [
            _register_unit,
            _register_terminal,
            _register_operator,
            _register_camera,
            _set_media_server,
            _put_talkgroup,
            _open_call,
        ]
        if log.units:
            # The life of a unit is most of a log; the other facts are rarer.
            steps += [_change_unit, _retire_unit, _duty, _duty, _status, _status]
        if log.terminals:
            steps += [
                _change_terminal,
                _retire_terminal,
                _hear,
                _renew_secret,
                _start_stream,
                _refuse_push,
                _set_pull,
                _link_voice,
            ]
        if log.streams:
            steps += [_change_stream, _end_stream, _end_another_stream]
        if log.cameras:
            steps += [_change_camera, _retire_camera]
        if log.talkgroups:
            steps += [_retire_talkgroup, _start_burst]
        if log.calls:
            steps += [_close_call, _start_burst]
        if log.bursts:
            steps += [_end_burst, _raise_burst, _receive_burst, _receive_burst]
        if log.voice_links:
            steps += [_unlink_voice]
        if log.operators:
            steps += [_change_operator, _retire_operator, _lock]
        draw(st.sampled_from(steps))(draw, log)
    return log


def _unit_form(draw: st.DrawFn, log: Log, own: int | None) -> UnitFields:
    taken = {unit.callsign for unit in log.units.values() if unit.number != own}
    return UnitFields(
        callsign=draw(_NAMES.filter(lambda callsign: callsign not in taken)),
        name=draw(_WORDS),
        force=draw(st.sampled_from(Force)),
        agency=draw(_NAMES),
        beat=draw(_WORDS),
    )


def _register_unit(draw: st.DrawFn, log: Log) -> None:
    unit = Unit(**_unit_form(draw, log, None).model_dump(), number=log.number(), status_at=log.at)
    log.units[unit.number] = unit
    log.add(facts.UnitRegistered(unit=unit))


def _change_unit(draw: st.DrawFn, log: Log) -> None:
    unit = _one(draw, log.units)
    log.units[unit.number] = unit.model_copy(update=_unit_form(draw, log, unit.number).model_dump())
    log.add(facts.UnitChanged(unit=log.units[unit.number]))


def _retire_unit(draw: st.DrawFn, log: Log) -> None:
    unit = _one(draw, log.units)
    del log.units[unit.number]
    for terminal in list(log.terminals.values()):
        if terminal.unit == unit.number:
            log.terminals[terminal.number] = terminal.model_copy(update={"unit": None})
    log.add(facts.UnitRetired(unit=unit.number))


def _duty(draw: st.DrawFn, log: Log) -> None:
    unit = _one(draw, log.units)
    if unit.is_on_duty:
        update = {"status": UnitStatus.OFF_DUTY, "status_at": log.at, "on_duty_at": None}
        log.add(facts.DutyEnded(unit=unit.number))
    else:
        update = {"status": UnitStatus.AVAILABLE, "status_at": log.at, "on_duty_at": log.at}
        log.add(facts.DutyStarted(unit=unit.number))
    log.units[unit.number] = unit.model_copy(update=update)


def _status(draw: st.DrawFn, log: Log) -> None:
    unit = _one(draw, log.units)
    if not unit.is_on_duty:
        _duty(draw, log)
        return
    status = draw(_WORKING)
    log.units[unit.number] = unit.model_copy(update={"status": status, "status_at": log.at})
    log.add(facts.UnitStatusSet(unit=unit.number, status=status))


def _terminal_form(draw: st.DrawFn, log: Log, own: int | None) -> TerminalFields:
    kind = draw(st.sampled_from(TerminalKind))
    taken = {terminal.device_id for terminal in log.terminals.values() if terminal.number != own} - {""}
    return TerminalFields(
        kind=kind,
        unit=None if kind is TerminalKind.GATEWAY else draw(st.sampled_from([None, *log.units])),
        label=draw(_WORDS),
        device_id=draw(_DEVICES.filter(lambda device_id: device_id not in taken)),
    )


def _register_terminal(draw: st.DrawFn, log: Log) -> None:
    terminal = Terminal(**_terminal_form(draw, log, None).model_dump(), number=log.number())
    log.terminals[terminal.number] = terminal
    log.add(facts.TerminalRegistered(terminal=terminal))


def _change_terminal(draw: st.DrawFn, log: Log) -> None:
    terminal = _one(draw, log.terminals)
    _put_terminal(log, terminal, _terminal_form(draw, log, terminal.number).model_dump())


def _renew_secret(draw: st.DrawFn, log: Log) -> None:
    terminal = _one(draw, log.terminals)
    generation = terminal.secret_generation + 1
    _put_terminal(log, terminal, {"secret_generation": generation, "first_heard_at": None, "first_heard_by": ""})


def _put_terminal(log: Log, terminal: Terminal, update: dict[str, object]) -> None:
    log.terminals[terminal.number] = terminal.model_copy(update=update)
    log.add(facts.TerminalChanged(terminal=log.terminals[terminal.number]))


def _retire_terminal(draw: st.DrawFn, log: Log) -> None:
    terminal = _one(draw, log.terminals)
    del log.terminals[terminal.number]
    log.streams.pop(terminal.number, None)
    log.voice_links.pop(terminal.number, None)
    log.add(facts.TerminalRetired(terminal=terminal.number))


def _hear(draw: st.DrawFn, log: Log) -> None:
    terminal, protocol = _one(draw, log.terminals), draw(st.sampled_from(["osmand", "owntracks"]))
    update = {"first_heard_at": log.at, "first_heard_by": protocol}
    log.terminals[terminal.number] = terminal.model_copy(update=update)
    log.add(facts.TerminalHeard(terminal=terminal.number, protocol=protocol))


def _start_stream(draw: st.DrawFn, log: Log) -> None:
    terminal = _one(draw, log.terminals).number
    number, container = len(log.events) + 1, draw(st.sampled_from(Container))
    log.streams[terminal] = Stream(terminal=terminal, number=number, container=container, started_at=log.at)
    log.add(facts.StreamStarted(stream=log.streams[terminal]))
    shown = log.terminals[terminal].model_copy(update={"push_fault": None, "push_fault_at": None})
    if shown.first_heard_at is None:
        shown = shown.model_copy(update={"first_heard_at": log.at, "first_heard_by": "video"})
    log.terminals[terminal] = shown


def _refuse_push(draw: st.DrawFn, log: Log) -> None:
    terminal, fault = _one(draw, log.terminals), draw(st.sampled_from(PushFault))
    log.terminals[terminal.number] = terminal.model_copy(update={"push_fault": fault, "push_fault_at": log.at})
    log.add(facts.PushRefused(terminal=terminal.number, fault=fault))


def _change_stream(draw: st.DrawFn, log: Log) -> None:
    stream = _one(draw, log.streams)
    update = {"video_codec": draw(_WORDS), "width": draw(st.integers(0, 4_000)), "lost": draw(st.integers(0, 9))}
    log.streams[stream.terminal] = stream.model_copy(update=update)
    log.add(facts.StreamChanged(stream=log.streams[stream.terminal]))


def _end_stream(draw: st.DrawFn, log: Log) -> None:
    stream = _one(draw, log.streams)
    del log.streams[stream.terminal]
    reason = draw(st.sampled_from(StreamEnd))
    log.add(facts.StreamEnded(terminal=stream.terminal, number=stream.number, reason=reason))


def _end_another_stream(draw: st.DrawFn, log: Log) -> None:
    """The end of a publishing whose place another has taken."""
    stream = _one(draw, log.streams)
    number = stream.number - draw(st.integers(1, 3))
    log.add(facts.StreamEnded(terminal=stream.terminal, number=number, reason=StreamEnd.TAKEN_OVER))


def _operator_form(draw: st.DrawFn, number: int) -> OperatorFields:
    return OperatorFields(login=f"op{number}", name=draw(_WORDS), role=draw(st.sampled_from(Role)))


def _register_operator(draw: st.DrawFn, log: Log) -> None:
    number = log.number()
    log.operators[number] = Operator(**_operator_form(draw, number).model_dump(), number=number)
    log.add(facts.OperatorRegistered(operator=log.operators[number]))


def _change_operator(draw: st.DrawFn, log: Log) -> None:
    number = _one(draw, log.operators).number
    log.operators[number] = Operator(**_operator_form(draw, number).model_dump(), number=number)
    log.add(facts.OperatorChanged(operator=log.operators[number], password_changed=draw(st.booleans())))


def _retire_operator(draw: st.DrawFn, log: Log) -> None:
    operator = _one(draw, log.operators)
    del log.operators[operator.number]
    log.add(facts.OperatorRetired(operator=operator.number))


def _lock(draw: st.DrawFn, log: Log) -> None:
    operator = _one(draw, log.operators)
    log.add(facts.OperatorLocked(operator=operator.number, until=log.at + timedelta(minutes=10)))


def _register_camera(draw: st.DrawFn, log: Log) -> None:
    number = log.number()
    log.cameras[number] = _camera(draw, number)
    log.add(facts.CameraRegistered(camera=log.cameras[number]))


def _change_camera(draw: st.DrawFn, log: Log) -> None:
    number = _one(draw, log.cameras).number
    log.cameras[number] = _camera(draw, number)
    log.add(facts.CameraChanged(camera=log.cameras[number]))


def _retire_camera(draw: st.DrawFn, log: Log) -> None:
    number = _one(draw, log.cameras).number
    del log.cameras[number]
    log.add(facts.CameraRetired(camera=number))


def _camera(draw: st.DrawFn, number: int) -> Camera:
    heading_deg = draw(st.none() | st.integers(0, 359))
    return Camera(
        number=number,
        name=draw(_NAMES),
        lon_deg=24.9,
        lat_deg=60.1,
        heading_deg=heading_deg,
        pulls_from="rtsp://c",
    )


def _set_pull(draw: st.DrawFn, log: Log) -> None:
    terminal, host = _one(draw, log.terminals), draw(st.sampled_from(["", "rtsp://10.0.0.5"]))
    log.terminals[terminal.number] = terminal.model_copy(update={"pulls_from": host})
    log.add(facts.TerminalPullSet(terminal=terminal.number, pulls_from=host))


def _set_media_server(draw: st.DrawFn, log: Log) -> None:
    server = MediaServer(pulls_from="rtsp://media", is_by_device_id=draw(st.booleans()))
    log.media_server = draw(st.sampled_from([None, server]))
    log.add(facts.MediaServerSet(server=log.media_server))


def _audience(draw: st.DrawFn, log: Log) -> Audience:
    numbers = draw(st.lists(st.integers(1, 40), max_size=3).map(tuple))
    kinds = AgencyAudience(agency=draw(_NAMES)), UnitsAudience(units=numbers), TerminalsAudience(terminals=numbers)
    return draw(st.sampled_from(kinds))


def _put_talkgroup(draw: st.DrawFn, log: Log) -> None:
    is_new = not log.talkgroups or draw(st.booleans())
    number = log.number() if is_new else _one(draw, log.talkgroups).number
    talkgroup = Talkgroup(number=number, name=draw(_NAMES), audience=_audience(draw, log))
    log.talkgroups[number] = talkgroup
    kind = facts.TalkgroupRegistered if is_new else facts.TalkgroupChanged
    log.add(kind(talkgroup=talkgroup))


def _retire_talkgroup(draw: st.DrawFn, log: Log) -> None:
    number = _one(draw, log.talkgroups).number
    del log.talkgroups[number]
    log.add(facts.TalkgroupRetired(talkgroup=number))


def _open_call(draw: st.DrawFn, log: Log) -> None:
    kind = draw(st.sampled_from(CallKind))
    call = Call(number=log.number(), kind=kind, audience=_audience(draw, log), opened_by=1)
    log.calls[call.number] = call
    log.add(facts.CallOpened(call=call))


def _close_call(draw: st.DrawFn, log: Log) -> None:
    number = _one(draw, log.calls).number
    del log.calls[number]
    log.add(facts.CallClosed(call=number))


def _start_burst(draw: st.DrawFn, log: Log) -> None:
    call = draw(st.sampled_from(sorted({*log.calls, *log.talkgroups})))
    burst = Burst(
        number=log.number(),
        call=call,
        kind=draw(st.sampled_from(CallKind)),
        priority=draw(st.sampled_from(Priority)),
        by=draw(st.integers(1, 40)),
    )
    log.bursts[burst.number] = BurstRow(**dict(burst), started_at=log.at)
    log.add(facts.BurstStarted(burst=burst))


def _raise_burst(draw: st.DrawFn, log: Log) -> None:
    burst = _one(draw, log.bursts)
    update = {"priority": Priority.EMERGENCY, "raised_at": log.at}
    log.bursts[burst.number] = burst.model_copy(update=update)
    log.add(facts.BurstRaised(burst=burst.number, priority=Priority.EMERGENCY))


def _end_burst(draw: st.DrawFn, log: Log) -> None:
    burst = _one(draw, log.bursts)
    update = {"duration_s": draw(st.integers(0, 60)) / 1, "end": draw(st.sampled_from(BurstEnd))}
    log.bursts[burst.number] = burst.model_copy(update=update)
    log.add(facts.BurstEnded(burst=burst.number, duration_s=update["duration_s"], reason=update["end"]))


def _receive_burst(draw: st.DrawFn, log: Log) -> None:
    burst = _one(draw, log.bursts)
    ends = draw(st.dictionaries(st.integers(1, 9), st.sampled_from(Hearing), min_size=1, max_size=4))
    news = {number: Receipt(number=number, hearing=hearing) for number, hearing in ends.items()}
    noted = {number: ReceiptRow(**dict(receipt), at=log.at) for number, receipt in news.items()}
    held = {receipt.number: receipt for receipt in burst.receipts} | noted
    receipts = tuple(held[number] for number in sorted(held))
    log.bursts[burst.number] = burst.model_copy(update={"receipts": receipts})
    log.add(facts.BurstReceived(burst=burst.number, receipts=tuple(news.values())))


def _link_voice(draw: st.DrawFn, log: Log) -> None:
    terminal = _one(draw, log.terminals).number
    path, jitter_ms = draw(st.sampled_from(VoicePath)), draw(st.integers(0, 90)) / 1
    log.voice_links[terminal] = VoiceLink(terminal=terminal, path=path, jitter_ms=jitter_ms)
    log.add(facts.VoiceLinked(link=log.voice_links[terminal]))


def _unlink_voice(draw: st.DrawFn, log: Log) -> None:
    terminal = _one(draw, log.voice_links).terminal
    del log.voice_links[terminal]
    log.add(facts.VoiceUnlinked(terminal=terminal))


def _one(draw: st.DrawFn, rows: dict[int, Row]) -> Row:
    return rows[draw(st.sampled_from(sorted(rows)))]
