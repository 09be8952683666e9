"""A desk without a screen: cameras and terminals of a real station, read as a tile reads them."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from types import TracebackType
from uuid import uuid4

from app.domain.camera import CameraFields
from app.domain.command import Command, RegisterCamera, RegisterTerminal, RegisterUnit, StartDuty
from app.domain.pull import Pull, RtspTransport
from app.domain.terminal import TerminalFields, TerminalKind
from app.domain.unit import Force, UnitFields
from app.media.frame import Frame
from app.media.gate import OpeningGate
from app.media.reader import StreamReader
from app.media.state import ReaderState, Wish
from app.media.watchdog import Watchdog
from app.sync.address import StationAddress
from app.sync.rest import StationClient
from app.sync.session import Session
from app.sync.wire import Wire
from tests.contract.station_process import StationProcess
from ui.bridge.video_channel import Tickets

TILE = (320, 180)
_LOOK_S = 0.01
#: A wait costs nothing where it succeeds.
_PATIENCE_S = 60.0


class Onlooker(AbstractContextManager["Onlooker"]):
    """Signed in at a station; every reader that it opens ends with it."""

    def __init__(self, station: StationProcess) -> None:
        self._wire = Wire(StationAddress.parse(station.url))
        session = Session(self._wire)
        session.sign_in(station.login, station.password)
        self.client = StationClient(self._wire, session)
        self._gate, self._watchdog = OpeningGate(), Watchdog()
        self._watchdog.start()
        self._readers: list[StreamReader] = []

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for reader in self._readers:
            reader.stop()
        self._watchdog.stop()
        self._wire.close()

    def camera(self, url: str, *, udp: bool = False) -> int:
        """A camera that is fetched there."""
        fields = CameraFields(name=f"Camera {uuid4()}", lon_deg=24.94, lat_deg=60.17)
        transport = RtspTransport.UDP if udp else RtspTransport.TCP
        fact = self._send(RegisterCamera(camera=fields, pull=Pull(main=url, transport=transport)))
        return int(fact.camera.number)

    def terminal(self) -> tuple[int, str]:
        """A body camera of a unit on duty, and the address to push to, secret included."""
        callsign = f"V-{uuid4().hex[:8]}"
        fields = UnitFields(callsign=callsign, force=Force.VOLUNTEER, agency="Volunteers")
        unit = int(self._send(RegisterUnit(unit=fields)).unit.number)
        terminal = TerminalFields(kind=TerminalKind.BODY_CAMERA, unit=unit)
        number = int(self._send(RegisterTerminal(terminal=terminal)).terminal.number)
        self._send(StartDuty(unit=unit))
        return number, self.client.address(number).stream_url

    def watch(self, source: int) -> StreamReader:
        """What a tile does that shows the source."""
        reader = StreamReader(
            Tickets(source, self.client.ticket, None), Wish(TILE), gate=self._gate, watchdog=self._watchdog
        )
        self._readers.append(reader)
        reader.start()
        return reader

    def _send(self, command: Command) -> object:
        return self.client.send(command, str(uuid4())).events[0].fact


def until(holds: Callable[[], object], within_s: float = _PATIENCE_S) -> float:
    """Wait until something holds; seconds that it took. Fails the test when it does not."""
    began_at = time.monotonic()
    while not holds():
        assert time.monotonic() - began_at < within_s, "it did not come about in time"
        time.sleep(_LOOK_S)
    return time.monotonic() - began_at


def is_live(reader: StreamReader) -> bool:
    return reader.status().state is ReaderState.LIVE


def reason(reader: StreamReader) -> str:
    """The code of why it is not live; empty while nothing is wrong."""
    error = reader.status().reason
    return "" if error is None else error.code


def shows(
    reader: StreamReader, bgr: tuple[int, int, int], meanwhile: Callable[[], object] = lambda: None
) -> Frame:
    """The first picture with this colour in its middle (codecs change it a little).

    Args:
        meanwhile: done again and again while there is none.
    """
    found: list[Frame] = []

    def is_there() -> bool:
        meanwhile()
        frame = reader.take()
        if frame is not None and all(abs(int(a) - b) <= 16 for a, b in zip(_middle(frame), bgr, strict=True)):
            found.append(frame)
        return bool(found)

    until(is_there)
    return found[0]


def _middle(frame: Frame) -> list[int]:
    return [int(part) for part in frame.rgb[frame.height // 2, frame.width // 2, :3]]
