"""Pushes that lie, break off or never end: the station says so, takes the next, and nobody else notices."""

from __future__ import annotations

import itertools
import random
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from urllib.parse import urlsplit

import psutil
import pytest
import requests

from tests.app.media.containers.footage import footage
from tests.contract.ffmpeg import FORMS, end, needs_ffmpeg, push
from tests.contract.station_process import StationProcess
from tests.contract.test_streams import Crew, until

pytestmark = needs_ffmpeg

KINDS = ("mpegts", "flv", "webm", "fmp4")
#: What a station that holds a few streams may take more than before; far less than any of the floods below.
_GROWN_MB = 60
_callsigns = (f"F-{number}" for number in itertools.count())


class Bystander:
    """A healthy push and one who watches it, from before the first fault until after the last."""

    def __init__(self, station: StationProcess) -> None:
        self.crew = Crew(station, "HEALTHY")
        self._pushing = push(self.crew.url, FORMS["mpegts"], self.crew.token, seconds=600)
        (self.stream,) = until(lambda: self.crew.streams)
        self.longest_gap_s, self.read = 0.0, 0
        self._process = psutil.Process(station.pid)
        self._answer = requests.get(self.crew.ticket(), stream=True, timeout=60)
        self._watching = threading.Thread(target=self._watch)
        self._watching.start()
        until(lambda: self.read)
        self._at_first_mb = self._memory_mb()

    def is_well(self) -> bool:
        until_read = self.read + 50_000
        until(lambda: self.read > until_read)
        grown_mb = self._memory_mb() - self._at_first_mb
        same = [row["number"] for row in self.crew.streams] == [self.stream["number"]]
        return same and self.longest_gap_s < 2.0 and grown_mb < _GROWN_MB

    def leave(self) -> None:
        end(self._pushing)
        self._watching.join(60)

    def _memory_mb(self) -> float:
        return self._process.memory_info().rss / 2**20

    def _watch(self) -> None:
        """A gap is what the station works in it: a busy machine may hold up all of us for longer."""
        last_s = self._worked_s()
        for part in self._answer.iter_content(4_096):
            now_s = self._worked_s()
            self.longest_gap_s, last_s = max(self.longest_gap_s, now_s - last_s), now_s
            self.read += len(part)

    def _worked_s(self) -> float:
        times = self._process.cpu_times()
        return times.user + times.system


@pytest.fixture(scope="module")
def bystander(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bystander]:
    station = StationProcess(tmp_path_factory.mktemp("station")).start()
    try:
        made = Bystander(station)
        try:
            yield made
        finally:
            made.leave()
        assert station.stop() == 0
    finally:
        station.kill()


@pytest.fixture
def crew(bystander: Bystander) -> Iterator[Crew]:
    yield Crew(bystander.crew.station, next(_callsigns))
    assert bystander.is_well()


class Line:
    """A push, byte by byte as its sender wants it."""

    def __init__(self, crew: Crew, *headers: str, is_begun: bool = True) -> None:
        address = urlsplit(crew.url)
        self._socket = socket.create_connection((address.hostname, address.port), timeout=60)
        head = [f"POST {address.path} HTTP/1.1", "Host: x", f"X-Token: {crew.token}", *headers]
        if is_begun:
            self.send("\r\n".join(head).encode() + b"\r\n\r\n")

    def send(self, data: bytes) -> Line:
        self._socket.sendall(data)
        return self

    def chunk(self, data: bytes) -> Line:
        return self.send(b"%x\r\n%b\r\n" % (len(data), data))

    def vanish(self) -> None:
        self._socket.close()

    def answer(self) -> bytes:
        """What the station says before it hangs up."""
        said = b""
        with closing(self._socket), suppress(ConnectionError):
            while part := self._socket.recv(4_096):
                said += part
        return said


def chunked(crew: Crew) -> Line:
    return Line(crew, "Transfer-Encoding: chunked")


def is_taken_again(crew: Crew) -> bool:
    """Whether the terminal's next push shows."""
    line = chunked(crew).chunk(footage("mpegts"))
    until(lambda: crew.streams)
    line.send(b"0\r\n\r\n")
    assert b" 200 " in line.answer()
    return bool(until(lambda: crew.ends()[:1] == ["closed"]))


@pytest.mark.parametrize("kind", KINDS)
def test_a_publisher_that_vanishes_in_mid_frame_is_missed_at_once_and_taken_again(crew: Crew, kind: str) -> None:
    line = chunked(crew)
    stream = footage(kind)
    line.chunk(stream[:-300]).send(b"12c\r\nhalf of a chunk")
    until(lambda: crew.streams)

    line.vanish()

    until(lambda: not crew.streams)
    assert crew.ends() == ["vanished"]
    assert is_taken_again(crew)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("share", [0.01, 0.1, 0.5, 0.97])
