"""What the voice service does with its settings."""

from __future__ import annotations

import asyncio
import os
import time
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from app.domain import voice
from app.domain.terminal import Terminal, TerminalKind
from app.settings import Settings
from app.station.state import State
from app.station.voice import service as service_module
from app.station.voice.link import Caller
from app.station.voice.service import Voice
from tests.app.station.voice.test_calls_and_roll import said_to

DAY_S = 86_400


def service(folder: Path, **settings: Any) -> Voice:
    """One that was not started: no port, no log, no disk."""
    commands: Any = SimpleNamespace(state=State())
    nothing: Any = None
    return Voice(commands, nothing, nothing, nothing, Settings(data=folder, **settings), folder / "speech")


@pytest.mark.parametrize("host", ["", "voice.example"])
def test_an_end_is_told_where_speech_goes_when_that_is_somewhere_else(tmp_path: Path, host: str) -> None:
    async def act() -> None:
        station = service(tmp_path, voice_host=host, talk_limit_s=45)
        link = station.join(Caller(terminal=Terminal(kind=TerminalKind.PHONE, number=7)))
        welcome = said_to(link)[0]
        assert isinstance(welcome, voice.Welcome)
        assert (welcome.udp_host, welcome.talk_limit_s) == (host, 45)

    asyncio.run(act())


def test_recordings_are_kept_for_as_many_days_as_is_set(tmp_path: Path) -> None:
    recorder = service(tmp_path, voice_retention_days=3).recorder
    files = {days: recorder.file_of(burst) for burst, days in ((1, 4), (2, 2))}
    for days, file in files.items():
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(b"speech")
        at_s = time.time() - days * DAY_S
        os.utime(file, (at_s, at_s))
    recorder.start()
    recorder.stop()
    assert {days: file.exists() for days, file in files.items()} == {4: False, 2: True}


def test_once_an_hour_recordings_that_are_too_old_are_forgotten(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert service_module._TICK_S * service_module._SWEEP_TICKS == 3600
    monkeypatch.setattr(service_module, "_TICK_S", 0.0)
    monkeypatch.setattr(service_module, "_SWEEP_TICKS", 4)

    async def act() -> None:
        station, ticks, swept = service(tmp_path), [0], []
        over = asyncio.Event()

        def tick(_: float) -> None:
            ticks[0] += 1
            if ticks[0] == 10:
                over.set()

        monkeypatch.setattr(station.talking, "tick", tick)
        monkeypatch.setattr(station.recorder, "sweep", lambda: swept.append(ticks[0]))
        ticking = asyncio.create_task(station._tick())
        async with asyncio.timeout(30):
            await over.wait()
        ticking.cancel()
        assert swept == [4, 8]

    asyncio.run(act())
