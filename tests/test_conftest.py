"""The guards that every test runs under, proved on tests that must fail."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest_plugins = ["pytester"]


@pytest.fixture
def guarded(pytester: pytest.Pytester) -> pytest.Pytester:
    guards = (Path(__file__).parent / "conftest.py").read_text(encoding="utf-8")
    # What is left behind here stays, so there is nothing to wait for.
    pytester.makeconftest(f"{guards}\n_GRACE_S = 0.2\n")
    pytester.makeini("[pytest]\nqt_api = pyside6\n")
    return pytester


def test_a_thread_left_behind_is_named(guarded):
    guarded.makepyfile("""
        import threading
        stop = threading.Event()
        def test_leaves_a_thread():
            threading.Thread(target=stop.wait, args=(60,), name="forgotten").start()
        def test_stops_its_thread():
            stop.set()
    """)
    result = guarded.runpytest_subprocess("-p", "no:xdist")
    result.assert_outcomes(passed=2, errors=1)
    result.stdout.fnmatch_lines(["*threads left running: ?'forgotten'?*"])


def test_a_timer_left_running_is_found_and_one_that_dies_with_its_widget_is_not(guarded):
    guarded.makepyfile("""
        from PySide6.QtCore import QTimer
        from PySide6.QtWidgets import QLabel
        kept = []
        def test_leaves_a_timer(qapp):
            kept.append(QTimer())
            kept[0].start(1000)
        def test_the_timer_goes_with_its_widget(qtbot):
            label = QLabel()
            qtbot.addWidget(label)
            QTimer(label).start(1000)
    """)
    result = guarded.runpytest_subprocess("-p", "no:xdist")
    result.assert_outcomes(passed=2, errors=1)
    result.stdout.fnmatch_lines(["*left running: ?'<PySide6.QtCore.QTimer*"])


def test_an_unexpected_warning_of_qt_fails_the_test(guarded):
    guarded.makepyfile("""
        import pytest
        from PySide6.QtCore import qWarning
        def test_warns(qapp):
            qWarning("something is wrong")
        @pytest.mark.qt_log_ignore("is wrong")
        def test_expects_it(qapp):
            qWarning("something is wrong")
    """)
    guarded.runpytest_subprocess("-p", "no:xdist").assert_outcomes(passed=1, failed=1)
