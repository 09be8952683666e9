"""From the link's thread onto the stage: in order, in small turns, and never with a frame that cannot be used."""

from __future__ import annotations

import gc
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime

import numpy as np
import pytest
from PySide6.QtCore import QObject, QThread, QTimer
from pytestqt.qtbot import QtBot

from app.domain.errors import AppError
from app.domain.event import DutyStarted, Event, UnitRegistered
from app.domain.fixes import Fixes, encode_frame
from app.domain.snapshot import Snapshot
from app.domain.unit import Force, Unit, UnitStatus
from app.picture.clock import LiveClock
from app.sync.feed_state import FeedPhase, FeedState
from ui.bridge import inbox
from ui.bridge.feed import FeedBridge
from ui.models.scene import Scene

NOON = datetime(2025, 6, 1, 12, tzinfo=UTC)


def event(seq: int) -> str:
    return Event(seq=seq, at=NOON, by="", fact=DutyStarted(unit=1)).model_dump_json()


def frame(unit: int, at_ms: int | None = None) -> bytes:
    now_ms = int(time.time() * 1000)
    return encode_frame(Fixes.of([(unit, now_ms, 24.9, 60.2)]), now_ms if at_ms is None else at_ms)


def snapshot(seq: int, units: Iterable[int] = ()) -> Snapshot:
    on_duty = (
        Unit(
            number=number,
            callsign=f"V-{number}",
            force=Force.VOLUNTEER,
            agency="A",
            status=UnitStatus.AVAILABLE,
            status_at=NOON,
            on_duty_at=NOON,
        )
        for number in units
    )
    return Snapshot(seq=seq, at=NOON, station="s1", units=tuple(on_duty))


