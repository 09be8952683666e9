"""Trying an address without holding up the desk: told once, in time, or not at all."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject, QThread, QTimer
from shiboken6 import delete

from app.domain.errors import AppError
from app.media.source import source_of
from app.media.trial import Sight
from tests.app.media.servers import falls_silent, plays, serving
from tests.app.media.streams import clip
from ui.bridge.trials import Trials

SIZE = (160, 90)
#: More than a test may take.
PATIENCE_MS = 600_000


class Told(QObject):
    """An owner that keeps what it is told, and on which thread."""

    def __init__(self) -> None:
        super().__init__()
        self.sights: list[Sight] = []
        self.codes: list[tuple[str, object]] = []
        self.threads: set[QThread] = set()

    def on_sight(self, sight: Sight) -> None:
        self.sights.append(sight)
        self.threads.add(QThread.currentThread())

    def on_error(self, error: AppError) -> None:
        self.codes.append((error.code, error.params.get("reason")))
        self.threads.add(QThread.currentThread())


@pytest.fixture
def trials(qapp) -> Iterator[Trials]:
    """In no hurry: whoever gives up here was told to."""
    made = Trials(longest_ms=PATIENCE_MS)
    yield made
    made.shutdown()


@pytest.fixture
def hasty(qapp) -> Iterator[Trials]:
    made = Trials(longest_ms=400)
    yield made
    made.shutdown()


@pytest.fixture
def told() -> Told:
    return Told()


def test_the_first_picture_arrives_on_the_gui_thread(trials, told, qapp, qtbot):
    with serving(plays(clip(seconds=1), then=falls_silent)) as server:
        trials.start(source_of(server.url), SIZE, told.on_sight, told.on_error, told)
        qtbot.waitUntil(lambda: bool(told.sights))
    assert told.threads == {qapp.thread()}
    assert told.codes == []


def test_a_source_that_never_shows_anything_is_given_up_in_time_and_let_go(hasty, told, qtbot):
    with serving(falls_silent) as server:
        hasty.start(source_of(server.url), SIZE, told.on_sight, told.on_error, told)
        qtbot.waitUntil(lambda: bool(told.codes))
        assert told.codes == [("stream.unreachable", "timeout")]
        qtbot.waitUntil(lambda: server.is_idle)


def test_ending_a_trial_tells_nobody_and_lets_go_of_the_source(trials, told, qtbot):
    with serving(falls_silent) as server:
        end = trials.start(source_of(server.url), SIZE, told.on_sight, told.on_error, told)
        qtbot.waitUntil(lambda: bool(server.asked))
        end()
        end()
        qtbot.waitUntil(lambda: server.is_idle)
    assert told.codes == []


def test_a_trial_ends_with_whoever_asked_for_it(trials, told, qtbot):
    with serving(falls_silent) as server:
        trials.start(source_of(server.url), SIZE, told.on_sight, told.on_error, told)
        qtbot.waitUntil(lambda: bool(server.asked))
        delete(told)
        qtbot.waitUntil(lambda: server.is_idle)


def test_a_desk_that_closes_does_not_wait_for_a_silent_source(trials, told, qtbot):
    with serving(falls_silent) as server:
        trials.start(source_of(server.url), SIZE, told.on_sight, told.on_error, told)
        qtbot.waitUntil(lambda: bool(server.asked))
        trials.shutdown()
        # It is as silent as before, and nobody listens.
        qtbot.waitUntil(lambda: server.is_idle)
    delete(told)


def test_a_desk_that_has_closed_tells_nobody_that_time_is_up(trials, told, qtbot):
    with serving(falls_silent) as server:
        trials.start(source_of(server.url), SIZE, told.on_sight, told.on_error, told)
        trials.shutdown()
        (limit,) = told.findChildren(QTimer)
        limit.setInterval(0)
        with qtbot.waitSignal(limit.timeout):
            pass
        qtbot.waitUntil(lambda: server.is_idle)
    assert told.codes == []
