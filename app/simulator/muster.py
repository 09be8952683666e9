"""The muster: making sure that the station knows each unit of the city and the terminal it carries."""

from __future__ import annotations

import hashlib
import random
import uuid
from collections.abc import Iterator

from app.domain.camera import CameraFields
from app.domain.command import ChangeCamera, Command, RegisterCamera, RegisterTerminal, RegisterUnit
from app.domain.event import Fact, TerminalRegistered, UnitRegistered
from app.domain.pull import Pull
from app.domain.snapshot import Snapshot
from app.domain.terminal import Terminal, TerminalFields, TerminalKind
from app.domain.unit import Unit
from app.simulator.city import Member
from app.simulator.messages import Account
from app.simulator.office import Office
from app.simulator.speech import Handset
from app.simulator.video.orders import Film


class Muster:
    """Registers what is missing. What an earlier run registered at this station is found, not made again."""

    def __init__(self, office: Office, seed: int, snapshot: Snapshot) -> None:
        self._office, self._seed = office, seed
        self._units = {unit.callsign: unit for unit in snapshot.units}
        self._cameras = {camera.name: camera for camera in snapshot.cameras}
        self._terminals = {terminal.device_id: terminal for terminal in snapshot.terminals}

    def unit(self, member: Member) -> Unit:
        """The station's unit of this callsign. Raises AppError as the station refuses."""
        known = self._units.get(member.unit.callsign)
        if known is None:
            registered = self._register(RegisterUnit(unit=member.unit))
            assert isinstance(registered, UnitRegistered)
            known = registered.unit
        return known

    def account(self, member: Member, unit: Unit) -> Account:
        """What to type into the phone that this unit carries. Raises AppError as the station refuses."""
        terminal = self._terminal(member, unit, member.terminal)
        return Account(self._office.address(terminal.number), terminal.device_id)

    def handsets(self, member: Member, unit: Unit) -> Iterator[Handset]:
        """What this unit hears with, of its terminals that are registered; it talks with the first."""
        kinds = dict.fromkeys(kind for kind in (member.terminal, member.camera) if kind is not None)
        for i, kind in enumerate(kinds):
            terminal = self._terminals.get(self._device_id(member, kind))
            if terminal is not None:
                yield self._handset(unit, terminal.number, talks=i == 0)

    def film(self, member: Member, unit: Unit) -> Film | None:
        """What this unit's camera is to send, if it has one. Raises AppError as the station refuses."""
        if member.camera is None:
            return None
        terminal = self._terminal(member, unit, member.camera)
        return member.film(terminal.number, self._office.address(terminal.number).stream_url, self._seed)

    def camera(self, fields: CameraFields, pull: Pull) -> None:
        """Make the station know a fixed camera and where to fetch it. Raises AppError as the station refuses."""
        known = self._cameras.get(fields.name)
        if known is None:
            self._register(RegisterCamera(camera=fields, pull=pull))
        else:
            # Its server has another port in each run.
            key = f"demo-{uuid.uuid4().hex}"
            self._office.order(ChangeCamera(number=known.number, camera=fields, pull=pull), key)

    def _handset(self, unit: Unit, terminal: int, *, talks: bool) -> Handset:
        return Handset(
            unit=unit.number,
            terminal=terminal,
            callsign=unit.callsign,
            voice_url=self._office.address(terminal).voice_url,
            renewed=lambda: self._office.address(terminal).voice_url,
            talks=talks,
        )

    def _terminal(self, member: Member, unit: Unit, kind: TerminalKind) -> Terminal:
        device_id = self._device_id(member, kind)
        return self._terminals.get(device_id) or self._register_terminal(unit, kind, device_id)

    def _register_terminal(self, unit: Unit, kind: TerminalKind, device_id: str) -> Terminal:
        label = f"{unit.callsign} {kind.value.replace('_', ' ')}"
        fields = TerminalFields(kind=kind, unit=unit.number, label=label, device_id=device_id)
        registered = self._register(RegisterTerminal(terminal=fields))
        assert isinstance(registered, TerminalRegistered)
        self._terminals[device_id] = registered.terminal
        return registered.terminal

    def _register(self, command: Command) -> Fact:
        # The key follows from what is ordered: a run that died half-way and its next try order the same once.
        body = f"{self._seed} {command.model_dump_json()}"
        key = f"demo-{hashlib.sha256(body.encode()).hexdigest()[:32]}"
        return self._office.order(command, key).events[0].fact

    def _device_id(self, member: Member, kind: TerminalKind) -> str:
        """Eight digits, as Traccar Client makes up; the same for the same callsign in each run of a seed."""
        what = "camera" if kind is TerminalKind.BODY_CAMERA else "device"
        chance = random.Random(f"{self._seed}/{member.unit.callsign}/{what}")
        return str(chance.randrange(10_000_000, 100_000_000))
