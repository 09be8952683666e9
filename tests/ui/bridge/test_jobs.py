"""Background work: results arrive on the GUI thread, or nowhere once nobody wants them."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject, Qt, QThread
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from app.domain.errors import AppError
from ui.bridge import jobs as jobs_module
from ui.bridge.job import Control
from ui.bridge.jobs import Jobs

#: For what the test itself lets happen: as long as it takes.
PATIENCE_S = 60


def ended(jobs: Jobs) -> None:
    """All its threads have gone, so that none of them holds it last."""
    jobs.shutdown()
    jobs._workers.stop(PATIENCE_S)


@pytest.fixture
def jobs(qapp: object) -> Iterator[Jobs]:
    made = Jobs()
    yield made
    ended(made)


@pytest.fixture
def single(qapp: object) -> Iterator[Jobs]:
    """One worker alone."""
    made = Jobs(most=1)
    yield made
    ended(made)


class Answers(QObject):
    """An owner that keeps what it is told, and on which thread."""

    def __init__(self) -> None:
        super().__init__()
        self.ok: list[object] = []
        self.errors: list[AppError] = []
        self.progress: list[float] = []
        self.threads: set[QThread] = set()

    def on_ok(self, result: object) -> None:
        self.ok.append(result)
        self.threads.add(QThread.currentThread())

    def on_error(self, error: AppError) -> None:
        self.errors.append(error)
        self.threads.add(QThread.currentThread())

    def on_progress(self, fraction: float) -> None:
        self.progress.append(fraction)
        self.threads.add(QThread.currentThread())


def settle(jobs: Jobs, qtbot: QtBot) -> None:
    """Until all that was given has been delivered or dropped."""
    qtbot.waitUntil(lambda: not jobs._open)


def test_a_result_arrives_on_the_gui_thread(jobs: Jobs, qtbot: QtBot) -> None:
    owner = Answers()
    worked_on = []
    jobs.run(lambda: worked_on.append(threading.current_thread().name) or 42, owner.on_ok, owner.on_error, owner)
    assert owner.ok == []
    settle(jobs, qtbot)
    assert (owner.ok, owner.errors) == ([42], [])
    assert owner.threads == {owner.thread()}
    assert worked_on == ["job 1"]


def test_an_error_arrives_as_it_was_raised(jobs: Jobs, qtbot: QtBot) -> None:
    def fail() -> None:
        raise AppError("station.unreachable", reason="refused")

    owner = Answers()
    jobs.run(fail, owner.on_ok, owner.on_error, owner)
    settle(jobs, qtbot)
    assert [(error.code, error.params) for error in owner.errors] == [
        ("station.unreachable", {"reason": "refused"})
    ]
    assert owner.ok == []


def test_an_error_nobody_foresaw_is_logged_and_told(
    jobs: Jobs, qtbot: QtBot, caplog: pytest.LogCaptureFixture
) -> None:
    owner = Answers()
    jobs.run(lambda: 1 / 0, owner.on_ok, owner.on_error, owner)
    settle(jobs, qtbot)
    assert [(error.code, error.params) for error in owner.errors] == [
        ("app.unexpected", {"kind": "ZeroDivisionError"})
    ]
    assert "division by zero" in caplog.text


@pytest.mark.parametrize("outcome", ["a result", "an error"])
def test_nothing_is_told_once_the_owner_is_deleted(jobs: Jobs, qtbot: QtBot, outcome: str) -> None:
    go, told = threading.Event(), []

    def work() -> None:
        go.wait(PATIENCE_S)
        if outcome == "an error":
            raise AppError("station.unreachable")

    owner = Answers()
    jobs.run(work, told.append, told.append, owner)
    delete(owner)
    go.set()
    settle(jobs, qtbot)
    assert told == []


def test_nothing_is_told_once_a_parent_took_the_owner_with_it(jobs: Jobs, qtbot: QtBot) -> None:
    go, told = threading.Event(), []
    window = QObject()
    owner = QObject(window)
    jobs.run(lambda: go.wait(PATIENCE_S), told.append, told.append, owner)
    delete(window)
    go.set()
    settle(jobs, qtbot)
    assert told == []


def test_a_job_whose_owner_is_gone_before_its_turn_is_not_begun(single: Jobs, qtbot: QtBot) -> None:
    go, begun = threading.Event(), []
    owner, other = Answers(), Answers()
    single.run(lambda: go.wait(PATIENCE_S), owner.on_ok, owner.on_error, owner)
    single.run(lambda: begun.append(1), other.on_ok, other.on_error, other)
    delete(other)
    go.set()
    settle(single, qtbot)
    assert begun == []
    assert owner.ok == [True]


def test_a_cancelled_job_tells_nothing_and_ends_when_it_reports(jobs: Jobs, qtbot: QtBot) -> None:
    cancelled, ended = threading.Event(), threading.Event()

    def work(control: Control) -> None:
        try:
            control.report(0.1)
            cancelled.wait(PATIENCE_S)
            control.report(0.2)
        finally:
            ended.set()
        raise AssertionError("it went on")

    owner = Answers()
    job = jobs.run(work, owner.on_ok, owner.on_error, owner, owner.on_progress)
    qtbot.waitUntil(lambda: owner.progress == [0.1])
    job.cancel()
    cancelled.set()
    settle(jobs, qtbot)
    assert ended.is_set()
    assert (owner.ok, owner.errors, owner.progress) == ([], [], [0.1])


def test_however_often_a_job_reports_the_gui_thread_is_not_flooded(jobs: Jobs, qtbot: QtBot) -> None:
    def work(control: Control) -> str:
        for step in range(100_001):
            control.report(step / 100_000)
        return "done"

    owner = Answers()
    jobs.run(work, owner.on_ok, owner.on_error, owner, owner.on_progress)
    qtbot.waitUntil(lambda: owner.ok == ["done"])
    assert owner.progress == sorted(owner.progress)
    assert owner.progress[-1] == 1.0
    assert len(owner.progress) < 20_000
    assert owner.threads == {owner.thread()}


def test_one_worker_keeps_the_order(single: Jobs, qtbot: QtBot) -> None:
    owner = Answers()
    for number in range(50):
        single.run(lambda number=number: number, owner.on_ok, owner.on_error, owner)
    qtbot.waitUntil(lambda: len(owner.ok) == 50)
    assert owner.ok == list(range(50))


def test_no_more_run_at_once_than_may(jobs: Jobs, qtbot: QtBot) -> None:
    lock, running, most = threading.Lock(), [0], [0]
    # Nobody passes before all who may run at once do; and if one more did, four would be left at the end.
    all_four = threading.Barrier(4, timeout=PATIENCE_S)

    def work() -> None:
        with lock:
            running[0] += 1
            most[0] = max(most[0], running[0])
        all_four.wait()
        with lock:
            running[0] -= 1

    owner = Answers()
    for _ in range(20):
        jobs.run(work, owner.on_ok, owner.on_error, owner)
    qtbot.waitUntil(lambda: len(owner.ok) == 20)
    assert most[0] == 4


def test_shutdown_does_not_wait_for_a_stuck_job_and_tells_nothing(
    jobs: Jobs, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert jobs_module._STOP_S <= 2
    monkeypatch.setattr(jobs_module, "_STOP_S", 0.05)
    owner, begun, go = Answers(), threading.Event(), threading.Event()
    ended: list[bool] = []
    jobs.run(lambda: begun.set() or ended.append(go.wait(PATIENCE_S)), owner.on_ok, owner.on_error, owner)
    assert begun.wait(PATIENCE_S)
    jobs.shutdown()
    assert ended == []
    go.set()
    settle(jobs, qtbot)
    assert (owner.ok, ended) == ([], [True])


def test_what_is_given_after_shutdown_is_not_done(qapp: object) -> None:
    jobs, done = Jobs(), []
    jobs.shutdown()
    jobs.run(lambda: done.append(1), done.append, done.append, jobs)
    assert done == []


def test_jobs_that_were_deleted_with_work_on_its_way_make_no_noise(
    qapp: object, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING)
    jobs, go, owner = Jobs(), threading.Event(), QObject()
    jobs.run(lambda: go.wait(PATIENCE_S), lambda _: None, lambda _: None, owner)
    workers = jobs._workers
    delete(jobs)
    go.set()
    workers.stop(PATIENCE_S)
    assert caplog.text == ""


@pytest.mark.parametrize("outcome", ["a result", "an error"])
def test_what_a_job_knew_of_goes_on_the_gui_thread(jobs: Jobs, qtbot: QtBot, outcome: str) -> None:
    """A worker that let go of an owner last would delete it, timers and all, on its own thread."""
    gone_on: list[threading.Thread] = []

    def give() -> None:
        owner = Answers()
        owner.destroyed.connect(
            lambda: gone_on.append(threading.current_thread()), Qt.ConnectionType.DirectConnection
        )

        def work() -> str:
            if outcome == "an error":
                raise AppError("station.unreachable", of=owner.objectName())
            return owner.objectName()

        jobs.run(work, owner.on_ok, lambda _: None, owner)

    give()
    settle(jobs, qtbot)
    # The same worker has something else to do.
    jobs.run(lambda: None, lambda _: None, lambda _: None, jobs)
    settle(jobs, qtbot)
    qtbot.waitUntil(lambda: bool(gone_on))
    assert gone_on == [threading.main_thread()]
