"""REST: what a desk asks of a station and orders from it, call by call."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from app.domain.command import COMMAND, Command, Receipt
from app.domain.errors import AppError
from app.domain.event import Event
from app.domain.fixes import Fixes, decode_frame
from app.domain.history import Address, Bursts, History
from app.domain.snapshot import Snapshot
from app.domain.stream import StreamTicket, Watching
from app.domain.talk import BurstRow
from app.sync.faults import UnauthorisedError
from app.sync.session import Session
from app.sync.wire import Answer, Wire

M = TypeVar("M", bound=BaseModel)


class Health(BaseModel):
    """A station that is up. ``station`` is its log's identity.

    Not closed like other models: this is where one learns that a station is of another version.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    status: str
    version: str
    station: str


class TakenSnapshot(NamedTuple):
    """A snapshot, and by how many milliseconds the station's clock was ahead of this machine's then."""

    snapshot: Snapshot
    clock_offset_ms: float


class StationClient:
    """Calls to one station as the operator of ``session``; safe to use from any thread, each call blocks.

    Every method raises what ``Wire.call`` raises, AppError("session.ended") or AppError("session.signed_out") when
    nobody is signed in, and AppError("station.incompatible") when the answer is not what this desk understands.
    """

    def __init__(self, wire: Wire, session: Session) -> None:
        self.wire = wire
        self.session = session

    def health(self) -> Health:
        return _parse(Health, self.wire.call("GET", "/healthz"))

    def snapshot(self) -> TakenSnapshot:
        answer = self._call("GET", "/v1/snapshot")
        try:
            station_ms = float(answer.headers["Station-Time"])
        except (KeyError, ValueError):
            raise AppError("station.incompatible", what="Station-Time") from None
        # The station looked at its clock somewhere between the two; the middle errs by half the way at most.
        offset_ms = station_ms - (answer.sent_at_ms + answer.heard_at_ms) / 2
        return TakenSnapshot(_parse(Snapshot, answer), offset_ms)

    def send(self, command: Command, key: str) -> Receipt:
        """Give one order. Sent again with the same key it has no second effect and gets the same receipt."""
        body = COMMAND.dump_json(command)
        answer = self._call("POST", "/v1/commands", body=body, headers={"Idempotency-Key": key})
        return _parse(Receipt, answer)

    def events(self, after: int = 0, limit: int = 1000) -> tuple[Event, ...]:
        """Events with ``seq`` above ``after``, oldest first."""
        return self._events({"after": after, "limit": limit})

    def unit_history(
        self, unit: int, limit: int = 100, before: int | None = None, *, has_talk: bool = True
    ) -> tuple[Event, ...]:
        """One unit's events, newest first, with ``seq`` below ``before``; without talk, no bursts among them."""
        talk = None if has_talk else 0
        return self._events({"unit": unit, "limit": limit, "before": before, "talk": talk})

    def track(self, unit: int, from_ms: int, to_ms: int) -> Fixes:
        """Where a unit was, oldest first. Times are the station's, Unix milliseconds."""
        answer = self._call("GET", f"/v1/units/{unit}/track", query={"from_ms": from_ms, "to_ms": to_ms})
        try:
            return decode_frame(answer.body)[0]
        except AppError as error:
            raise AppError("station.incompatible", what="track") from error

    def address(self, terminal: int) -> Address:
        """What to type into a terminal; it carries the secret. For administrators and supervisors."""
        return _parse(Address, self._call("GET", f"/v1/terminals/{terminal}/address"))

    def bursts(
        self, *, unit: int | None = None, call: int | None = None, before: int | None = None, limit: int = 100
    ) -> tuple[BurstRow, ...]:
        """What was said, newest first, with a number below ``before``; of one unit or call, when given."""
        query = {"unit": unit, "call": call, "before": before, "limit": limit}
        return _parse(Bursts, self._call("GET", "/v1/bursts", query=query)).bursts

    def burst_audio(self, burst: int) -> bytes:
        """The recording of a burst, Ogg Opus; what there is of one that lasts.

        Raises:
            RefusedError("recording.absent"), RefusedError("role.not_allowed").
        """
        return self._call("GET", f"/v1/bursts/{burst}/audio").body

    def ticket(self, source: int) -> StreamTicket:
        """Where to read the video of a terminal or a camera, now; ask again for every new try.

        What the station passes on itself is read at the address by which this desk reaches the station.

        Raises:
            RefusedError("stream.absent"): nothing is known of it.
            RefusedError("stream.off_duty"), RefusedError("stream.no_unit"), RefusedError("role.not_allowed").
        """
        ticket = _parse(StreamTicket, self._call("POST", f"/v1/streams/{source}/ticket"))
        if not ticket.url.startswith("/"):
            return ticket
        return ticket.model_copy(update={"url": self.wire.address.base_url + ticket.url})

    def watching(self, heights: Mapping[int, int]) -> None:
        """Say how high (pixels) this desk shows each terminal; forgotten after ``WATCHED_S``, so say it again."""
        body = Watching(heights=dict(heights)).model_dump_json().encode()
        self._call("PUT", "/v1/watching", body=body)

    def _events(self, query: Mapping[str, int | None]) -> tuple[Event, ...]:
        return _parse(History, self._call("GET", "/v1/events", query=query)).events

    def _call(
        self,
        method: str,
        path: str,
        *,
        body: bytes | None = None,
        query: Mapping[str, int | None] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        access = self.session.access()
        try:
            return self.wire.call(method, path, body=body, query=query, headers=headers, access=access)
        except UnauthorisedError:
            access = self.session.access(refused=access)
            return self.wire.call(method, path, body=body, query=query, headers=headers, access=access)


def _parse(model: type[M], answer: Answer) -> M:
    """The answer as a model. An error names the field and leaves out what it held: some of it is secret."""
    try:
        return model.model_validate_json(answer.body)
    except ValidationError as error:
        place = ".".join(str(part) for part in error.errors(include_input=False)[0]["loc"])
        raise AppError("station.incompatible", what=f"{model.__name__} {place}".strip()) from None
