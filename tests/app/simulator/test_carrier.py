"""How messages get to the station: in order, over one connection, whatever the station does."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator
from urllib.parse import parse_qs, urlsplit

import pytest

from app.domain.unit import UnitStatus
from app.simulator.carrier import Carrier
from app.simulator.city import roster
from app.simulator.messages import Account, osmand_query
from app.simulator.phone import Phone
from app.simulator.receiver import Receiver
from app.simulator.streets import Streets
from tests.app.simulator.conftest import Heard, Peer
from tests.ports import free_port

ORIGIN_MS = 1_700_000_000_000
StartPeer = Callable[..., Peer]
StartCarrier = Callable[..., Carrier]


class Clock:
    """Simulated time that goes on when told to."""

    def __init__(self, now_s: float) -> None:
        self.now_s = now_s

    def __call__(self) -> float:
        return self.now_s


@pytest.fixture
def start_carrier() -> Iterator[StartCarrier]:
    stop = threading.Event()
    carriers: list[Carrier] = []

    def start(clock: Clock, *phones: Phone) -> Carrier:
        carrier = Carrier("phones-test", clock, stop)
        for phone in phones:
            carrier.add(phone)
        carriers.append(carrier)
        carrier.start()
        return carrier

    yield start
    stop.set()
    for carrier in carriers:
        carrier.join(60.0)


def make_phone(streets: Streets, peer: Peer, number: int = 4, seed: int = 1) -> Phone:
    crew = roster(streets, number + 1)[number].crew(streets, seed)
    account = Account(peer.address, f"{10_000_000 + number}")
    return Phone(crew, Receiver(streets.plane, f"{seed}/{number}"), account, osmand_query, (ORIGIN_MS, 1000.0))


def at_s(heard: Heard) -> float:
    return int(parse_qs(urlsplit(heard.path).query)["timestamp"][0]) - ORIGIN_MS / 1000


def expected_s(streets: Streets, peer: Peer, until_s: float) -> list[float]:
    """When a phone of its own would have reported, whole seconds."""
    return [int(fix.at_s) for fix in make_phone(streets, peer).live(until_s)]


def test_all_fixes_arrive_once_and_in_order(
    streets: Streets, start_peer: StartPeer, start_carrier: StartCarrier
) -> None:
    peer = start_peer()
    expected = expected_s(streets, peer, 60.0)
    assert len(expected) > 5
    start_carrier(Clock(60.0), make_phone(streets, peer))
    assert [at_s(heard) for heard in peer.take(len(expected))] == expected


def test_one_connection_carries_all_phones(
    streets: Streets, start_peer: StartPeer, start_carrier: StartCarrier
) -> None:
    peer = start_peer()
    start_carrier(Clock(30.0), *(make_phone(streets, peer, number) for number in range(6)))
    assert len({heard.connection for heard in peer.take(12)}) == 1


def test_what_the_station_could_not_take_is_said_again_and_nothing_overtakes_it(
    streets: Streets, start_peer: StartPeer, start_carrier: StartCarrier
) -> None:
    peer = start_peer(200, 503, 429)
    expected = expected_s(streets, peer, 60.0)
    start_carrier(Clock(60.0), make_phone(streets, peer))
    second = expected[1]
    assert [at_s(heard) for heard in peer.take(6)] == [expected[0], second, second, second, *expected[2:4]]


def test_a_refused_report_is_not_said_again(
    streets: Streets,
    start_peer: StartPeer,
    start_carrier: StartCarrier,
    caplog: pytest.LogCaptureFixture,
) -> None:
    peer = start_peer(400, 401)
    expected = expected_s(streets, peer, 60.0)
    start_carrier(Clock(60.0), make_phone(streets, peer))
    assert [at_s(heard) for heard in peer.take(4)] == expected[:4]
    assert [record.getMessage() for record in caplog.records] == ["phone 10000004 is refused with 400"]


def test_a_station_that_comes_back_hears_what_it_missed_and_logs_hold_no_secret(
    streets: Streets,
    start_peer: StartPeer,
    start_carrier: StartCarrier,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.INFO)
    gone = threading.Event()
    nobody = Peer(port=free_port())
    phone = make_phone(streets, nobody)
    expected = expected_s(streets, nobody, 60.0)
    handler = _Told(gone, "cannot reach")
    logging.getLogger("app.simulator.carrier").addHandler(handler)
    try:
        start_carrier(Clock(60.0), phone)
        assert gone.wait(60)
    finally:
        logging.getLogger("app.simulator.carrier").removeHandler(handler)
    peer = start_peer(port=nobody.port)
    assert [at_s(heard) for heard in peer.take(len(expected))] == expected
    assert "5-abc" not in caplog.text


def test_without_a_network_a_phone_keeps_its_fixes_and_sends_them_later_in_order(streets: Streets) -> None:
    lost_s, found_s = _first_loss_s(streets)
    phone = make_phone(streets, Peer())
    heard = phone.live(lost_s)
    assert heard
    assert phone.next_message() is None
    heard += phone.live(found_s)
    sent = []
    while message := phone.next_message():
        sent.append(int(parse_qs(urlsplit(message.url).query)["timestamp"][0]) - ORIGIN_MS // 1000)
        phone.sent()
    assert sent == [int(fix.at_s) for fix in heard]


def test_off_duty_units_send_nothing(streets: Streets, start_peer: StartPeer, start_carrier: StartCarrier) -> None:
    peer = start_peer()
    phone = next(
        phone
        for seed in range(200)
        if (phone := make_phone(streets, peer, seed=seed)).crew.status is UnitStatus.OFF_DUTY
    )
    assert phone.live(20.0) == []
    assert phone.next_message() is None
    other = make_phone(streets, peer)
    start_carrier(Clock(20.0), phone, other)
    assert {parse_qs(urlsplit(heard.path).query)["id"][0] for heard in peer.take(3)} == {other.device_id}


class _Told(logging.Handler):
    """Sets an event when a message holds these words."""

    def __init__(self, event: threading.Event, words: str) -> None:
        super().__init__()
        self._event, self._words = event, words

    def emit(self, record: logging.LogRecord) -> None:
        if self._words in record.getMessage():
            self._event.set()


def _first_loss_s(streets: Streets) -> tuple[float, float]:
    """A moment within the first loss of network, and the one when it is back."""
    crew = roster(streets, 5)[4].crew(streets, 1)
    receiver = Receiver(streets.plane, "1/4")
    lost_s = 0.0
    for moment in crew.live(8 * 3600.0):
        receiver.hear(moment)
        if not receiver.has_network:
            lost_s = moment.at_s
        elif lost_s:
            return lost_s, moment.at_s
    raise AssertionError("no loss in eight hours")