class Link:
    """A link that only notes what is asked of it."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def start(self) -> None:
        self.asked.append("start")

    def stop(self) -> None:
        self.asked.append("stop")

    def kick(self) -> None:
        self.asked.append("kick")

    def resync(self) -> None:
        self.asked.append("resync")


class Stage:
    """A stage that keeps what is put on it, in order."""

    def __init__(self) -> None:
        self.shown: list[tuple[str, object]] = []
        self.threads: set[QThread] = set()
        self.before_events: Callable[[], None] = lambda: None

    def replace(self, snapshot: Snapshot) -> None:
        self.shown.append(("snapshot", snapshot.seq))
        self.threads.add(QThread.currentThread())

    def apply_events(self, events: Iterable[Event]) -> None:
        self.before_events()
        self.shown += [("event", event.seq) for event in events]

    def apply_fixes(self, fixes: Fixes) -> None:
        self.shown += [("fix", unit) for unit in fixes.unit.tolist()]


@pytest.fixture
def stage() -> Stage:
    return Stage()


@pytest.fixture
def link() -> Link:
    return Link()


@pytest.fixture
def bridge(qapp: object, stage: Stage, link: Link) -> Iterator[FeedBridge]:
    made = FeedBridge(stage, LiveClock())
    made.start(link)  # type: ignore[arg-type]
    yield made
    made.stop()


def on_a_thread(work: Callable[[], object]) -> None:
    thread = threading.Thread(target=work)
    thread.start()
    thread.join()


def test_what_arrives_is_shown_in_order_on_the_gui_thread(bridge: FeedBridge, stage: Stage, qtbot: QtBot) -> None:
    def arrive() -> None:
        bridge.on_snapshot(snapshot(4), 0.0)
        for item in (event(5), event(6), frame(1), frame(2), event(7), frame(3)):
            assert bridge.on_frame(item)

    on_a_thread(arrive)
    assert stage.shown == []
    qtbot.waitUntil(lambda: len(stage.shown) == 7)
    assert stage.shown == [
        ("snapshot", 4),
        ("event", 5),
        ("event", 6),
        ("fix", 1),
        ("fix", 2),
        ("event", 7),
        ("fix", 3),
    ]
    assert stage.threads == {bridge.thread()}
    assert bridge.fixes_received == 3


def test_many_frames_wake_the_gui_thread_once(bridge: FeedBridge, stage: Stage, qtbot: QtBot) -> None:
    woken: list[int] = []
    bridge._woken.connect(lambda: woken.append(1))
    on_a_thread(lambda: [bridge.on_frame(frame(unit)) for unit in range(5_000)])
    # A turn that ends with the last of them is followed by one that finds no more, and only then sleeps.
    qtbot.waitUntil(lambda: len(stage.shown) == 5_000 and not bridge._again.isActive())
    assert len(woken) == 1
    on_a_thread(lambda: bridge.on_frame(frame(1)))
    qtbot.waitUntil(lambda: len(stage.shown) == 5_001)
    assert len(woken) == 2


def test_a_new_picture_makes_what_came_before_it_irrelevant(
    bridge: FeedBridge, stage: Stage, qtbot: QtBot
) -> None:
    def arrive() -> None:
        bridge.on_frame(event(5))
        bridge.on_frame(frame(1))
        bridge.on_snapshot(snapshot(9), 0.0)
        bridge.on_frame(event(10))

    on_a_thread(arrive)
    qtbot.waitUntil(lambda: ("event", 10) in stage.shown)
    assert stage.shown == [("snapshot", 9), ("event", 10)]


@pytest.mark.parametrize("bad", ["{}", "garbage", '{"seq": 5, "at": "noon"}', b"WFX9", b""])
def test_a_frame_that_cannot_be_used_means_a_new_snapshot_and_nothing_until_then(
    bridge: FeedBridge, stage: Stage, link: Link, qtbot: QtBot, bad: str | bytes, caplog: pytest.LogCaptureFixture
) -> None:
    def arrive() -> None:
        bridge.on_snapshot(snapshot(4), 0.0)
        for item in (event(5), bad, event(6), frame(1)):
            bridge.on_frame(item)

    on_a_thread(arrive)
    qtbot.waitUntil(lambda: "resync" in link.asked)
    on_a_thread(lambda: bridge.on_frame(event(7)))
    on_a_thread(lambda: bridge.on_snapshot(snapshot(8), 0.0))
    on_a_thread(lambda: bridge.on_frame(event(9)))
    qtbot.waitUntil(lambda: ("event", 9) in stage.shown)
    assert not {("event", 6), ("event", 7), ("fix", 1)} & set(stage.shown)
    assert link.asked.count("resync") == 1
    assert caplog.text.count("starts over") == 1


@pytest.mark.parametrize("error", [AppError("picture.gap", held=4, got=6), KeyError("a slip of the pen")])
def test_a_stage_that_fails_is_given_a_new_picture(
    bridge: FeedBridge, stage: Stage, link: Link, qtbot: QtBot, error: Exception
) -> None:
    def fail() -> None:
        stage.before_events = lambda: None
        raise error

    stage.before_events = fail
    on_a_thread(lambda: bridge.on_frame(event(6)))
    qtbot.waitUntil(lambda: "resync" in link.asked)
    on_a_thread(lambda: bridge.on_snapshot(snapshot(8), 0.0))
    on_a_thread(lambda: bridge.on_frame(event(9)))
    qtbot.waitUntil(lambda: stage.shown == [("snapshot", 8), ("event", 9)])


def test_when_there_is_no_room_the_link_is_told(
    bridge: FeedBridge, stage: Stage, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(inbox, "MOST_ITEMS", 10)
    taken: list[bool] = []
    on_a_thread(lambda: taken.extend(bridge.on_frame(event(seq)) for seq in range(1, 13)))
    assert taken == [True] * 10 + [False] * 2
    qtbot.waitUntil(lambda: len(stage.shown) == 10)
    assert bridge.on_frame(event(11))


def test_the_state_of_the_link_is_told_when_it_changes(bridge: FeedBridge, qtbot: QtBot) -> None:
    live = FeedState(FeedPhase.LIVE, NOON)
    with qtbot.waitSignal(bridge.changed):
        on_a_thread(lambda: bridge.on_state(live))
    assert bridge.state is live


def test_how_far_behind_it_is_grows_while_the_station_is_silent(
    stage: Stage, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Clock(LiveClock):
        now = 1_000_000

        def now_ms(self) -> int:
            return self.now

    clock = Clock()
    bridge = FeedBridge(stage, clock)
    assert bridge.lag_s is None
    bridge.on_frame(frame(1, at_ms=1_000_000 - 120))
    qtbot.waitUntil(lambda: bridge.lag_s is not None)
    assert bridge.lag_s == pytest.approx(0.12)
    assert bridge.lag.count == 1
    clock.now += 900
    assert bridge.lag_s == pytest.approx(0.12)
    clock.now += 5_000
    assert bridge.lag_s == pytest.approx(5.02)


def test_the_clock_is_set_by_the_snapshot(stage: Stage, qtbot: QtBot) -> None:
    clock = LiveClock()
    bridge = FeedBridge(stage, clock)
    bridge.on_snapshot(snapshot(1), 60_000.0)
    qtbot.waitUntil(lambda: stage.shown == [("snapshot", 1)])
    # Two looks at the time, and a busy machine may do something else in between.
    assert clock.now_ms() - time.time() * 1000 == pytest.approx(60_000, abs=10_000)


def test_a_stopped_bridge_shows_nothing_more_and_can_follow_another_link(
    bridge: FeedBridge, stage: Stage, link: Link, qtbot: QtBot
) -> None:
    on_a_thread(lambda: [bridge.on_frame(event(seq)) for seq in range(1, 100)])
    bridge.stop()
    assert link.asked == ["start", "stop"]
    other = Link()
    bridge.start(other)  # type: ignore[arg-type]
    bridge.try_now()
    on_a_thread(lambda: bridge.on_snapshot(snapshot(7), 0.0))
    qtbot.waitUntil(lambda: stage.shown == [("snapshot", 7)])
    assert other.asked == ["start", "kick"]


class Turns(QObject):
    """How long the GUI thread works without letting anything else have its turn.

    In time of the processor and not of the clock, so that a busy machine does not fail a test.
    """

    def __init__(self) -> None:
        super().__init__()
        self.lengths_ms: list[float] = []
        self._since_s = time.thread_time()
        self._timer = QTimer(self, interval=2)
        self._timer.timeout.connect(self._on_turn)
        self._timer.start()

    def stop(self) -> None:
        self._timer.stop()

    def _on_turn(self) -> None:
        now_s = time.thread_time()
        self.lengths_ms.append((now_s - self._since_s) * 1000)
        self._since_s = now_s


@pytest.fixture
def settled() -> Iterator[Callable[[], None]]:
    """Has what is there left out of garbage collection, as the desk does: what other tests made is not its own."""

    def settle() -> None:
        gc.collect()
        gc.freeze()

    yield settle
    gc.unfreeze()


def test_a_flood_leaves_the_gui_thread_time_for_all_else(qtbot: QtBot, settled: Callable[[], None]) -> None:
    """Five thousand events that take 0.2 ms each to apply: a second of work."""

    class BusyStage(Stage):
        def apply_events(self, events: Iterable[Event]) -> None:
            for each in events:
                until = time.thread_time() + 0.0002
                while time.thread_time() < until:
                    pass
                self.shown.append(("event", each.seq))

    stage = BusyStage()
    bridge = FeedBridge(stage, LiveClock())
    on_a_thread(lambda: [bridge.on_frame(event(seq)) for seq in range(1, 5_001)])
    settled()
    turns = Turns()
    qtbot.waitUntil(lambda: len(stage.shown) == 5_000, timeout=60_000)
    turns.stop()
    bridge.stop()
    assert sum(turns.lengths_ms) > 900
    assert max(turns.lengths_ms) <= 50


def test_ten_thousand_moving_units_leave_the_gui_thread_time_for_all_else(
    qtbot: QtBot, settled: Callable[[], None]
) -> None:
    """The real scene, fed from another thread: every unit's fix and an event, again and again."""
    count, rounds = 10_000, 8
    clock = LiveClock()
    scene = Scene(clock)
    bridge = FeedBridge(scene, clock)
    bridge.on_snapshot(snapshot(0, range(1, count + 1)), 0.0)
    qtbot.waitUntil(lambda: len(scene.picture.units) == count, timeout=60_000)
    settled()
    rng = np.random.default_rng(1)

    def station() -> None:
        for seq in range(1, rounds + 1):
            fixes = Fixes.zeros(count)
            fixes.unit[:] = np.arange(1, count + 1)
            fixes.at_ms[:] = clock.now_ms() + seq
            fixes.lon_e7[:] = 249_000_000 + rng.integers(0, 1_000_000, count)
            fixes.lat_e7[:] = 601_000_000 + rng.integers(0, 1_000_000, count)
            bridge.on_frame(encode_frame(fixes, clock.now_ms() + seq))
            unit = scene.picture.units[seq].model_copy(update={"number": count + seq, "callsign": f"N-{seq}"})
            fact = UnitRegistered(unit=unit)
            bridge.on_frame(Event(seq=seq, at=NOON, by="", fact=fact).model_dump_json())

    turns = Turns()
    sending = threading.Thread(target=station)
    sending.start()
    qtbot.waitUntil(lambda: scene.picture.seq == rounds, timeout=60_000)
    sending.join()
    turns.stop()
    bridge.stop()
    scene.show_now()
    assert bridge.fixes_received == rounds * count
    assert len(scene.fleet) == count
    assert max(turns.lengths_ms) <= 50
