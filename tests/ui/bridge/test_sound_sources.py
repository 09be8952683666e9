"""Whether a source is still there, where ``pactl`` answers, does not, or takes its time."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from ui.bridge import sound_sources
from ui.bridge.sound_sources import SourceWatch, sources

WAIT_MS = 30_000
MIC = "1\tmic\tmodule-alsa-card.c\ts16le 1ch 48000Hz\tRUNNING\n"
MONITOR = "0\tloop.monitor\tmodule-null-sink.c\ts16le 2ch 48000Hz\tIDLE\n"
linux_only = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="sound servers of Linux")


class Pactl:
    """Stands for the tool: notes each call by its process, and says what is in a file."""

    def __init__(self, folder: Path) -> None:
        self._calls, self._listed = folder / "calls", folder / "listed"
        self._program = folder / "pactl"
        self.say(MIC + MONITOR)
        self.does(f'cat "{self._listed}"')

    def does(self, then: str) -> None:
        """Takes effect at once and as a whole: it may be at work."""
        fresh = self._program.with_suffix(".new")
        fresh.write_text(f'#!/bin/sh\necho "$$ $PULSE_SERVER $*" >> "{self._calls}"\n{then}\n')
        fresh.chmod(0o755)
        fresh.replace(self._program)

    def say(self, listed: str) -> None:
        fresh = self._listed.with_suffix(".new")
        fresh.write_text(listed)
        fresh.replace(self._listed)

    @property
    def calls(self) -> list[list[str]]:
        lines = self._calls.read_text().splitlines() if self._calls.exists() else []
        return [line.split(maxsplit=2) for line in lines]

    def runs(self) -> bool:
        return any(Path(f"/proc/{process}").exists() for process, *_ in self.calls)


@pytest.fixture
def pactl(tmp_path, monkeypatch) -> Pactl:
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("PULSE_SERVER", "unix:/nowhere/native")
    monkeypatch.setattr(sound_sources, "_EVERY_MS", 20)
    monkeypatch.setattr(sound_sources, "_MOST_WAITS", 10_000)
    monkeypatch.setattr(sound_sources, "_END_MS", WAIT_MS)
    return Pactl(tmp_path)


@pytest.fixture
def watch_of(qapp) -> Iterator[Callable[[str], tuple[SourceWatch, list[bool]]]]:
    begun: list[SourceWatch] = []

    def begin(source: str) -> tuple[SourceWatch, list[bool]]:
        watch = SourceWatch(source.encode())
        begun.append(watch)
        told: list[bool] = []
        watch.gone.connect(lambda: told.append(True))
        watch.start()
        return watch, told

    yield begin
    for watch in begun:
        watch.stop()
        watch.deleteLater()


def test_sources_are_named_in_the_second_column():
    assert sources((MIC + MONITOR + "\n").encode()) == {b"mic", b"loop.monitor"}
    assert sources(b"") == frozenset()


@linux_only
def test_a_source_that_is_not_listed_any_more_is_gone_and_that_is_told_once(pactl, watch_of, qtbot):
    watch, told = watch_of("mic")
    qtbot.waitUntil(lambda: len(pactl.calls) > 2, timeout=WAIT_MS)
    assert told == []
    pactl.say(MONITOR)
    qtbot.waitUntil(lambda: bool(told), timeout=WAIT_MS)
    assert told == [True]
    assert not watch._timer.isActive()
    assert pactl.calls[0][1:] == ["unix:/nowhere/native", "list short sources"]


@linux_only
def test_a_device_that_the_server_never_had_is_not_asked_for_again(pactl, watch_of, qtbot):
    watch, told = watch_of("hw:0,0")
    qtbot.waitUntil(lambda: not watch._timer.isActive(), timeout=WAIT_MS)
    assert (told, len(pactl.calls)) == ([], 1)


@linux_only
def test_a_server_that_does_not_answer_takes_nothing_away(pactl, watch_of, qtbot):
    _, told = watch_of("mic")
    qtbot.waitUntil(lambda: len(pactl.calls) > 2, timeout=WAIT_MS)
    pactl.does("exit 1")
    count = len(pactl.calls)
    qtbot.waitUntil(lambda: len(pactl.calls) > count + 2, timeout=WAIT_MS)
    assert told == []


@linux_only
def test_an_answer_that_does_not_come_is_given_up_and_no_process_is_left(
    pactl, watch_of, qtbot, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(sound_sources, "_MOST_WAITS", 10)
    pactl.does("exec sleep 600")
    watch, told = watch_of("mic")
    qtbot.waitUntil(lambda: len(pactl.calls) > 2, timeout=WAIT_MS)
    watch.stop()
    assert not pactl.runs()
    assert told == []


@linux_only
def test_without_the_tool_nothing_is_asked(pactl, watch_of, monkeypatch, tmp_path):
    (tmp_path / "empty").mkdir()
    monkeypatch.setenv("PATH", str(tmp_path / "empty"))
    watch, told = watch_of("mic")
    assert not watch._timer.isActive()
    assert told == []


@linux_only
def test_without_a_sound_server_nothing_is_asked(pactl, watch_of, monkeypatch):
    for name in ("PULSE_SERVER", "PULSE_RUNTIME_PATH", "XDG_RUNTIME_DIR"):
        monkeypatch.delenv(name, raising=False)
    watch, _ = watch_of("mic")
    assert not watch._timer.isActive()
    assert pactl.calls == []
