"""Whoever carries a terminal and is told to talk: it does, or says why not."""

from __future__ import annotations

import asyncio
import io
import random
from types import SimpleNamespace
from typing import Any

import pytest

from app.domain import voice
from app.domain.errors import AppError
from app.simulator.voice import __main__ as client
from app.simulator.voice.metronome import Metronome
from app.simulator.voice.person import Manners, Person
from app.voice.connection import Door
from app.voice.crypto import LinkKeys
from app.voice.link import LinkPhase, LinkState
from app.voice.wave import RATE_HZ, Wave, silence

OWN, OTHER = 5, 9


class Words:
    """A repertoire of silence, or of nothing."""

    is_readable = True

    def report(self, _: random.Random) -> Wave:
        if not self.is_readable:
            raise AppError("recording.unreadable", reason="gone")
        return silence(RATE_HZ)

    answer = report


class Stand:
    """A person whose station is played by hand."""

    def __init__(self) -> None:
        self.events: list[dict[str, Any]] = []
        self.words = Words()
        self.person = Person(
            lambda _: Door("ws://nowhere"), Metronome(), self.words, Manners(), self._note, chance=random.Random(1)
        )

    def _note(self, event: str, /, **figures: object) -> None:
        self.events.append({"event": event, **figures})

    def link(self) -> None:
        to_station, from_station = LinkKeys.made().as_text()
        welcome = voice.Welcome(
            link=9, udp_port=None, to_station=to_station, from_station=from_station, talk_limit_s=60
        )
        self.person.terminal.on_state(LinkState(LinkPhase.UP, welcome=welcome))

    def not_said(self, call: int | None = None) -> list[tuple[int | None, str]]:
        """What an order brings about."""
        self.events.clear()
        self.person.obey(call)
        return [(event["call"], event["reason"]) for event in self.events if event["event"] == "not_said"]


def test_an_order_to_talk_that_cannot_be_obeyed_is_answered_with_why() -> None:
    async def act() -> None:
        stand = Stand()
        assert stand.not_said() == [(None, "no_link")]
        assert stand.not_said(OTHER) == [(OTHER, "no_link")]
        stand.link()
        assert stand.not_said() == [(None, "no_talkgroup")]
        groups = (voice.TalkgroupOpen(call=OWN, name="Patrol"),)
        stand.person.terminal.on_told(voice.Talkgroups(talkgroups=groups))
        stand.words.is_readable = False
        assert stand.not_said() == [(OWN, "no_words")]
        stand.words.is_readable = True
        assert stand.not_said() == []
        assert stand.person.terminal.is_talking
        assert stand.not_said(OTHER) == [(OTHER, "busy")]
        stand.person.terminal.on_state(LinkState(LinkPhase.DOWN, AppError("station.unreachable")))
        assert stand.not_said() == [(None, "no_link")]

    asyncio.run(act())


def test_orders_that_come_in_line_by_line_are_obeyed_in_their_order(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("talk\ntalk 9\ntalk nine\nemergency\nemergency 9\nquit\n"))
    obeyed: list[tuple[int | None, bool]] = []

    async def act() -> None:
        over = asyncio.Event()
        person = SimpleNamespace(obey=lambda call=None, *, is_emergency: obeyed.append((call, is_emergency)))
        client._obey(asyncio.get_running_loop(), person, over.set, is_child=False)  # type: ignore[arg-type]
        async with asyncio.timeout(30):
            await over.wait()

    asyncio.run(act())
    assert obeyed == [(None, False), (9, False), (None, True), (9, True)]
    assert capsys.readouterr().err == "not an order: talk nine\n"


def test_an_emergency_is_asked_for_as_one(monkeypatch: pytest.MonkeyPatch) -> None:
    async def act() -> None:
        stand = Stand()
        stand.link()
        asked: list[object] = []
        monkeypatch.setattr(stand.person.terminal._keeper, "say", asked.append)
        stand.person.obey(OTHER, is_emergency=True)
        assert asked == [voice.RequestFloor(call=OTHER, is_emergency=True)]

    asyncio.run(act())