def test_a_container_that_breaks_off_is_told_or_shown_as_far_as_it_goes(
    crew: Crew, kind: str, share: float
) -> None:
    stream = footage(kind)
    status, code = crew.post(stream[: int(len(stream) * share)])
    assert (status, code) in {(200, ""), (422, "stream.malformed"), (415, "stream.container_unknown")}
    until(lambda: not crew.streams)
    assert is_taken_again(crew)


@pytest.mark.parametrize(
    ("front", "more"),
    [
        pytest.param(b"", b"\x47\x1f\xff\x10" + b"\0" * 184, id="TS without tables"),
        pytest.param(b"FLV\x01\x05\0\0\0\x09\0\0\0\0\x09\xff\xff\xff" + b"\0" * 7, b"\0", id="FLV tag of 16 MB"),
        pytest.param(b"\x1a\x45\xdf\xa3\x08" + b"\xff" * 7, b"\0", id="EBML of 70 PB"),
        pytest.param(b"\x1a\x45\xdf\xa3\x80\x16\x54\xae\x6b\x10\xff\xff\xff", b"\0", id="tracks without end"),
        pytest.param(b"\0\0\0\x08ftyp\x7f\xff\xff\xffmoov", b"\0", id="moov of 2 GB"),
        pytest.param(b"\0\0\0\x08ftyp\0\0\0\x01free\0" + b"\xff" * 7, b"\0", id="box of 70 PB"),
    ],
)
def test_a_header_without_an_end_is_refused_long_before_it_fills_memory(
    crew: Crew, front: bytes, more: bytes
) -> None:
    flood = more * (65_536 // len(more))
    status, code = crew.post(itertools.chain([front or more], itertools.repeat(flood, 2_000)))
    assert (status, code) in {(413, "stream.oversized"), (422, "stream.malformed")}
    assert crew.ends() == []
    assert is_taken_again(crew)


@pytest.mark.parametrize("kind", KINDS)
def test_noise_in_the_middle_of_a_stream_ends_that_stream_at_most(crew: Crew, kind: str) -> None:
    stream, noise = footage(kind), random.Random(kind).randbytes(300_000)
    status, code = crew.post(iter([stream[: len(stream) // 2], noise, stream, noise * 20]))
    assert status in (200, 413, 415, 422), code
    until(lambda: not crew.streams)
    assert is_taken_again(crew)


def test_headers_without_an_end_are_cut_off(crew: Crew) -> None:
    line = Line(crew, is_begun=False)
    line.send(b"POST /v1/streams/1 HTTP/1.1\r\n")
    with suppress(ConnectionError):
        for number in range(100_000):
            line.send(b"X-%d: %b\r\n" % (number, b"a" * 1_000))
        pytest.fail("a hundred megabytes of headers were taken")
    line.vanish()
    assert is_taken_again(crew)


@pytest.mark.parametrize(
    "send",
    [
        pytest.param(lambda crew: chunked(crew).send(b"no number\r\n"), id="chunk without a length"),
        pytest.param(lambda crew: chunked(crew).send(b"f" * 30 + b"\r\n"), id="chunk of 10^35 bytes"),
        pytest.param(lambda crew: Line(crew, "Content-Length: -5"), id="negative length"),
        pytest.param(lambda crew: Line(crew, "Content-Length: 0"), id="nothing"),
        pytest.param(Line, id="no body"),
    ],
)
def test_a_message_that_is_none_is_answered_and_forgotten(crew: Crew, send: Callable[[Crew], Line]) -> None:
    assert send(crew).answer().partition(b"\r\n")[0].split()[1] in (b"400", b"422")
    assert crew.streams == []
    assert crew.ends() == []
    assert is_taken_again(crew)


def test_a_publisher_that_promised_more_than_it_sent_has_vanished(crew: Crew) -> None:
    line = Line(crew, "Content-Length: 99999999").send(footage("mpegts"))
    until(lambda: crew.streams)
    line.vanish()
    until(lambda: crew.ends() == ["vanished"])
    assert is_taken_again(crew)


def test_a_hundred_terminals_that_fall_over_at_once_leave_nothing_behind(crew: Crew, bystander: Bystander) -> None:
    def established() -> int:
        connections = bystander._process.net_connections()
        return sum(one.status == psutil.CONN_ESTABLISHED for one in connections)

    before = established()
    lines = [chunked(crew).chunk(footage(KINDS[number % 4])) for number in range(100)]
    for line in lines:
        line.vanish()
    # The asking itself may be one.
    until(lambda: established() <= before + 1)
    until(lambda: not crew.streams)
    assert is_taken_again(crew)
